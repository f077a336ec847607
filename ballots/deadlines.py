"""Which polls must the clock close, and which keys must go?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from ballots import keys, services
from ballots.models import Poll
from selection import clock


def due(now: datetime) -> Iterator[tuple[datetime, Poll]]:
    """The open polls whose time is over, by their deadline."""
    for poll in Poll.objects.due(now):
        yield poll.closes_at, poll


def tick(now: datetime | None = None) -> None:
    """Close what is due, as of its deadline, and sweep the keys; doing it twice changes nothing."""
    for poll in Poll.objects.due(now or clock.now()):
        services.close(poll)
    keys.sweep()


def coming() -> datetime | None:
    """The next deadline of an open poll, for the demo clock."""
    return (
        Poll.objects.filter(state=Poll.State.OPEN)
        .order_by("closes_at")
        .values_list("closes_at", flat=True)
        .first()
    )
