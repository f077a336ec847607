"""May this user take this step of this poll, and how is it written down?"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any

from django_fsm import can_proceed, has_transition_perm

from selection.reasons import Refused
from selection.records import ledgers

if TYPE_CHECKING:
    from ballots.models import Poll
    from selection.accounts.models import User

# What those who drew a poll up do before a named person opens, closes or counts it: they hold what it
# belongs to until the transaction ends, and refuse while that stands still or is over.
OWNERS: list[Callable[[Poll], None]] = []
# What follows a count of it, in the same transaction.
ON_COUNTED: list[Callable[[Poll], None]] = []
# What they have against opening a draft, in sentences.
OBJECTIONS: list[Callable[[Poll], Iterable[str]]] = []


def ask_owners(poll: Poll) -> None:
    """Called before the poll is locked: whoever ends what it belongs to locks in the same order."""
    ledgers.hold(poll.ledger_id)
    for ask in OWNERS:
        ask(poll)


def ask(may: Callable[[Poll, User], bool], poll: Poll, by: User) -> None:
    """Refuse whoever lacks the permission."""
    if not may(poll, by):
        raise Refused(f"您没有对投票“{poll.title}”做这一步的权限，请联系本单位人事干部")


def out_of_turn(poll: Poll) -> Refused:
    """What is told to whoever takes a step that isn't the next one."""
    return Refused(f"投票“{poll.title}”现为“{poll.get_state_display()}”，不能做这一步")


def require(step: Callable[[], None], by: User | None) -> None:
    """Refuse a step that isn't the next one, or whose actor lacks the permission (None is the clock)."""
    poll: Poll = step.__self__  # type: ignore[attr-defined]
    if not can_proceed(step):
        raise out_of_turn(poll)
    if by is not None:
        ask(lambda _poll, user: has_transition_perm(step, user), poll, by)


def record(polls: Sequence[Poll], by: User, act: str, **payload: Any) -> None:
    """An act that the polls of a meeting share is written down once; never with a number that was voted."""
    first = polls[0]
    ledgers.append(first.ledger, act, by=by, about=first.title, polls=[poll.pk for poll in polls], **payload)
