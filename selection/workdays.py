"""Which days are working days, and when is a period of working days over?

The calendar that comes with the program knows the years that the State Council has published;
``Arrangements`` are what the bureau entered since, and replace the built-in year. In a year nobody
has entered Monday to Friday are assumed, and whatever depends on it is provisional (暂定).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice, takewhile
from typing import Literal

import chinese_calendar
from chinese_calendar import constants

CountFrom = Literal["publication", "next-day"]
PUBLICATION: CountFrom = "publication"
NEXT_DAY: CountFrom = "next-day"
SATURDAY = 5
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class YearPlan:
    """A year's 放假调休安排: weekdays off, and weekend days that are worked."""

    holidays: frozenset[date] = frozenset()
    workdays: frozenset[date] = frozenset()


NOTHING = YearPlan()
Arrangements = Mapping[int, YearPlan]
NOTHING_ENTERED: Arrangements = {}


class UnknownYear(LookupError):
    """No arrangement is known for the year in question."""


@dataclass(frozen=True)
class Period:
    """Working days from the first that counts to the last, both included."""

    first: date
    last: date
    provisional: bool


def built_in(year: int) -> YearPlan | None:
    """The arrangement that the program brings for a year, for the bureau to start from."""
    if not _is_built_in(year):
        return None
    return YearPlan(
        holidays=frozenset(day for day in constants.holidays if day.year == year),
        workdays=frozenset(day for day in constants.workdays if day.year == year),
    )


def is_known(year: int, arrangements: Arrangements = NOTHING_ENTERED) -> bool:
    return year in arrangements or _is_built_in(year)


def is_workday(day: date, arrangements: Arrangements = NOTHING_ENTERED) -> bool:
    """Raises ``UnknownYear`` where the answer would be a guess.

    A year's arrangement may reach back into the last days of the year before (元旦调休).
    """
    for year in (day.year, day.year + 1):
        plan = arrangements.get(year, NOTHING)
        if day in plan.holidays or day in plan.workdays:
            return day in plan.workdays
    if day.year in arrangements:
        return day.weekday() < SATURDAY
    if not _is_built_in(day.year):
        raise UnknownYear(day.year)
    return chinese_calendar.is_workday(day)


def last_day(
    start: date, n: int, count_from: CountFrom, arrangements: Arrangements = NOTHING_ENTERED
) -> Period:
    """The period of ``n`` working days that a publication, a meeting or a receipt on ``start`` opens.

    Counted from ``publication`` the day itself is day 1 if it is a working day; counted from
    ``next-day`` day 1 is the first working day after it.
    """
    _refuse_nonsense(n, count_from)
    day = start if count_from == PUBLICATION else start + ONE_DAY
    counted = list(islice(_workdays_from(day, ONE_DAY, arrangements), n))
    first, last = counted[0], counted[-1]
    years = range(day.year, last.year + 1)
    return Period(first, last, provisional=not all(is_known(year, arrangements) for year in years))


def add(start: date, n: int, arrangements: Arrangements = NOTHING_ENTERED) -> date:
    """The ``n``-th working day after ``start``, or before it where ``n`` is negative."""
    if n == 0:
        return start
    step = ONE_DAY if n > 0 else -ONE_DAY
    workdays = _workdays_from(start + step, step, arrangements)
    return next(day for place, day in enumerate(workdays, 1) if place == abs(n))


def between(first: date, last: date, arrangements: Arrangements = NOTHING_ENTERED) -> int:
    """How many working days lie from ``first`` to ``last``, both included."""
    days = takewhile(lambda day: day <= last, _workdays_from(first, ONE_DAY, arrangements))
    return sum(1 for _ in days)


def _refuse_nonsense(n: int, count_from: str) -> None:
    if n < 1:
        raise ValueError("a period has one working day or more")
    if count_from not in (PUBLICATION, NEXT_DAY):
        raise ValueError(f"count from {PUBLICATION} or {NEXT_DAY}, not {count_from}")


def _workdays_from(day: date, step: timedelta, arrangements: Arrangements) -> Iterator[date]:
    while True:
        if _is_presumed_workday(day, arrangements):
            yield day
        day += step


def _is_presumed_workday(day: date, arrangements: Arrangements) -> bool:
    try:
        return is_workday(day, arrangements)
    except UnknownYear:
        return day.weekday() < SATURDAY


def _is_built_in(year: int) -> bool:
    years = _built_in_years()
    return years.start <= year < years.stop


def _built_in_years() -> range:
    return range(min(constants.holidays).year, max(constants.holidays).year + 1)
