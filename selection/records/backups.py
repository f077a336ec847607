"""What does a backup hold, and how does it come back?

A folder: the database, the stored files, where every ledger stood (``heads``), and the digests of all of
them as sha256sum writes them. The private keys of the ballots are never part of it.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from django.conf import settings

from selection import dumps
from selection.reasons import Refused
from selection.records import files, heads

SUMS, HEADS, FILES = "SHA256SUMS", "heads.json", "files"


def write(folder: Path) -> None:
    """The heads first, because ledgers only grow; the files last, because rows name what lies there already."""
    if folder.exists() and any(folder.iterdir()):
        raise Refused(f"目录 {folder} 不是空的，请换一个新目录")
    if _is_within(settings.BALLOT_KEY_DIR, files.folder()):
        raise Refused("BALLOT_KEY_DIR 在附件目录里，会进备份；请把启封密钥移到别处再备份")
    if _is_within(folder, files.folder()):
        raise Refused("备份不能写在附件目录里，请换一个目录")
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    (folder / HEADS).write_text(heads.told(), encoding="utf-8")
    dumps.dump(folder)
    files.folder().mkdir(parents=True, exist_ok=True, mode=0o700)
    shutil.copytree(files.folder(), folder / FILES)
    lines = [f"{digest}  {name}\n" for name, digest in sorted(_digests(folder).items())]
    (folder / SUMS).write_text("".join(lines), encoding="utf-8")


def read(folder: Path) -> None:
    """Into an empty database and an empty folder of files; refuses what isn't as it was written."""
    check(folder)
    if files.folder().exists() and any(files.folder().iterdir()):
        raise Refused(f"附件目录 {files.folder()} 不是空的，请先移走里面的文件再恢复")
    dumps.load(folder)
    shutil.copytree(folder / FILES, files.folder(), dirs_exist_ok=True)


def check(folder: Path) -> None:
    if not (folder / SUMS).is_file():
        raise Refused(f"{folder} 里没有 {SUMS}：不是备份目录，或者备份没有做完")
    lines = (folder / SUMS).read_text("utf-8").splitlines()
    told = {name: digest for digest, name in (line.split("  ", 1) for line in lines)}
    found = _digests(folder)
    if odd := sorted(name for name in told.keys() | found.keys() if told.get(name) != found.get(name)):
        raise Refused(f"备份里这些文件缺失、多出或被改动过，没有恢复：{'、'.join(odd)}")


def _digests(folder: Path) -> dict[str, str]:
    """Name → digest, of all but the sums themselves."""
    return {
        path.relative_to(folder).as_posix(): files.digest_of(path)
        for path in folder.rglob("*")
        if path.is_file() and path.name != SUMS
    }


def _is_within(inner: Path, outer: Path) -> bool:
    return inner.resolve().is_relative_to(outer.resolve())
