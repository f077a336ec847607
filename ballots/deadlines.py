"""Which polls must the clock close, and which keys must go?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from ballots import keys, services
from ballots.models import Poll
from ballots.queries import PollQuerySet
from selection import clock


def upcoming() -> Iterator[tuple[datetime, str]]:
    """When which open poll ends."""
    for poll in Poll.objects.filter(state=Poll.State.OPEN):
        if poll.closes_at is not None:
            yield poll.closes_at, f"{poll.title}截止"


def due(now: datetime) -> PollQuerySet:
    """The open polls whose time is over, the longest overdue first."""
    return Poll.objects.due(now)


def tick() -> None:
    """Close what is due, as of its deadline, and sweep the keys; doing it twice changes nothing."""
    for poll in due(clock.now()):
        services.close(poll)
    keys.sweep()
