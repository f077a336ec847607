"""Where does an uploaded roster wait until the officer has seen the preview and confirms it?

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
    return _keep(content, upload.name or "", organisation, by)


@transaction.atomic
def _keep(content: bytes, name: str, organisation: Organisation, by: User) -> RosterImport:
    for waiting in RosterImport.objects.of(organisation).filter(state=RosterImport.State.PENDING):
        drop(waiting)
    kept = RosterImport(
        organisation=organisation,
        name=PurePath(name).name[-200:],
        sha256=hashlib.sha256(content).hexdigest(),
        uploaded_by=by,
        uploaded_at=clock.now(),
    )
    kept.file.save(f"{uuid4().hex}.xlsx", ContentFile(content), save=False)
    kept.save()
    return kept


@transaction.atomic
def choose(roster_import: RosterImport, answers: dict[str, str]) -> None:
    """Note for each asked row which person it is: a key, ``new`` or ``skip``."""
    _lock_pending(roster_import)
    answered = {row: said for row, said in answers.items() if said in {NEW, SKIP} or said.isdecimal()}
    roster_import.choices = roster_import.choices | answered
    roster_import.save(update_fields=["choices"])


@transaction.atomic
def drop(roster_import: RosterImport) -> None:
    _lock_pending(roster_import)
    roster_import.take_file_away()
    roster_import.state = RosterImport.State.DROPPED
    roster_import.choices = {}
    roster_import.save()


def _lock_pending(roster_import: RosterImport) -> None:
    roster_import.refresh_from_db(from_queryset=RosterImport.objects.select_for_update())
    if roster_import.state != RosterImport.State.PENDING:
        raise Refused("这份名册已经处理过了，请重新上传。")
