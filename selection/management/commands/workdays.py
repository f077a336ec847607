"""When does a period of working days end? The same function as the timers use."""

import argparse
from datetime import date
from typing import Any

from django.core.management.base import CommandError
from django.db import OperationalError, ProgrammingError

from selection import workdays
from selection.records import arrangements
from selection.spoken import SpokenCommand

LONGEST = 1000
EARLIEST, LATEST = 1949, 2999


class Command(SpokenCommand):
    requires_system_checks: list[str] = []  # it runs in a bare checkout and opens no door
    help = "打印工作日期限的最后一日（ISO 格式）；所依年份的放假安排未公布时，后面加 provisional（暂定）。"

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("start", metavar="START", help="起算日，如 2026-03-02")
        parser.add_argument("n", metavar="N", help="工作日天数")
        parser.add_argument(
            "--count-from",
            choices=[workdays.PUBLICATION, workdays.NEXT_DAY],
            required=True,
            help="publication：当日是工作日即算第1日；next-day：从次日起算",
        )

    def handle(self, *args: Any, **options: Any) -> str:
        period = workdays.last_day(
            self.day(options["start"]), self.number(options["n"]), options["count_from"], self.arrangements()
        )
        return f"{period.last.isoformat()}{' provisional' if period.provisional else ''}"

    def day(self, text: str) -> date:
        try:
            day = date.fromisoformat(text)
        except ValueError:
            raise CommandError(f"看不懂日期“{text}”，请写成 2026-03-02 的样子") from None
        if not EARLIEST <= day.year <= LATEST:
            raise CommandError(f"起算日应在 {EARLIEST} 年至 {LATEST} 年之间")
        return day

    def number(self, text: str) -> int:
        if not text.isdecimal() or not 1 <= int(text) <= LONGEST:
            raise CommandError(f"天数“{text}”不对，请写 1 到 {LONGEST} 之间的整数")
        return int(text)

    def arrangements(self) -> workdays.Arrangements:
        """What the bureau has entered; before the first migration that is nothing."""
        try:
            return arrangements.current()
        except (OperationalError, ProgrammingError):
            self.stderr.write("数据库里还没有放假安排，按内置日历计算")
            return {}
