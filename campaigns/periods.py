"""When is a period of the rulebook over, with holidays and pauses left out?

A day on whose end the campaign stood still does not count: a pause from Tuesday that ends on
Thursday costs Tuesday and Wednesday.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from campaigns.rulesets.values import Period
from selection import clock, workdays
from selection.records import arrangements
from selection.workdays import Arrangements

if TYPE_CHECKING:
    from campaigns.models import Campaign

ONE_DAY = timedelta(days=1)
Pauses = Sequence[tuple[date, date]]  # first day, and first day that counts again


def of(campaign: Campaign, period: Period, start: date, known: Arrangements | None = None) -> workdays.Period:
    """The period that an event on ``start`` opens in this campaign."""
    return run(period, start, arrangements.current() if known is None else known, pauses(campaign))


def run(period: Period, start: date, known: Arrangements, without: Pauses = ()) -> workdays.Period:
    length = period.n
    while True:
        found = _straight(replace(period, n=length), start, known)
        lost = sum(_counted(period, found, pause, known) for pause in without)
        if length == period.n + lost:
            return found
        length = period.n + lost


def pauses(campaign: Campaign) -> Pauses:
    return [(each.started_on, each.ended_on or clock.today()) for each in campaign.suspensions.all()]


def _straight(period: Period, start: date, known: Arrangements) -> workdays.Period:
    """Without any pause; AMB-26: working days or natural days."""
    if period.unit == "workday":
        return workdays.last_day(start, period.n, period.count_from, known)  # type: ignore[arg-type]
    if period.unit != "day":
        raise ValueError(f"a campaign's periods are counted in days, not in {period.unit}")
    first = start if period.count_from == workdays.PUBLICATION else start + ONE_DAY
    return workdays.Period(first, first + timedelta(days=period.n - 1), provisional=False)


def _counted(period: Period, found: workdays.Period, pause: tuple[date, date], known: Arrangements) -> int:
    """How many of the days counted in ``found`` lie in the pause."""
    first, last = max(pause[0], found.first), min(pause[1] - ONE_DAY, found.last)
    if last < first:
        return 0
    if period.unit == "workday":
        return workdays.between(first, last, known)
    return (last - first).days + 1
