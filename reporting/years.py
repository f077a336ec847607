"""What happened in a year, school by school? Loaded at once: as many queries for one school as for all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet, TextChoices

from campaigns.choices import TrackReason
from campaigns.models import Appointment
from personnel.dates import full_years
from personnel.models import QuotaTable, Tenure
from reporting.tallies import CONFIRMED, TALLIES, Found, turnout
from selection import clock
from selection.accounts.models import Organisation

RENEWING = (TrackReason.RENEWAL, TrackReason.NEW_PRINCIPAL)


class Population(TextChoices):
    """As what somebody is counted; the rows that page and figure speak of."""

    APPOINTED = "appointed", "任用"
    ANNULLED = "annulled", "被宣布无效的任用"
    IN_POST = "in_post", "在任"
    LEFT = "left", "退出"


@dataclass(frozen=True)
class Person:
    """Somebody with a post, as on the day of which the count speaks; ``pk`` is the appointment's or tenure's."""

    pk: int
    school: int
    department: int
    rank: str
    gender: str
    age: int | None
    education: str
    party: str
    way: str  # the track of an appointment, the reason why a post was given up
    is_promotion: bool = False
    is_renewal: bool = False


@dataclass(frozen=True)
class Year:
    """All that is counted of one year; asked for some schools, or for all that were loaded."""

    year: int
    people: Mapping[Population, Collection[Person]]
    numbers: Mapping[tuple[int, str], int]

    def persons(self, population: Population, schools: Collection[int] | None = None) -> list[Person]:
        return [each for each in self.people[population] if schools is None or each.school in schools]

    def number(self, path: str, schools: Collection[int] | None = None) -> int:
        found = self.numbers.items()
        return sum(n for (at, name), n in found if name == path and (schools is None or at in schools))


def load(organisation: Organisation, year: int) -> Year:
    """Of the organisation and all schools below it; a year that is not over is told as of today."""
    schools = Organisation.objects.below(organisation)
    last_day = as_of(year)
    in_post = list(_in_post(schools, last_day))
    numbers: Counter[tuple[int, str]] = Counter()
    for school, path, number in _numbers(schools, year, last_day, in_post):
        numbers[school, path] += number
    people = _appointed(schools, year) | {
        Population.IN_POST: in_post,
        Population.LEFT: list(_left(schools, year)),
    }
    return Year(year, people, numbers)


def as_of(year: int) -> date:
    return min(date(year, 12, 31), clock.today())


STAFF = ("gender", "born", "education", "party_status")


def _appointed(schools: QuerySet[Organisation], year: int) -> dict[Population, list[Person]]:
    opening = "candidacy__opening__"
    made = Appointment.objects.filter(
        CONFIRMED, candidacy__opening__campaign__plan__organisation__in=schools, happened_on__year=year
    ).values_list(
        "pk",
        f"{opening}campaign__plan__organisation",
        f"{opening}post__department",
        f"{opening}post__rank",
        *(f"candidacy__staff__{name}" for name in STAFF),
        "happened_on",
        f"{opening}campaign__track",
        f"{opening}reason",
        "candidacy__is_promotion",
        "voided_on",
    )
    found: dict[Population, list[Person]] = {Population.APPOINTED: [], Population.ANNULLED: []}
    for *known, on, track, reason, is_promotion, voided_on in made:
        is_renewal = reason in RENEWING
        person = _person(
            known, on, track, is_promotion=is_promotion and not is_renewal, is_renewal=is_renewal
        )
        found[Population.ANNULLED if voided_on else Population.APPOINTED].append(person)
    return found


def _in_post(schools: QuerySet[Organisation], on: date) -> Iterator[Person]:
    held = Tenure.objects.in_force(on).counting().filter(post__department__organisation__in=schools)
    for known in _told(held):
        yield _person(known, on, "")


def _left(schools: QuerySet[Organisation], year: int) -> Iterator[Person]:
    ended = Tenure.objects.counting().filter(
        post__department__organisation__in=schools, ended_on__year=year, voided_on=None
    )
    for *known, on, reason in _told(ended, "ended_on", "end_reason"):
        yield _person(known, on, reason)


def _told(tenures: QuerySet[Tenure], *more: str) -> QuerySet[Tenure, tuple[Any, ...]]:
    staff = (f"staff__{name}" for name in STAFF)
    place = ("post__department__organisation", "post__department", "post__rank")
    return tenures.values_list("pk", *place, *staff, *more)


def _person(known: Iterable[Any], on: date, way: str, **flags: bool) -> Person:
    pk, school, department, rank, gender, born, education, party = known
    age = None if born is None else full_years(born, on)
    return Person(pk, school, department, rank, gender, age, education, party, way, **flags)


def _numbers(
    schools: QuerySet[Organisation], year: int, last_day: date, in_post: Iterable[Person]
) -> Iterator[Found]:
    for tally in TALLIES:
        yield from tally.of(schools, year)
    yield from turnout(schools, year)
    yield from _posts(schools, last_day, in_post)
    before = date(year - 1, 12, 31)
    for school, path, number in _posts(schools, before, _in_post(schools, before)):
        if path == "posts.over":
            yield school, "posts.was_over", number


def _posts(schools: QuerySet[Organisation], on: date, in_post: Iterable[Person]) -> Iterator[Found]:
    """By department and rank: what is free in one place is no room in another; where no quota was approved, none is."""
    tables = QuotaTable.objects.filter(
        organisation__in=schools, review__state="approved", review__approved_on__lte=on
    ).order_by("review__approved_on", "pk")
    newest = {table.organisation_id: table for table in tables.prefetch_related("lines")}
    approved = {
        (school, line.department_id, line.rank): line.approved or 0
        for school, table in newest.items()
        for line in table.lines.all()
    }
    held = Counter((each.school, each.department, each.rank) for each in in_post)
    for place in sorted(approved.keys() | {each for each in held if each[0] in newest}):
        number, people = approved.get(place, 0), held[place]
        yield place[0], "posts.approved", number
        yield place[0], "posts.vacant", max(number - people, 0)
        yield place[0], "posts.over", max(people - number, 0)
