"""One command that writes down all there is to be restored from."""

import argparse
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from selection.reasons import Refused
from selection.records import backups
from selection.spoken import SpokenCommand


class Command(SpokenCommand):
    help = "备份到一个新目录：数据库、附件和文书、各本全程纪实的末条校验码。不必停机；启封密钥不在其中。"

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, metavar="目录", help="新的或空的目录")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            backups.write(options["folder"])
        except Refused as refusal:
            raise CommandError(str(refusal)) from None
        self.stdout.write(f"已备份到 {options['folder']}；恢复用 manage.py restore {options['folder']}")
