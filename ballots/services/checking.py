"""Who comes in at the door, ticked by whoever watches the poll, or by a scan of one's own?"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from django.db import transaction
from django.db.models import QuerySet

from ballots import locks, meetings, rolls
from ballots.models import CheckIn, Elector, Poll
from ballots.permissions import may_watch
from ballots.services.authority import ask
from selection.reasons import Refused

if TYPE_CHECKING:
    from selection.accounts.models import User

OVER = "投票已经截止，签到不能再改；实到有误的，请用“更正实到人数”"


class Came(NamedTuple):
    """A check-in apart from the roll on which it was made."""

    user: int | None
    name: str
    venue: str
    entered_by: int


@transaction.atomic
def check_in(poll: Poll, by: User, elector: Elector, venue: str = CheckIn.Venue.MAIN) -> bool:
    """Tick a person for every paper of the meeting; False where another door was quicker."""
    ask(may_watch, poll, by)
    return _tick(poll, by, elector, venue)


@transaction.atomic
def arrive(poll: Poll, user: User, venue: str) -> bool:
    """A person of the roll was at the door and says so; False for somebody ticked before."""
    elector = poll.electors.filter(user=user).first()
    if elector is None:
        raise Refused(rolls.place(poll, user).sentence)
    return _tick(poll, user, elector, venue)


def _tick(poll: Poll, by: User, elector: Elector, venue: str) -> bool:
    persons = list(_same(_take(poll), elector))
    already = CheckIn.objects.filter(elector__in=persons, elector__poll=poll).exists()
    CheckIn.objects.bulk_create(
        [CheckIn(elector=each, venue=venue, entered_by=by) for each in persons], ignore_conflicts=True
    )
    return not already


@transaction.atomic
def take_back(poll: Poll, by: User, elector: Elector) -> None:
    """Undo a tick; doing it twice changes nothing."""
    ask(may_watch, poll, by)
    CheckIn.objects.filter(elector__in=_same(_take(poll), elector)).delete()


def remembered(poll: Poll) -> list[Came]:
    rows = CheckIn.objects.filter(elector__poll=poll)
    return [Came(*row) for row in rows.values_list("elector__user", "elector__name", "venue", "entered_by")]


def restore(poll: Poll, those: Iterable[Came]) -> None:
    """Who had come stays ticked on a roll that was drawn up again, if they stand on it."""
    roll = {(each.user_id, "" if each.user_id else each.name): each for each in poll.electors.all()}
    CheckIn.objects.bulk_create(
        CheckIn(elector=roll[key], venue=each.venue, entered_by_id=each.entered_by)
        for each in those
        for key in [(each.user, "" if each.user else each.name)]
        if key in roll
    )


def _take(poll: Poll) -> list[Poll]:
    """Hold what the check-in serves, so that 实到 stands still while a poll opens or closes."""
    polls = [poll, *meetings.sitting(poll).exclude(pk=poll.pk)]
    for each in sorted(polls, key=lambda one: one.pk):
        locks.shared(each)
        each.refresh_from_db(fields=["state"])
    if poll.state not in meetings.RUNNING:
        raise Refused(OVER)
    return [each for each in polls if each.state in meetings.RUNNING]


def _same(polls: Iterable[Poll], elector: Elector) -> QuerySet[Elector]:
    """The person's own line on each of the rolls."""
    lines = Elector.objects.filter(poll__in=polls)
    if elector.user_id is None:
        return lines.filter(user=None, name=elector.name)
    return lines.filter(user=elector.user_id)
