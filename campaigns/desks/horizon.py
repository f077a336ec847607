"""Whose term, age or years in one post fall due within three months?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from campaigns.models import Adoption
from personnel.models import Tenure
from selection import clock
from selection.accounts.models import Organisation

AHEAD = timedelta(days=92)
LONGEST_IN_ONE_POST = 6  # years, after which one moves on


class Due(NamedTuple):
    on: date
    sentence: str
    staff: int


def coming_due(school: Organisation) -> list[Due]:
    today = clock.today()
    serving = Tenure.objects.at(school).in_force(today).select_related("staff", "post")
    exit_ages = _exit_ages(school)
    return sorted(
        due for tenure in serving for due in _of(tenure, exit_ages) if today <= due.on <= today + AHEAD
    )


def _of(tenure: Tenure, exit_ages: dict[str, int | None]) -> Iterator[Due]:
    name, post = tenure.staff.name, tenure.post
    if tenure.ends_on:
        yield Due(tenure.ends_on, f"{name}（{post}）聘期届满", tenure.staff_id)
    age = exit_ages.get(tenure.staff.gender)
    if age and tenure.staff.born:
        yield Due(_years_after(tenure.staff.born, age), f"{name}（{post}）满{age}周岁", tenure.staff_id)
    six = _years_after(tenure.starts_on, LONGEST_IN_ONE_POST)
    yield Due(six, f"{name}任{post}满{LONGEST_IN_ONE_POST}年", tenure.staff_id)


def _exit_ages(school: Organisation) -> dict[str, int | None]:
    adoption = Adoption.objects.select_related("ruleset").filter(organisation=school).first()
    if adoption is None:
        return {}
    limits = adoption.ruleset.ruleset.eligibility.exit_age
    return {gender: limits.for_(gender) for gender in ("male", "female")}


def _years_after(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)
