"""How do materials become a zip with a numbered list and the SHA-256 of every file?"""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.utils.crypto import salted_hmac

from paperwork.blocks import Column, table
from selection import chinese, clock, rendering
from selection.accounts.models import Organisation

SUMS = "SHA256SUMS"
WITHHELD = "不随卷，凭有权查阅的人在系统内查阅"
DAWN = (1980, 1, 1, 0, 0, 0)
Line = tuple[str, str, str, str]


@dataclass(frozen=True)
class Item:
    """One material: its file and what is in it, or only its digest where the reader may not see it."""

    folder: str
    title: str
    suffix: str
    content: Callable[[], bytes]
    is_open: bool = True


LISTED = (
    Column("编号", lambda line: line[0]),
    Column("材料", lambda line: line[1], is_long=True),
    Column("文件", lambda line: line[2], is_long=True),
    Column("校验码（SHA-256）", lambda line: line[3], is_long=True),
)


def pack(
    path: Path,
    items: Sequence[Item],
    about: Callable[[list[Line]], dict[str, bytes]],
    progress: Callable[[int, int], None],
) -> Path:
    """Each under its number; ``about`` makes the files that speak of the list."""
    lines: list[Line] = []
    sums: dict[str, str] = {}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for number, item in enumerate(items, start=1):
            lines.append(_add(packed, sums, f"{number:03}", item))
            progress(number, len(items))
        for name, content in about(lines).items():
            _write(packed, sums, name, content)
        listed = "".join(f"{digest}  {name}\n" for name, digest in sums.items())
        packed.writestr(zipfile.ZipInfo(SUMS, DAWN), listed)
    return path


def _add(packed: zipfile.ZipFile, sums: dict[str, str], number: str, item: Item) -> tuple[str, str, str, str]:
    content = item.content()
    if not item.is_open:
        digest = salted_hmac("paperwork.archive", content, algorithm="sha256").hexdigest()
        return number, item.title, WITHHELD, f"{digest}（加密钥）"
    name = f"{item.folder}/{number}-{_plain(item.title)}.{item.suffix}"
    _write(packed, sums, name, content)
    return number, item.title, name, sums[name]


def _write(packed: zipfile.ZipFile, sums: dict[str, str], name: str, content: bytes) -> None:
    packed.writestr(zipfile.ZipInfo(name, DAWN), content, zipfile.ZIP_DEFLATED)
    sums[name] = hashlib.sha256(content).hexdigest()


def _plain(title: str) -> str:
    """As a file may be called on any system."""
    return "".join("_" if character in '\\/:*?"<>|\n\r\t' else character for character in title)[:60]


def listing(title: str, organisation: Organisation, remarks: str, lines: list[Line]) -> bytes:
    """The numbered list, printed."""
    heading = {
        "title": title,
        "particulars": [f"单位：{organisation.name}", chinese.day(clock.today())],
        "blocks": [table(LISTED, lines)],
        "remarks": remarks,
        "is_wide": True,
    }
    return rendering.render_pdf("papers/sheet.html", heading)


def missing(reasons: Iterable[str]) -> bytes:
    """A line for each thing that should be there."""
    return ("".join(f"{reason}\n" for reason in reasons) or "没有缺项。\n").encode()
