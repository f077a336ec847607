"""Who needs more than a password to sign in, and how does that person come to it, or lose it?

A code of six digits from the person's phone (TOTP), or one of ten recovery codes. The sign-in itself
waits for it: until then nobody is signed in, so no page has to ask.
"""

from collections.abc import Callable

from allauth.account.stages import LoginStage
from allauth.mfa import app_settings
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, validate_totp_code
from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect

from selection.accounts import stewards
from selection.accounts.acts import Role
from selection.accounts.models import User
from selection.accounts.notices import notify
from selection.fields import decrypt, encrypt
from selection.reasons import Refused

ROLES = frozenset({Role.OFFICER, Role.ZONE_REVIEWER, Role.BUREAU_REVIEWER, Role.DISCIPLINE})
WRONG_CODE = "验证码不正确或已过期，请等验证器换一个新的再填；一直不对，请看手机的时间准不准"
CODE_LIVES = app_settings.TOTP_PERIOD * (1 + 2 * app_settings.TOTP_TOLERANCE)
TAKEN_AWAY = "您的两步验证已被清除，下次登录时重新设置；如果不是您要求的，请马上联系教育局"

# What hears of each second factor taken away and by whom; filled by the app that keeps the record
ON_RESET: list[Callable[[User, User | None], None]] = []

# Who needs one for another reason than a role; filled by the apps above
ALSO_NEEDED: list[Callable[[User], bool]] = []


class Adapter(DefaultMFAAdapter):
    error_messages = {**DefaultMFAAdapter.error_messages, "incorrect_code": WRONG_CODE}

    def encrypt(self, text: str) -> str:
        return encrypt(text)

    def decrypt(self, encrypted_text: str) -> str:
        return decrypt(encrypted_text)

    def is_mfa_enabled(self, user: User, types: list[str] | None = None) -> bool:
        return is_on() and super().is_mfa_enabled(user, types)


class SetUpStage(LoginStage):
    """After the password of somebody who needs a second factor and has none yet."""

    key = "second_factor"
    urlname = "accounts:second_factor"

    def handle(self) -> tuple[HttpResponse | None, bool]:
        wanted = is_needed_by(self.login.user) and not is_set_up(self.login.user)
        return (redirect(self.urlname) if wanted else None), True


def is_on() -> bool:
    return settings.SECOND_FACTOR


def is_needed_by(user: User) -> bool:
    by_role = any(role in ROLES for role, _place in user.roles)
    return is_on() and (by_role or any(needs(user) for needs in ALSO_NEEDED))


def is_set_up(user: User) -> bool:
    return Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists()


def codes_left(user: User) -> int:
    held = Authenticator.objects.filter(user=user, type=Authenticator.Type.RECOVERY_CODES).first()
    return len(held.wrap().get_unused_codes()) if held else 0


def is_first_use(user: User, code: str) -> bool:
    """allauth remembers a code for half a minute, but accepts it for three halves."""
    return cache.add(f"second-step:{user.pk}:{''.join(code.split())}", True, timeout=CODE_LIVES)


@transaction.atomic
def set_up(user: User, secret: str, code: str) -> list[str]:
    """Take the phone that shows this code in place of any earlier one; the new recovery codes.

    Whoever signed in without it, or with the earlier one, is signed out.
    """
    if not validate_totp_code(secret, code):
        raise Refused(WRONG_CODE)
    _forget(user)
    TOTP.activate(user, secret)
    user.end_sessions()
    return RecoveryCodes.activate(user).get_unused_codes()


@transaction.atomic
def reset(user: User, by: User | None = None) -> None:
    """Take away a second factor that was lost, on record; without ``by`` the command does it."""
    if by is not None:
        stewards.refuse_reset(user, by=by)
    if not is_set_up(user):
        raise Refused(f"{user.name}没有设置两步验证，不用清除")
    for listen in ON_RESET:
        listen(user, by)
    _forget(user)
    user.end_sessions()
    notify([user], TAKEN_AWAY)


def _forget(user: User) -> None:
    Authenticator.objects.filter(user=user).delete()
