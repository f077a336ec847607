"""What has the bureau entered about holidays, and who hears of it when that changes?"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.db import transaction

from selection import clock, workdays
from selection.accounts.acts import Act
from selection.accounts.models import Organisation, OrganisationQuerySet, User
from selection.reasons import Refused
from selection.records import ledgers
from selection.records.models import YearArrangement
from selection.workdays import Arrangements, YearPlan

SATURDAY = 5

# Called with the year inside the transaction. Whoever counted provisionally counts again what is
# still open; a period that has ended keeps the end it had, because that is stored and not computed.
on_change: list[Callable[[int], None]] = []


def current() -> Arrangements:
    """What was entered, as the functions of ``workdays`` take it."""
    return {each.year: plan_of(each) for each in YearArrangement.objects.all()}


def plan_of(arrangement: YearArrangement) -> YearPlan:
    return YearPlan(
        holidays=frozenset(map(date.fromisoformat, arrangement.holidays)),
        workdays=frozenset(map(date.fromisoformat, arrangement.workdays)),
    )


def known_plan(year: int) -> YearPlan | None:
    """What now holds for the year, entered or built in."""
    entered = YearArrangement.objects.filter(year=year).first()
    return plan_of(entered) if entered else workdays.built_in(year)


def places_of(user: User) -> OrganisationQuerySet:
    """Where a person enters arrangements: the bureau, or the own school if its bureau isn't on the system."""
    bureaus = user.organisations_for(Act.ENTER_ARRANGEMENTS)
    orphans = user.organisations_for(Act.RUN_CAMPAIGNS).schools()
    alone = [school.pk for school in orphans if not school.bureau.is_on_system]
    return bureaus | Organisation.objects.filter(pk__in=alone)


@transaction.atomic
def enter(year: int, plan: YearPlan, by: User) -> YearArrangement:
    """Enter or correct a year. A year already closed can be corrected; its periods stay as they were."""
    place = places_of(by).order_by("path").first()
    if place is None:
        raise Refused("节假日安排由教育局录入，您没有这项权限")
    if problems := problems_of(year, plan):
        raise Refused(problems)
    ledger = ledgers.of_organisation(place.bureau)
    ledgers.hold(ledger.pk)
    arrangement, is_new = YearArrangement.objects.update_or_create(
        year=year,
        defaults={
            "holidays": sorted(day.isoformat() for day in plan.holidays),
            "workdays": sorted(day.isoformat() for day in plan.workdays),
            "entered_by": by,
            "entered_at": clock.now(),
        },
    )
    for hear in on_change:
        hear(year)
    ledgers.append(
        ledger,
        "录入节假日安排" if is_new else "更正节假日安排",
        by=by,
        about=f"arrangement:{year}",
        year=f"{year}年",
        holidays=arrangement.holidays,
        workdays=arrangement.workdays,
    )
    return arrangement


def problems_of(year: int, plan: YearPlan) -> list[str]:
    """What can't be right about a year's arrangement."""
    problems = []
    if not plan.holidays:
        problems.append("请填写放假日期")
    for day in sorted(plan.holidays | plan.workdays):
        if not _belongs_to(day, year):
            problems.append(f"{day:%Y-%m-%d}不在{year}年，请核对年份")
    for day in sorted(plan.holidays & plan.workdays):
        problems.append(f"{day:%Y-%m-%d}既是放假日又是上班日，请核对")
    for day in sorted(plan.workdays - plan.holidays):
        if day.weekday() < SATURDAY:
            problems.append(f"{day:%Y-%m-%d}本来就是工作日，调休上班日应为周六或周日")
    return problems


def _belongs_to(day: date, year: int) -> bool:
    """A new year's holiday may begin in the last days of December."""
    return day.year == year or (day.year == year - 1 and day.month == 12 and day.day >= 25)
