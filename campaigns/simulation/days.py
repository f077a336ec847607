"""How time passes in simulated campaigns: forward, on working days, in office hours.

Whoever plays yields the instant it waits for; several campaigns then share one clock.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable
from datetime import date, datetime, time, timedelta

from campaigns import ticking
from selection import clock, workdays
from selection.records import arrangements

Waiting = Generator[datetime, None, None]


def at_nine(day: date) -> datetime:
    return datetime.combine(day, time(9), tzinfo=clock.ZONE)


def later(day: date, number: int) -> date:
    """The working day so many working days after ``day``."""
    return workdays.add(day, number, arrangements.current())


def next_workday() -> datetime:
    """Nine o'clock of the first working day after today."""
    return at_nine(later(clock.today(), 1))


def after(instant: datetime) -> datetime:
    """Nine o'clock of the first working day that begins at or after ``instant``."""
    last_moment = clock.local(instant) - timedelta(microseconds=1)
    return at_nine(later(last_moment.date(), 1))


def go_to(instant: datetime) -> None:
    """Move the clock, never back, and do what has fallen due."""
    if instant > clock.now():
        clock.move_to(instant)
    ticking.tick()


def play_together(plays: Iterable[Waiting]) -> None:
    """Let every play go on when its instant has come, until all have ended."""
    waiting: list[tuple[datetime, Waiting]] = [(clock.now(), play) for play in plays]
    while waiting:
        waiting.sort(key=lambda pair: pair[0])
        instant, play = waiting.pop(0)
        go_to(instant)
        for wanted in play:
            waiting.append((wanted, play))
            break
