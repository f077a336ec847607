"""How time passes in a simulated campaign: forward, on working days, in office hours."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from campaigns import ticking
from selection import clock, workdays
from selection.records import arrangements


def at_nine(day: date) -> datetime:
    return datetime.combine(day, time(9), tzinfo=clock.ZONE)


def go_to(instant: datetime) -> None:
    """Move the clock (never back) and do what has fallen due."""
    if instant > clock.now():
        clock.move_to(instant)
    ticking.tick()


def next_workday(count: int = 1) -> None:
    """Nine o'clock of the ``count``-th working day after today."""
    day, known = clock.today(), arrangements.current()
    while count:
        day += timedelta(days=1)
        try:
            count -= workdays.is_workday(day, known)
        except workdays.UnknownYear:
            count -= day.weekday() < 5
    go_to(at_nine(day))


def past(instant: datetime) -> None:
    """Nine o'clock of the first day after ``instant``."""
    day = clock.local(instant).date()
    go_to(at_nine(day if clock.local(instant).hour == 0 else day + timedelta(days=1)))
