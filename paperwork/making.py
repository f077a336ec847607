"""How is a file of many sheets made: asked for once, made by the worker, shown as it grows?"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from django.core.files import File
from django.db import transaction
from kombu.exceptions import OperationalError

from campaigns.models import Campaign
from paperwork import archive, bundles
from paperwork.models import Job
from selection import clock
from selection.accounts.models import User

logger = logging.getLogger(__name__)
STALE = timedelta(minutes=10)  # after which a job without progress is taken for lost
Progress = Callable[[int, int], None]

# kind → what writes its file into a folder and says which it is
MAKERS: dict[str, Callable[[Job, Path, Progress], Path]] = {
    Job.Kind.ARCHIVE: archive.make,
    Job.Kind.SHEETS: bundles.make,
}


@transaction.atomic
def start(campaign: Campaign, kind: str, by: User, form: str = "") -> Job:
    """The job that goes on already, else a new one for the worker."""
    list(Campaign.objects.select_for_update(no_key=True).filter(pk=campaign.pk))
    found = Job.objects.going_on().filter(campaign=campaign, kind=kind, form=form, requested_by=by)
    found.filter(touched_at__lt=clock.now() - STALE).update(state=Job.State.FAILED)
    if running := found.first():
        return running
    job = Job.objects.create(campaign=campaign, kind=kind, form=form, requested_by=by)
    transaction.on_commit(lambda: _send_to_worker(job.pk), robust=True)
    return job


def make(job: Job) -> None:
    """Once: whoever comes second finds it taken."""
    claimed = Job.objects.filter(pk=job.pk, state=Job.State.WAITING)
    if not claimed.update(state=Job.State.RUNNING, touched_at=clock.now()):
        return
    try:
        with TemporaryDirectory() as folder:
            path = MAKERS[job.kind](job, Path(folder), lambda done, total: job.touch(done=done, total=total))
            _keep(job, path)
    finally:
        Job.objects.filter(pk=job.pk, state=Job.State.RUNNING).update(state=Job.State.FAILED)


def _keep(job: Job, path: Path) -> None:
    """The file it was is gone once the new one lies there."""
    earlier = Job.objects.filter(
        campaign=job.campaign, kind=job.kind, form=job.form, requested_by=job.requested_by
    ).exclude(file="")
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        job.file.save(path.name, File(file), save=False)
    Job.objects.filter(pk=job.pk).update(
        file=job.file.name, sha256=digest, state=Job.State.READY, touched_at=clock.now()
    )
    for each in earlier.exclude(pk=job.pk):
        each.file.delete(save=False)
        each.delete()


def _send_to_worker(pk: int) -> None:
    from paperwork.tasks import make as task

    try:
        task.delay(pk)
    except OperationalError as error:
        logger.warning("the queue is away, job %s is given up: %s", pk, error)
        Job.objects.filter(pk=pk).update(state=Job.State.FAILED)
