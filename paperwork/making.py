"""How is a file of many sheets made: asked for once, made by the worker, shown as it grows?

What is lost on the way, with the queue or with a worker that died, is taken up again at a tick. Only one
makes a file at a time: who was slow enough to be taken for dead finds it given to another.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.core.files import File
from django.db import transaction
from kombu.exceptions import OperationalError

from campaigns.models import Campaign
from paperwork import archive, bundles, filing_package, slips
from paperwork.models import Job, Overtaken
from selection import clock
from selection.accounts.models import User

logger = logging.getLogger(__name__)
MOST_ATTEMPTS = 3  # of which each ended with its worker: the file is too much for it
Progress = Callable[[int, int], None]

# kind → what writes its file into a folder and says which it is
MAKERS: dict[str, Callable[[Job, Path, Progress], Path]] = {
    Job.Kind.ARCHIVE: archive.make,
    Job.Kind.SHEETS: bundles.make,
    Job.Kind.FILING: filing_package.make,
    Job.Kind.ACCOUNT_SLIPS: slips.make,
    Job.Kind.POLL_SLIPS: slips.make,
}


@transaction.atomic
def start(campaign: Campaign | None, kind: str, by: User, form: str = "", **more: Any) -> Job:
    """The job that goes on already, else a new one for the worker."""
    held = Campaign.objects.filter(pk=campaign.pk) if campaign else User.objects.filter(pk=by.pk)
    list(held.select_for_update(no_key=True))
    wanted = {"campaign": campaign, "kind": kind, "form": form, "requested_by": by}
    if running := Job.objects.going_on().filter(**wanted).first():
        return running
    job = Job.objects.create(**wanted, **more)
    transaction.on_commit(partial(_send_to_worker, job.pk), robust=True)
    return job


def make(job: Job) -> None:
    """Once: whoever comes second finds it taken."""
    if not job.claim():
        return
    try:
        with TemporaryDirectory() as folder:
            path = MAKERS[job.kind](job, Path(folder), lambda done, total: job.touch(done=done, total=total))
            _keep(job, path)
    except Overtaken:
        logger.warning("job %s was taken for lost and is made by another", job.pk)
    finally:
        job.held().update(state=Job.State.FAILED)


def take_up_lost() -> None:
    """At every tick: what no worker has heard of, and what one has left lying."""
    Job.objects.lost().filter(attempt__gte=MOST_ATTEMPTS).update(state=Job.State.FAILED)
    for pk in Job.objects.lost().values_list("pk", flat=True):
        if Job.objects.lost().filter(pk=pk).update(state=Job.State.WAITING, touched_at=clock.now()):
            _send_to_worker(pk)


def clear() -> None:
    """At every tick: a file is a copy of what the campaign holds, so it goes after some days; its page says so."""
    for job in Job.objects.over():
        job.clear()


def _keep(job: Job, path: Path) -> None:
    """The file it was is gone once the new one lies there."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        job.file.save(path.name, File(file), save=False)
    try:
        job.touch(file=job.file.name, sha256=digest, state=Job.State.READY)
    except Overtaken:
        job.file.delete(save=False)
        raise
    wanted = {"campaign": job.campaign, "kind": job.kind, "form": job.form, "requested_by": job.requested_by}
    for each in Job.objects.filter(**wanted, pk__lt=job.pk):
        each.file.delete(save=False)
        each.delete()


def _send_to_worker(pk: int) -> None:
    from paperwork.tasks import make as task

    try:
        task.delay(pk)
    except OperationalError as error:
        logger.warning("the queue is away, job %s waits for the next tick: %s", pk, error)
