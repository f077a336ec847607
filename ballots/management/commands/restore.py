"""What has to be done after the database was restored from a backup, before anybody signs in?

A poll that stood open then can't go on: ballots cast since are lost, and its key is in no backup. What
scrutineers had prepared for a draft is void too, for its key may have been used since.
"""

import argparse
from typing import Any

from django.core.management.base import CommandError

from ballots import services
from ballots.models import Poll
from selection.records import ledgers
from selection.records.models import Ledger
from selection.spoken import SpokenCommand


class Command(SpokenCommand):
    help = "从备份恢复数据库之后运行：作废备份时尚未计票的各轮投票，校验全程纪实。"

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument(
            "--confirmed", action="store_true", help="确认这个数据库刚从备份恢复；不写则只列出将要作废的轮次"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        polls = list(Poll.objects.unfinished().select_related("organisation"))
        drafts = list(Poll.objects.rehearsed().select_related("organisation"))
        for poll in polls:
            self.stdout.write(f"{poll.organisation}：{poll.title}（{poll.get_state_display()}）")
        for poll in drafts:
            self.stdout.write(f"{poll.organisation}：{poll.title}（未开始，启封密钥由监票人分持）")
        if (polls or drafts) and not options["confirmed"]:
            again = f"，{len(drafts)}轮未开始的须重新设定启封口令和试启封" if drafts else ""
            raise CommandError(
                f"以上{len(polls)}轮将被作废{again}。如果这个数据库确是刚从备份恢复的，请加 --confirmed 再运行；不是，请不要运行。"
            )
        for poll in polls:
            services.void_restored(poll)
        for poll in drafts:
            services.forget(poll)
        if broken := [str(each) for each in ledgers.verify_all(Ledger.objects.order_by("pk"))]:
            raise CommandError("\n".join(broken))
        done = f"以上{len(polls)}轮已作废，请通知各单位重新组织" if polls else "没有需要作废的投票"
        self.stdout.write(f"{done}；全程纪实没有发现问题。")
