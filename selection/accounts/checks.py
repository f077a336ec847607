"""Which settings can not be meant? ``manage.py check`` fails: the demo's open doors in a service, an address nobody can
read, half a messenger."""

from typing import Any

from django.conf import settings
from django.core.checks import Error, Tags, register

from selection.accounts import demo, messengers, robots


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


@register(Tags.security)
def robots_can_be_reached(app_configs: Any, **_kwargs: Any) -> list[Error]:
    hint = "写成“单位代码=地址”，几个之间用空格隔开，地址的写法见 README。"
    return [Error(f"NOTICE_ROBOTS：{said}", hint=hint, id="accounts.E002") for said in robots.complaints()]


@register(Tags.security)
def messengers_are_set_in_full(app_configs: Any, **_kwargs: Any) -> list[Error]:
    hint = "请补上；不用它登录的，把已写的也去掉。"
    return [Error(said, hint=hint, id="accounts.E003") for said in messengers.complaints()]
