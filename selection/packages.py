"""Is this zip a modest Office document, that brings no program and calls nothing from elsewhere?

Nothing in it is believed before it was looked at: it is unpacked piece by piece, and never whole.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import IO, Any, Protocol
from xml.etree import ElementTree

from selection.reasons import Refused

MAGIC = b"PK\x03\x04"
OOXML = "application/vnd.openxmlformats-officedocument."
DOCUMENT = f"{OOXML}wordprocessingml.document"
SHEET = f"{OOXML}spreadsheetml.sheet"
CONTENT_TYPES = "[Content_Types].xml"

MAX_PARTS = 500
MAX_UNPACKED = 50 * 2**20
LARGEST_INDEX = 2**18  # of what names the parts and what they refer to
MAX_MARKS = 300_000  # of elements opened and closed
LONGEST_ROW = 2**18
ROW_ENDS = re.compile(rb"</(\w+:)?row>|<(\w+:)?row/>|</(\w+:)?sheetData>")
UNUSUAL = re.compile(rb"\0|<!")  # another encoding, a comment: a row's end in it would be none
PIECE = 2**16
DIRECTORY_ENTRY = b"PK\x01\x02"
PROGRAMS = re.compile(r"vbaproject|/macrosheets/|/activex/", re.I)
DOCTYPES = [
    "<!DOCTYPE".encode(encoding) for encoding in ("ascii", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be")
]
BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    ElementTree.ParseError,
    SyntaxError,
    LookupError,
    ValueError,
    TypeError,
    AttributeError,
    EOFError,
    OSError,
    NotImplementedError,
    RuntimeError,
    OverflowError,
)


class Readable(Protocol):
    """An upload, a stored file or an open one."""

    def seek(self, offset: int, /) -> Any: ...

    def read(self, size: int, /) -> Any: ...


def main_type(file: IO[bytes]) -> str:
    """Which document it calls itself in its own table of contents; empty if none of those known."""
    try:
        with opened(file) as package:
            said = _index(package, package.getinfo(CONTENT_TYPES))
    except (Refused, *BROKEN):
        return ""
    return next((kind for kind in (DOCUMENT, SHEET) if f"{kind}.main+xml".encode() in said), "")


def check(file: IO[bytes], what: str) -> None:
    """Raises ``Refused`` with one sentence, which begins with ``what`` the file is called."""
    too_large = f"{what}展开后过大，请删去图片、多余的工作表和空行后再上传"
    try:
        with opened(file, too_large) as package:
            parts = package.infolist()
            if sum(part.file_size for part in parts) > MAX_UNPACKED:
                raise Refused(too_large)
            if any(PROGRAMS.search(part.filename) for part in parts):
                raise Refused(f"{what}带有宏或控件，请另存为不含宏的.docx或.xlsx后再上传")
            if any(_declares_entities(package, part) for part in parts):
                raise Refused(f"{what}的内容不正常，请把内容复制到新的文件里，保存后再上传")
            if any(map(_is_elsewhere, _relations(package))):
                raise Refused(f"{what}引用了别处的文件，请断开外部链接（或只粘贴数值）后再上传")
    except BROKEN:
        raise Refused(f"{what}已损坏，读不出内容，请用Office或WPS打开，重新保存后再上传") from None


def is_costly(file: IO[bytes], large: re.Pattern[str]) -> bool:
    """Does reading it as a sheet cost more than a list of people is worth? Only ``large`` parts may be long."""
    try:
        with opened(file) as package:
            marks = 0
            for part in package.infolist():
                if large.fullmatch(part.filename):
                    marks += _marks(package, part)
                elif part.file_size > LARGEST_INDEX:
                    return True
            return marks > MAX_MARKS or _has_chart_sheets(package)
    except BROKEN:
        return True


def _marks(package: zipfile.ZipFile, part: zipfile.ZipInfo) -> int:
    """How many elements are opened and closed; far too many where rows don't end, for each is read whole."""
    marks = since_a_row = 0
    is_sheet = part.filename.startswith("xl/worksheets/")
    for piece in _pieces(package, part):
        marks += piece.count(b"<")
        ends = [match.end() for match in ROW_ENDS.finditer(piece)]
        since_a_row = len(piece) - ends[-1] if ends else since_a_row + len(piece)
        if is_sheet and (since_a_row > LONGEST_ROW or UNUSUAL.search(piece)):
            return MAX_MARKS + 1
    return marks


def _has_chart_sheets(package: zipfile.ZipFile) -> bool:
    """Such sheets are read whole, by whatever name."""
    return any(relation.get("Type", "").endswith("/chartsheet") for relation in _relations(package))


def opened(file: IO[bytes], too_large: str = "") -> zipfile.ZipFile:
    """With a directory that is short, and in which everything is packed in the two usual ways.

    Raises ``Refused`` with the sentence ``too_large``, or one of ``BROKEN``.
    """
    if _holds_more_than(MAX_PARTS, file):
        raise Refused(too_large)
    package = zipfile.ZipFile(file)
    for part in package.infolist():
        if part.flag_bits & 1 or part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise zipfile.BadZipFile(part.filename)
    return package


def _holds_more_than(most: int, file: IO[bytes]) -> bool:
    """Counted before the directory is read: a hundred thousand empty parts fill the memory too."""
    file.seek(0)
    found, tail = 0, b""
    while found <= most and (piece := file.read(PIECE)):
        found += (tail + piece).count(DIRECTORY_ENTRY)
        tail = piece[-3:]
    return found > most


def _declares_entities(package: zipfile.ZipFile, part: zipfile.ZipInfo) -> bool:
    """No Office program writes a DOCTYPE, neither after a long comment nor in another encoding."""
    return any(mark in seen for seen in _pieces(package, part) for mark in DOCTYPES)


def _pieces(package: zipfile.ZipFile, part: zipfile.ZipInfo) -> Iterator[bytes]:
    """The part piece by piece, each with the end of the one before."""
    tail = b""
    with package.open(part) as stream:
        while piece := stream.read(PIECE):
            yield tail + piece
            tail = piece[-40:]


def _relations(package: zipfile.ZipFile) -> Iterator[ElementTree.Element]:
    for part in package.infolist():
        if part.filename.lower().endswith(".rels"):
            yield from ElementTree.fromstring(_index(package, part))


def _is_elsewhere(relation: ElementTree.Element) -> bool:
    """A link to click on may lead elsewhere; whatever is fetched by itself may not."""
    kind = relation.get("Type", "").rpartition("/")[2]
    return relation.get("TargetMode", "").lower() == "external" and kind != "hyperlink"


def _index(package: zipfile.ZipFile, part: zipfile.ZipInfo) -> bytes:
    if part.file_size > LARGEST_INDEX:
        raise zipfile.BadZipFile(part.filename)
    return package.read(part)
