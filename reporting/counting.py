"""Which figures does the program count, and who is behind each that counts people?"""

from __future__ import annotations

from collections.abc import Callable, Collection

from campaigns.choices import Track
from personnel.models import Rank, Tenure
from reporting.tallies import TALLIES
from reporting.years import Person, Population, Year

Is = Callable[[Person], bool]
Reason = Tenure.EndReason


def _of_rank(rank: str) -> Is:
    return lambda person: person.rank == rank


def _by_way(way: str) -> Is:
    return lambda person: person.way == way


def _everybody(_person: Person) -> bool:
    return True


# Figure → of whom it counts which
PEOPLE: dict[str, tuple[Population, Is]] = {
    "appointments.chiefs": (Population.APPOINTED, _of_rank(Rank.CHIEF)),
    "appointments.deputies": (Population.APPOINTED, _of_rank(Rank.DEPUTY)),
    "appointments.promoted": (Population.APPOINTED, lambda person: person.is_promotion),
    "appointments.renewed": (Population.APPOINTED, lambda person: person.is_renewal),
    "appointments.nominated": (Population.APPOINTED, _by_way(Track.NON_COMPETITIVE)),
    "appointments.competed": (Population.APPOINTED, _by_way(Track.COMPETITIVE)),
    "appointments.direct": (Population.APPOINTED, _by_way(Track.DIRECT)),
    "appointments.annulled": (Population.ANNULLED, _everybody),
    "departures.removed": (Population.LEFT, _by_way(Reason.REMOVED)),
    "departures.dismissed": (Population.LEFT, _by_way(Reason.DISMISSED)),
    "departures.not_reappointed": (Population.LEFT, _by_way(Reason.NOT_REAPPOINTED)),
    "departures.expired": (Population.LEFT, _by_way(Reason.EXPIRED)),
    "departures.transferred": (Population.LEFT, _by_way(Reason.TRANSFERRED)),
    "posts.held": (Population.IN_POST, _everybody),
}
THINGS = {
    *(path for tally in TALLIES for path in tally.figures),
    *("voices.polls", "voices.entitled", "voices.collected"),
    *("posts.approved", "posts.vacant", "posts.over", "posts.was_over"),
}
TURNOUT = "voices.turnout"
COUNTED = frozenset({*PEOPLE, *THINGS, TURNOUT})


def count(path: str, year: Year, schools: Collection[int] | None = None) -> int | None:
    """Nought where there was none; None only for a share of nothing."""
    if path == TURNOUT:
        called = year.number("voices.entitled", schools)
        return 100 * year.number("voices.collected", schools) // called if called else None
    if path in PEOPLE:
        return len(behind(path, year, schools))
    return year.number(path, schools)


def behind(path: str, year: Year, schools: Collection[int] | None = None) -> list[Person]:
    population, is_counted = PEOPLE[path]
    return [each for each in year.persons(population, schools) if is_counted(each)]
