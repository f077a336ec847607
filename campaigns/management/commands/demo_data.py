"""Fill the demo with a county; what stands there already is left as it is."""

from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError

from campaigns.simulation import demo


class Command(BaseCommand):
    help = "写入演示县的数据（仅演示模式）"

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("只有演示环境可以写入演示数据，请设置 DEMO=1")
        demo.build()
