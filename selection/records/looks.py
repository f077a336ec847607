"""Names that are not public yet are read by those with a task alone: who reads them is put down."""

from __future__ import annotations

from selection import chinese, clock
from selection.accounts.models import User
from selection.records.models import Ledger, Look

LONGEST = Look._meta.get_field("what").max_length


def put_down(ledger: Ledger, user: User, what: str) -> None:
    """The day's first look at it; the second adds nothing."""
    Look.objects.get_or_create(ledger=ledger, user=user, on=clock.today(), what=what[:LONGEST])


def mark_of(user: User) -> str:
    """What a copy bears that is drawn before the names are public: whose it is, and since when."""
    moment = clock.local(clock.now())
    return f"{user.name}于{chinese.day(moment.date())}{moment:%H:%M}查阅　公示前仅供办理，不得外传"
