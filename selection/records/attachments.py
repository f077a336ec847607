"""Is this file what it claims to be, and how is it kept?"""

import hashlib
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import PurePath
from typing import IO, NamedTuple

from django.core.files.base import File
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models.fields.files import FieldFile

from selection.accounts.models import Organisation, User
from selection.reasons import Refused
from selection.records.models import Attachment, Ledger

LARGEST = 10 * 2**20
LONGEST_NAME = 150
OOXML = "application/vnd.openxmlformats-officedocument."
CONTENT_TYPES = "[Content_Types].xml"
LARGEST_CONTENT_TYPES = 2**20


class FileType(NamedTuple):
    content_type: str
    suffixes: tuple[str, ...]


PDF = FileType("application/pdf", ("pdf",))
PNG = FileType("image/png", ("png",))
JPEG = FileType("image/jpeg", ("jpg", "jpeg"))
DOCX = FileType(f"{OOXML}wordprocessingml.document", ("docx",))
XLSX = FileType(f"{OOXML}spreadsheetml.sheet", ("xlsx",))
_stored: ContextVar[list[FieldFile]] = ContextVar("stored")
MAGIC = {b"%PDF-": PDF, b"\x89PNG\r\n\x1a\n": PNG, b"\xff\xd8\xff": JPEG}
ACCEPT = ".pdf,.png,.jpg,.jpeg,.docx,.xlsx"


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
) -> Attachment:
    """Keep the file under a random name after looking into it.

    A confidential one is read by its uploader and by those who have ``readers_act`` there. ``ledger``
    is that of the matter to which it belongs: whom the matter is closed to, it is closed to.
    """
    kind = examine(upload)
    attachment = Attachment(
        organisation=organisation,
        name=_tidy(upload.name or "", kind),
        content_type=kind.content_type,
        size=upload.size or 0,
        sha256=_digest(upload),
        uploaded_by=by,
        is_confidential=confidential,
        readers_act=readers_act,
        ledger=ledger,
    )
    upload.seek(0)
    attachment.file.save(f"file.{kind.suffixes[0]}", File(upload), save=False)
    _stored.get().append(attachment.file)
    attachment.save()
    return attachment


def examine(upload: UploadedFile) -> FileType:
    """What the file is by its content; refused when that is none of the kinds, or not what its name says."""
    name = PurePath(upload.name or "").name
    if not upload.size:
        raise Refused(f"文件“{name}”是空的，请重新选择")
    if upload.size > LARGEST:
        raise Refused(f"文件“{name}”超过10MB，请压缩后再上传")
    kind = _sniff(upload)
    if kind is None:
        raise Refused(f"文件“{name}”不是可用的类型，请上传PDF、PNG、JPG、DOCX或XLSX文件")
    if PurePath(name).suffix.lstrip(".").lower() not in kind.suffixes:
        raise Refused(f"文件“{name}”的内容与扩展名不符，请核对后重新上传")
    return kind


def _sniff(upload: UploadedFile) -> FileType | None:
    upload.seek(0)
    head = upload.read(8)
    for magic, kind in MAGIC.items():
        if head.startswith(magic):
            return kind
    return _sniff_ooxml(upload) if head.startswith(b"PK\x03\x04") else None


def _sniff_ooxml(upload: IO[bytes]) -> FileType | None:
    """A zip is a document only if its own table of contents says so."""
    upload.seek(0)
    try:
        with zipfile.ZipFile(upload) as archive:
            if archive.getinfo(CONTENT_TYPES).file_size > LARGEST_CONTENT_TYPES:
                return None
            said = archive.read(CONTENT_TYPES)
    except (zipfile.BadZipFile, KeyError, NotImplementedError, RuntimeError, EOFError):
        return None
    for kind in (DOCX, XLSX):
        if f"{kind.content_type}.main+xml".encode() in said:
            return kind
    return None


def _tidy(name: str, kind: FileType) -> str:
    """The name as the user knew it, without a path or control characters, short enough to store."""
    plain = "".join(character for character in PurePath(name).name if character.isprintable())
    stem = PurePath(plain).stem[: LONGEST_NAME - 6]
    return f"{stem or '附件'}.{kind.suffixes[0]}"


def _digest(upload: UploadedFile) -> str:
    upload.seek(0)
    digest = hashlib.sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    return digest.hexdigest()
