"""By which chat programs may one sign in, and whose account is bound to which?

Only an account that its owner has bound can be signed in to this way: none is made, and no mail address
or name is compared. A row of allauth's holds the messenger's own number for the person, and nothing else.
"""

from collections.abc import Callable, Iterable

from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.db import transaction

from selection.accounts.models import User
from selection.accounts.notices import notify
from selection.reasons import Refused

LABELS = {"dingtalk": "钉钉", "wecom": "企业微信", "feishu": "飞书"}

# What hears of each binding made or ended, by the act's name; filled by the app that keeps the record
ON_BINDING: list[Callable[[User, str], None]] = []


class Configured:
    """In an address: a messenger that the settings name. With any other there is no such address."""

    regex = "[a-z]+"

    def to_python(self, value: str) -> str:
        if value not in configured():
            raise ValueError(value)
        return value

    def to_url(self, value: str) -> str:
        return value


def configured() -> dict[str, str]:
    """The messengers by which one can sign in here, and how they are called."""
    return {name: label for name, label in LABELS.items() if name in settings.SOCIALACCOUNT_PROVIDERS}


def complaints() -> list[str]:
    """Which messengers are set by halves."""
    return [
        f"{LABELS[name]}登录只设置了一部分，缺{'、'.join(missing)}"
        for name, given in settings.MESSENGERS.items()
        if any(given.values()) and (missing := [variable for variable, value in given.items() if not value])
    ]


def binding(user: User, messenger: str) -> SocialAccount | None:
    return SocialAccount.objects.filter(user=user, provider=messenger).first()


@transaction.atomic
def bind(user: User, messenger: str, uid: str) -> None:
    """From now on whoever is ``uid`` there signs in as ``user``; one of each messenger to an account."""
    label = LABELS[messenger]
    _put_down(user, f"绑定{label}")
    User.objects.select_for_update(no_key=True).get(pk=user.pk)
    if binding(user, messenger):
        raise Refused(f"您的账号已经绑定了{label}；要换一个，请先解除绑定")
    if SocialAccount.objects.filter(provider=messenger, uid=uid).exists():
        raise Refused(f"这个{label}号已经绑定了另一个账号，请先用那个账号登录，解除绑定")
    SocialAccount.objects.create(user=user, provider=messenger, uid=uid)
    said = f"您的账号绑定了{label}，以后可以用它登录；如果不是您本人绑定的，请马上解除绑定并修改口令"
    notify([user], said)


@transaction.atomic
def unbind(user: User, messengers: Iterable[str] = LABELS) -> None:
    """End what is bound of these; whoever is signed in with the account is signed out."""
    bound = SocialAccount.objects.filter(user=user, provider__in=messengers)
    ended = list(bound.order_by("pk").values_list("provider", flat=True))
    for messenger in ended:
        _put_down(user, f"解除绑定{LABELS[messenger]}")
    if ended:
        bound.delete()
        user.end_sessions()


def _put_down(user: User, act: str) -> None:
    """Before anything is locked, as ``ledgers.hold`` asks."""
    for listen in ON_BINDING:
        listen(user, act)
