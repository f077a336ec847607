"""Which files did somebody bring, one or many in a zip, and what does each say?"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import PurePath
from typing import IO, NamedTuple

from personnel.lrmx import format
from personnel.lrmx.format import Person
from selection import packages
from selection.reasons import Refused

SUFFIX = ".lrmx"
LARGEST_UPLOAD = 20 * 2**20
MOST_FILES = 100
LEFT_BY_SYSTEMS = ("__MACOSX/", ".DS_Store", "Thumbs.db")
ZIP = b"PK"
NAMES_IN_UTF8 = 0x800


class Brought(NamedTuple):
    """One file: the person it is about, or why it can't be read."""

    name: str
    person: Person | None
    problem: str = ""


def read(file: IO[bytes], name: str) -> list[Brought]:
    """Raises ``Refused`` with a sentence when there is nothing that could be read file by file."""
    file.seek(0)
    if file.read(len(ZIP)) == ZIP:
        return _unpacked(file, name)
    file.seek(0)
    alone = _brought(name, file.read(format.LARGEST + 1))
    if alone.problem:
        raise Refused(f"“{name}”{alone.problem}。")
    return [alone]


def _unpacked(file: IO[bytes], name: str) -> list[Brought]:
    too_large = f"“{name}”里的文件太多或展开后超过50MB，请分成几个压缩包（每个不超过{MOST_FILES}人）。"
    try:
        with packages.opened(file, too_large) as package:
            members = list(_members(package))
            if (
                len(members) > MOST_FILES
                or sum(each.file_size for each, _ in members) > packages.MAX_UNPACKED
            ):
                raise Refused(too_large)
            found = [_unpacked_one(package, each, called) for each, called in members]
    except packages.BROKEN:
        raise Refused(f"“{name}”已损坏或加了密码，打不开，请重新压缩后再上传。") from None
    if not found:
        raise Refused(f"“{name}”里没有任免审批表文件（{SUFFIX}），请核对选的文件。")
    return found


def _members(package: zipfile.ZipFile) -> Iterator[tuple[zipfile.ZipInfo, str]]:
    for each in package.infolist():
        name = _name(each)
        if (
            not each.is_dir()
            and not name.startswith(LEFT_BY_SYSTEMS[0])
            and not name.endswith(LEFT_BY_SYSTEMS[1:])
        ):
            yield each, PurePath(name).name


def _name(member: zipfile.ZipInfo) -> str:
    """Windows packs names as GBK without saying so."""
    if member.flag_bits & NAMES_IN_UTF8:
        return member.filename
    return member.filename.encode("cp437", "replace").decode("gbk", "replace")


def _unpacked_one(package: zipfile.ZipFile, member: zipfile.ZipInfo, name: str) -> Brought:
    try:
        with package.open(member) as stream:
            return _brought(name, stream.read(format.LARGEST + 1))
    except packages.BROKEN:
        return Brought(name, None, "在压缩包里已损坏，请重新压缩后再上传")


def _brought(name: str, content: bytes) -> Brought:
    if not name.lower().endswith(SUFFIX):
        return Brought(name, None, f"不是任免审批表文件，只收{SUFFIX}，或装有{SUFFIX}的.zip")
    try:
        person = format.read(content)
        format.read(format.write(person))  # so it will be kept, and has to be read whenever it is asked for
        return Brought(name, person)
    except Refused as refused:
        return Brought(name, None, "；".join(refused.reasons))
