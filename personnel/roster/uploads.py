"""Where does an uploaded file wait until the officer has seen the preview and confirms it?

It holds identity numbers, so it lies in private storage and is gone as soon as it is applied or
dropped, or when the next one comes in.
"""

from __future__ import annotations

import hashlib
from pathlib import PurePath
from uuid import uuid4

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from personnel.models import RosterImport
from personnel.roster import reading
from personnel.roster.matching import NEW, SKIP
from personnel.roster.workbook import MAX_BYTES
from selection import clock
from selection.accounts.models import Organisation, User
from selection.reasons import Refused


def receive(upload: UploadedFile, organisation: Organisation, *, by: User) -> RosterImport:
    """Keep a file that can be read as a roster. Raises ``Refused``."""
    content = upload.read(MAX_BYTES + 1)
    reading.read(ContentFile(content))  # takes seconds, so before anybody has to wait for the database
    return keep(content, upload.name or "", organisation, kind=RosterImport.Kind.ROSTER, by=by)


@transaction.atomic
def keep(content: bytes, name: str, organisation: Organisation, *, kind: str, by: User) -> RosterImport:
    """It takes the place of the one of its kind that waits."""
    waiting = RosterImport.objects.of(organisation).filter(kind=kind, state=RosterImport.State.PENDING)
    for earlier in waiting:
        drop(earlier)
    kept = RosterImport(
        organisation=organisation,
        kind=kind,
        name=PurePath(name).name[-200:],
        sha256=hashlib.sha256(content).hexdigest(),
        uploaded_by=by,
        uploaded_at=clock.now(),
    )
    kept.file.save(uuid4().hex, ContentFile(content), save=False)
    kept.save()
    return kept


@transaction.atomic
def choose(roster_import: RosterImport, answers: dict[str, str]) -> None:
    """Note for each asked row which person it is: a key, ``new`` or ``skip``."""
    lock_pending(roster_import)
    answered = {row: said for row, said in answers.items() if said in {NEW, SKIP} or said.isdecimal()}
    roster_import.choices = roster_import.choices | answered
    roster_import.save(update_fields=["choices"])


@transaction.atomic
def drop(roster_import: RosterImport) -> None:
    lock_pending(roster_import)
    roster_import.take_file_away()
    roster_import.state = RosterImport.State.DROPPED
    roster_import.choices = {}
    roster_import.save()


def close(roster_import: RosterImport, counts: dict[str, int]) -> None:
    """It was applied, with these results."""
    roster_import.take_file_away()
    roster_import.state = RosterImport.State.APPLIED
    roster_import.applied_at = clock.now()
    roster_import.counts = counts
    roster_import.choices = {}
    roster_import.save()


def lock_pending(roster_import: RosterImport) -> None:
    roster_import.refresh_from_db(from_queryset=RosterImport.objects.select_for_update(no_key=True))
    if roster_import.state != RosterImport.State.PENDING:
        raise Refused(f"这份{roster_import.get_kind_display()}已经处理过了，请重新上传。")
