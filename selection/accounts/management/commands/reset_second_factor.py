"""Who lets somebody in again whose phone is lost and whose account nobody keeps on a page?"""

import argparse
from typing import Any

from django.core.management.base import CommandError

from selection.accounts import second_factor
from selection.accounts.models import User
from selection.reasons import Refused
from selection.spoken import SpokenCommand


class Command(SpokenCommand):
    help = "清除一个人的两步验证（手机和恢复码都丢了），记入全程纪实；下次登录时重新设置。"

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("username", metavar="登录号")

    def handle(self, *args: Any, **options: Any) -> None:
        user = User.objects.filter(username=options["username"]).first()
        if user is None:
            raise CommandError(f"没有登录号为“{options['username']}”的账号")
        try:
            second_factor.reset(user)
        except Refused as refusal:
            raise CommandError(str(refusal)) from None
        self.stdout.write(f"已清除{user}（{user.username}）的两步验证，下次登录时重新设置")
