"""Is the record as it was written? Names the first broken entry of each ledger."""

import argparse
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from selection.reasons import Refused
from selection.records import heads, ledgers
from selection.records.models import Ledger
from selection.spoken import SpokenCommand


class Command(SpokenCommand):
    help = "校验全程纪实：逐条核对，指出每本中第一条被改动、缺失或调换的记录；有问题时退出码为1。"

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--ledger", type=int, metavar="ID", help="只校验这一本")
        parser.add_argument("--heads", type=Path, metavar="FILE", help="再与备份目录里的 heads.json 核对")

    def handle(self, *args: Any, **options: Any) -> None:
        chosen = Ledger.objects.select_related("organisation").order_by("pk")
        if options["ledger"] is not None:
            chosen = chosen.filter(pk=options["ledger"])
            if not chosen:
                raise CommandError(f"没有编号为{options['ledger']}的全程纪实")
        try:
            outside = heads.read(options["heads"]) if options["heads"] else {}
        except Refused as refusal:
            raise CommandError(str(refusal)) from None
        broken = [str(each) for each in ledgers.verify_all(chosen, outside)]
        if broken := [*broken, *heads.missing(outside)]:
            raise CommandError("\n".join(broken))
        self.stdout.write(f"已校验{len(chosen)}本全程纪实，没有发现问题")
