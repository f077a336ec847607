"""What became of each row of the rule table?"""

import argparse
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError

import campaigns.guards  # noqa: F401 (registers the rules that rows name)
from campaigns.rulesets import coverage
from selection.spoken import SpokenCommand


class Command(SpokenCommand):
    help = "逐条列出规则条目由哪条规则、哪个字段、哪种文书或报告落实，有哪些测试；有没落实或缺测试的，以非零结束。"

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--coverage", action="store_true", required=True, help="核对每一条的去向和测试")
        parser.add_argument(
            "--tests", type=Path, default=settings.BASE_DIR / "tests", metavar="目录", help="测试所在的目录"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        tests: Path = options["tests"]
        if not tests.is_dir():
            raise CommandError(f"没有测试目录{tests}，请在源代码目录中运行，或用 --tests 指明")
        accounts = coverage.accounts(tests)
        for account in accounts:
            self.stdout.write(str(account))
        wanting = [account for account in accounts if account.complaint]
        later = [account for account in wanting if not account.row.is_enforced]
        self.stdout.write(
            f"共{len(accounts)}条：{len(later)}条尚未落实，{len(wanting) - len(later)}条缺少测试。"
        )
        if wanting:
            raise CommandError("还有没有交代清楚的条目")
