"""Which rulebook is a school to work by?"""

import argparse
from typing import Any

from django.core.management.base import CommandError

from campaigns.services import adopting
from selection.accounts.models import Organisation
from selection.reasons import Refused
from selection.spoken import SpokenCommand


class Command(SpokenCommand):
    help = "确定一所学校适用的规则（先把自带的规则放进数据库），此后起草的方案都按它办理。"

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("organisation", metavar="单位代码")
        parser.add_argument("ruleset", metavar="规则代码")

    def handle(self, *args: Any, **options: Any) -> None:
        school = Organisation.objects.schools().filter(code=options["organisation"]).first()
        if school is None:
            raise CommandError(f"没有代码为“{options['organisation']}”的学校，请先用 found 命令建立")
        try:
            rules = adopting.adopt(school, options["ruleset"])
        except Refused as refusal:
            raise CommandError(str(refusal)) from None
        self.stdout.write(f"{school}适用{rules}")
