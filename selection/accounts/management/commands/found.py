"""How does an installation get its bureau, zones and schools?"""

import argparse
from typing import Any

from django.core.management.base import CommandError
from django.db import IntegrityError, transaction

from selection.accounts.models import Organisation
from selection.spoken import SpokenCommand


class Command(SpokenCommand):
    help = "建立单位：先建教育局，再建学区，最后建学校（直属学校的上级填教育局）。"

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("code", metavar="代码", help="英文字母、数字和短横，如 school-1")
        parser.add_argument("name", metavar="名称")
        parser.add_argument("--kind", required=True, choices=Organisation.Kind.values)
        parser.add_argument("--parent", metavar="上级代码")
        parser.add_argument("--short-name", metavar="简称")
        parser.add_argument("--document-code", metavar="机关代字", default="")
        parser.add_argument("--off-system", action="store_true", help="该单位不使用本系统，批复由学校补录")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with transaction.atomic():
                organisation = Organisation.objects.found(
                    code=options["code"],
                    name=options["name"],
                    short_name=options["short_name"] or options["name"],
                    kind=options["kind"],
                    parent=self._parent(options["parent"]),
                    document_code=options["document_code"],
                    is_on_system=not options["off_system"],
                )
        except IntegrityError:
            raise CommandError(
                "没有建立：代码已被使用，或者上级不对（教育局没有上级，学区和学校必须有上级）"
            ) from None
        self.stdout.write(f"已建立{organisation.get_kind_display()}“{organisation}”")

    def _parent(self, code: str | None) -> Organisation | None:
        if code is None:
            return None
        found = Organisation.objects.filter(code=code).first()
        if found is None:
            raise CommandError(f"没有代码为“{code}”的单位，请先建立上级")
        return found
