"""Files that no row names: left by processes that died before they could commit."""

from typing import Any

from selection.records import files
from selection.spoken import SpokenCommand


class Command(SpokenCommand):
    help = "删除没有记录指向的文件（一小时以前的）：进程被强行结束时，可能留下没有登记成的附件。"

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"删除了{files.sweep()}个没有记录指向的文件")
