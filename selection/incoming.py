"""What may come in as a file, and what of it is kept?

A file is what its content says it is, and its name has to agree. Of an image nothing but the picture is
kept: it is drawn anew, so that nobody reads from it where, when and with what it was taken.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Collection
from io import BytesIO
from pathlib import PurePath
from typing import NamedTuple

from django.core.files.base import ContentFile, File
from django.core.files.uploadedfile import UploadedFile
from PIL import Image, ImageOps

from selection import packages
from selection.reasons import Refused

LARGEST = 10 * 2**20
MOST_PIXELS = 50_000_000
JPEG_QUALITY = 88


class FileType(NamedTuple):
    content_type: str
    suffixes: tuple[str, ...]
    called: str

    @property
    def suffix(self) -> str:
        return f".{self.suffixes[0]}"


PDF = FileType("application/pdf", ("pdf",), "PDF")
PNG = FileType("image/png", ("png",), "PNG")
JPEG = FileType("image/jpeg", ("jpg", "jpeg"), "JPG")
DOCX = FileType(packages.DOCUMENT, ("docx",), "DOCX")
XLSX = FileType(packages.SHEET, ("xlsx",), "XLSX")
IMAGES = (PNG, JPEG)
KINDS = (PDF, *IMAGES, DOCX, XLSX)
MAGIC = {b"%PDF-": PDF, b"\x89PNG\r\n\x1a\n": PNG, b"\xff\xd8\xff": JPEG}
NO_IMAGE = (
    OSError,
    SyntaxError,
    ValueError,
    IndexError,
    KeyError,
    TypeError,
    OverflowError,
    EOFError,
    struct.error,
    zlib.error,
    Image.DecompressionBombError,
)


class Admitted(NamedTuple):
    kind: FileType
    file: File


def accept(kinds: Collection[FileType] = KINDS) -> str:
    """What a browser offers to choose from."""
    return ",".join(f".{suffix}" for kind in kinds for suffix in kind.suffixes)


def admit(upload: UploadedFile, kinds: Collection[FileType] = KINDS) -> Admitted:
    """What the file is, and what of it is to be kept. Raises ``Refused`` with one sentence."""
    name = PurePath(upload.name or "").name
    if not upload.size:
        raise Refused(f"文件“{name}”是空的，请重新选择")
    if upload.size > LARGEST:
        raise Refused(f"文件“{name}”超过10MB，请压缩后再上传")
    kind = _sniff(upload)
    if kind is None or kind not in kinds:
        *others, last = [kind.called for kind in kinds]
        raise Refused(f"文件“{name}”不是可用的类型，请上传{'、'.join(others)}或{last}文件")
    if PurePath(name).suffix.lstrip(".").lower() not in kind.suffixes:
        raise Refused(f"文件“{name}”的内容与扩展名不符，请核对后重新上传")
    if kind in (DOCX, XLSX):
        packages.check(upload, f"文件“{name}”")
    upload.seek(0)
    return Admitted(kind, _redrawn(upload, kind, name) if kind in IMAGES else upload)


def _sniff(upload: UploadedFile) -> FileType | None:
    upload.seek(0)
    head = upload.read(8)
    for magic, kind in MAGIC.items():
        if head.startswith(magic):
            return kind
    said = packages.main_type(upload) if head.startswith(packages.MAGIC) else ""
    return next((kind for kind in (DOCX, XLSX) if kind.content_type == said), None)


def _redrawn(upload: UploadedFile, kind: FileType, name: str) -> File:
    """The picture alone, upright."""
    form = "JPEG" if kind is JPEG else "PNG"
    try:
        with Image.open(upload, formats=[form]) as image:
            if image.width * image.height > MOST_PIXELS:
                raise Refused(f"图片“{name}”超过5000万像素，请缩小后再上传")
            upright = ImageOps.exif_transpose(image)
            is_clear = kind is PNG and upright.has_transparency_data
            plain = upright.convert("RGBA" if is_clear else "L" if upright.mode in ("1", "L") else "RGB")
    except NO_IMAGE:
        raise Refused(f"图片“{name}”已损坏，打不开，请重新拍照或导出后再上传") from None
    plain.info.clear()
    drawn = BytesIO()
    plain.save(drawn, form, quality=JPEG_QUALITY)
    return ContentFile(drawn.getvalue(), name)
