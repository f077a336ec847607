"""How does the first person of an organisation come to an account and a role?"""

import argparse
from typing import Any

from django.core.management.base import CommandError
from django.db import transaction

from selection.accounts import invitations, roles
from selection.accounts.acts import Role
from selection.accounts.models import Organisation, User
from selection.reasons import Refused
from selection.spoken import SpokenCommand


class Command(SpokenCommand):
    help = "给一个人建立账号并授予角色，打印一次性的设置口令码；账号已有时只授予角色。"

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("username", metavar="登录号")
        parser.add_argument("name", metavar="姓名")
        parser.add_argument("role", metavar="角色", choices=Role.values, help="、".join(Role.values))
        parser.add_argument("organisation", metavar="单位代码")

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        organisation = Organisation.objects.filter(code=options["organisation"]).first()
        if organisation is None:
            raise CommandError(f"没有代码为“{options['organisation']}”的单位，请先用 found 命令建立")
        user = User.objects.filter(username=options["username"]).first()
        is_new = user is None
        if user is None:
            user = User.objects.create_user(options["username"], options["name"], organisation=organisation)
        try:
            roles.grant(user, options["role"], organisation)
        except Refused as refusal:
            raise CommandError(str(refusal)) from None
        self.stdout.write(f"{user}（{user.username}）：{organisation}，{Role(options['role']).label}")
        if is_new:
            [(_user, code)] = invitations.issue([user], by=None)
            self.stdout.write(f"设置口令码：{code}（30天内在“设置口令”页使用一次）")
