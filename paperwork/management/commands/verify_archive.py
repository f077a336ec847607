"""Is an archive as it was made? Names the first file that is not."""

import hashlib
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from paperwork.archive import RECORD
from paperwork.packing import SUMS
from selection.spoken import SpokenCommand


class Command(SpokenCommand):
    requires_system_checks: list[str] = []
    help = "核对案卷压缩包：每个文件与校验码清单一致，没有多出、缺少，全程纪实前后相扣；有问题时退出码为1。"

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("file", type=Path, metavar="FILE", help="案卷压缩包（.zip）")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with zipfile.ZipFile(options["file"]) as packed:
                wrong = list(_flaws(packed))
                number = len(packed.namelist()) - 1
        except (OSError, zipfile.BadZipFile, KeyError, ValueError):
            raise CommandError(f"“{options['file']}”不是完整的案卷压缩包，请重新下载") from None
        if wrong:
            raise CommandError("\n".join(wrong))
        self.stdout.write(f"已核对{number}个文件，与校验码清单一致")


def _flaws(packed: zipfile.ZipFile) -> Iterator[str]:
    lines = packed.read(SUMS).decode().splitlines()
    sums = {name: digest for digest, name in (line.split("  ", 1) for line in lines)}
    names = set(packed.namelist()) - {SUMS}
    yield from (f"缺少“{name}”" for name in sorted(sums.keys() - names))
    yield from (f"多出“{name}”" for name in sorted(names - sums.keys()))
    for name in sorted(names & sums.keys()):
        if hashlib.sha256(packed.read(name)).hexdigest() != sums[name]:
            yield f"“{name}”被改动过"
        if name.endswith(RECORD):
            yield from _flaws_of_record(packed.read(name).decode())


def _flaws_of_record(text: str) -> Iterator[str]:
    """A chain: each entry's digest is of its text, which names the digest before."""
    previous = None
    for number, line in enumerate(text.splitlines(), start=1):
        entry = json.loads(line)
        content = json.loads(entry["text"])
        fits = hashlib.sha256(entry["text"].encode()).hexdigest() == entry["digest"]
        if (
            not fits
            or entry["number"] != number
            or (previous is not None and content["previous"] != previous)
        ):
            yield f"全程纪实第{number}条被改动过"
            return
        previous = entry["digest"]
