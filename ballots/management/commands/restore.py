"""How does a backup come back, and what has to be done then, before anybody signs in?

A poll that stood open then can't go on: ballots cast since are lost, and its key is in no backup. What
scrutineers had prepared for a draft is void too, for its key may have been used since.
"""

import argparse
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import CommandError

from ballots import services
from ballots.models import Poll
from selection.reasons import Refused
from selection.records import backups, files, heads, ledgers
from selection.records.models import Ledger
from selection.spoken import SpokenCommand


class Command(SpokenCommand):
    help = "把 backup 写下的目录恢复到空库，作废备份时尚未计票的各轮投票，校验全程纪实、附件和文书。"

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument(
            "folder", nargs="?", type=Path, metavar="目录", help="备份目录；数据库已用别的办法恢复的，不写"
        )
        parser.add_argument(
            "--confirmed",
            action="store_true",
            help="不写目录时：确认这个数据库刚从备份恢复；不确认则只列不办",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        outside: heads.Told = {}
        if folder := options["folder"]:
            try:
                backups.read(folder)
            except Refused as refusal:
                raise CommandError(str(refusal)) from None
            call_command("migrate", verbosity=0)
            outside = heads.read(folder / backups.HEADS)
        done = self.void_what_stood_open(is_restored=bool(folder or options["confirmed"]))
        broken = [str(each) for each in ledgers.verify_all(Ledger.objects.order_by("pk"), outside)]
        if broken := [*broken, *heads.missing(outside), *files.flaws()]:
            raise CommandError("\n".join([f"已经恢复，{done}；但校验出下列问题：", *broken]))
        self.stdout.write(f"{done}；全程纪实、附件和文书没有发现问题。")

    def void_what_stood_open(self, is_restored: bool) -> str:
        polls = list(Poll.objects.unfinished().select_related("organisation"))
        drafts = list(Poll.objects.rehearsed().select_related("organisation"))
        for poll in polls:
            self.stdout.write(f"{poll.organisation}：{poll.title}（{poll.get_state_display()}）")
        for poll in drafts:
            self.stdout.write(f"{poll.organisation}：{poll.title}（未开始，启封密钥由监票人分持）")
        if (polls or drafts) and not is_restored:
            again = f"，{len(drafts)}轮未开始的须重新设定启封口令和试启封" if drafts else ""
            raise CommandError(
                f"以上{len(polls)}轮将被作废{again}。如果这个数据库确是刚从备份恢复的，请加 --confirmed 再运行；不是，请不要运行。"
            )
        for poll in polls:
            services.void_restored(poll)
        for poll in drafts:
            services.forget(poll)
        return f"以上{len(polls)}轮已作废，请通知各单位重新组织" if polls else "没有需要作废的投票"
