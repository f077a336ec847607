"""How does a person without a password come to one? By a code that is printed once and used once."""

from collections.abc import Iterable
from datetime import timedelta

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from selection import clock, codes
from selection.accounts import messengers
from selection.accounts.models import SetPasswordCode, User
from selection.accounts.notices import notify
from selection.reasons import Refused

VALID_FOR = timedelta(days=30)
TOLD = "有人为您的账号打印了新的设置口令码；如果不是您要求的，请马上联系本校人事干部"
NOT_VALID = "设置口令码不正确、已用过或已过期，请核对纸条；仍不行请找本校人事干部重新打印"
NOT_THE_CODE = "口令不能就用纸条上的口令码：打印的人也知道它，请另设一个"


@transaction.atomic
def issue(users: Iterable[User], by: User | None) -> list[tuple[User, str]]:
    """A fresh code for each; earlier unused ones of the same person lapse. Codes are in the answer only.

    Whoever has a password already is told, lest somebody else take over the account unnoticed.
    """
    codes = [(user, new_code()) for user in users]
    put_down(codes, by)
    return codes


@transaction.atomic
def put_down(codes: list[tuple[User, str]], by: User | None) -> None:
    """From now on they hold."""
    chosen = [user for user, _code in codes]
    now = clock.now()
    SetPasswordCode.objects.filter(user__in=chosen, used_at=None, expires_at__gt=now).update(expires_at=now)
    SetPasswordCode.objects.bulk_create(
        SetPasswordCode(
            user=user, digest=digest(code), issued_by=by, issued_at=now, expires_at=now + VALID_FOR
        )
        for user, code in codes
    )
    notify((user for user in chosen if user.has_usable_password()), TOLD)


@transaction.atomic
def redeem(code: str, password: str) -> User:
    """Set the password of the account for which the code was printed.

    Whoever got hold of the account before may have bound a messenger to it: nothing of that is left.
    """
    now = clock.now()
    held = (
        SetPasswordCode.objects.select_related("user")
        .filter(digest=digest(code), used_at=None, expires_at__gt=now, user__is_active=True)
        .first()
    )
    if held is None:
        raise Refused(NOT_VALID)
    if digest(password) == held.digest:
        raise Refused(NOT_THE_CODE)
    _refuse_weak(password, held.user)
    messengers.unbind(held.user)  # written into a ledger, which is locked first
    if not SetPasswordCode.objects.filter(pk=held.pk, used_at=None).update(used_at=now):
        raise Refused(NOT_VALID)
    held.user.set_password(password)
    held.user.save(update_fields=["password"])
    return held.user


def new_code() -> str:
    """Three groups of five: 66 bits."""
    return codes.new(3, 5)


def digest(code: str) -> str:
    return codes.digest(code, "selection.accounts.invitations")


def _refuse_weak(password: str, user: User) -> None:
    try:
        validate_password(password, user)
    except ValidationError as weak:
        raise Refused(weak.messages) from None
