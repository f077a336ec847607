"""How is a file kept that was handed in?"""

import hashlib
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import PurePath

from django.core.files.base import File
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models.fields.files import FieldFile

from selection import clock, incoming
from selection.accounts.models import Organisation, User
from selection.incoming import FileType
from selection.records.acts import SENT_TWICE
from selection.records.models import Attachment, Ledger

LONGEST_NAME = 150
_stored: ContextVar[list[FieldFile]] = ContextVar("stored")
ACCEPT = incoming.accept()


@contextmanager
def all_or_nothing() -> Iterator[None]:
    """A transaction with which the files go that were kept in it, should it be rolled back."""
    files: list[FieldFile] = []
    token, is_done = _stored.set(files), False
    try:
        with transaction.atomic():
            yield
        is_done = True
    finally:
        _stored.reset(token)
        if is_done:
            _stored.get([]).extend(files)
        else:
            for file in files:
                file.delete(save=False)


@all_or_nothing()
def keep(
    upload: UploadedFile,
    organisation: Organisation,
    by: User,
    confidential: bool = False,
    readers_act: str = "",
    ledger: Ledger | None = None,
    kinds: Collection[FileType] = incoming.KINDS,
) -> Attachment:
    """Keep the file, or the picture in it, under a random name; sent twice in a moment, it is kept once.

    A confidential one is read by its uploader and by those who have ``readers_act`` there. ``ledger``
    is that of the matter to which it belongs: whom the matter is closed to, it is closed to.
    """
    kind, file = incoming.admit(upload, kinds)
    facts = {
        "organisation": organisation,
        "name": _tidy(upload.name or "", kind),
        "content_type": kind.content_type,
        "size": file.size,
        "sha256": _digest(file),
        "uploaded_by": by,
        "is_confidential": confidential,
        "readers_act": readers_act,
        "ledger": ledger,
    }
    if twin := Attachment.objects.filter(**facts, uploaded_at__gte=clock.now() - SENT_TWICE).first():
        return twin
    attachment = Attachment(**facts)
    store(attachment.file, kind, file)
    attachment.save()
    return attachment


def store(field: FieldFile, kind: FileType, file: File) -> None:
    """Within ``all_or_nothing``, for the row whose field it is."""
    field.save(f"file{kind.suffix}", File(file), save=False)
    _stored.get().append(field)


def _tidy(name: str, kind: FileType) -> str:
    """The name as the user knew it, without a path or control characters, short enough to store."""
    plain = "".join(character for character in PurePath(name).name if character.isprintable())
    stem = PurePath(plain).stem[: LONGEST_NAME - 6]
    return f"{stem or '附件'}{kind.suffix}"


def _digest(file: File) -> str:
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    return digest.hexdigest()
