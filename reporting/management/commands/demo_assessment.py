"""Give the demo an assessment that was held; what stands there already is left as it is."""

from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError

from reporting.assessing import demo


class Command(BaseCommand):
    help = "在演示县写入一次“一报告两评议”（仅演示模式）"

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("只有演示环境可以写入演示数据，请设置 DEMO=1")
        demo.build()
