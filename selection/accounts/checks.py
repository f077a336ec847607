"""Can the demo's open doors be open in a service? ``manage.py check`` fails if they could."""

from typing import Any

from django.conf import settings
from django.core.checks import Error, Tags, register

from selection.accounts import demo


@register(Tags.security)
def demo_stays_out_of_service(app_configs: Any, **_kwargs: Any) -> list[Error]:
    if not settings.DEMO or not (signs := demo.signs_of_service()):
        return []
    named = "、".join(signs)
    return [
        Error(
            f"演示模式（DEMO=1）不能与正式使用的设置（{named}）同时使用：演示模式不用口令即可登录",
            hint=f"正式使用请去掉 DEMO，并逐项设置 SECRET_KEY 等密钥；演示请去掉 {named}。",
            id="accounts.E001",
        )
    ]
