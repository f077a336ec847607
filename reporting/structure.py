"""How are the people with a post made up, by age, gender, education, party and way?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import pairwise

from campaigns.choices import Track
from personnel.models import Rank, StaffMember
from reporting.years import Person, Population

AGES = (35, 40, 45, 50, 55)  # the last year of life of each band but the last
UNKNOWN = "未登记"
RANKS = (Rank.CHIEF, Rank.DEPUTY)


@dataclass(frozen=True)
class Cut:
    """One way to divide people: the bands in their order, and in which of them somebody is."""

    key: str
    label: str
    bands: tuple[str, ...]
    band: Callable[[Person], str]

    def crossed(self, people: Iterable[Person]) -> Counter[tuple[str, str]]:
        """(band, rank) → how many."""
        return Counter((self.band(each), each.rank) for each in people)

    def counts(self, people: Iterable[Person]) -> list[int]:
        found = Counter(map(self.band, people))
        return [found[band] for band in self.bands]


def _age_bands() -> tuple[str, ...]:
    first, *_, last = AGES
    middle = (f"{low + 1}—{high}岁" for low, high in pairwise(AGES))
    return f"{first}岁及以下", *middle, f"{last + 1}岁及以上", UNKNOWN


AGE_BANDS = _age_bands()


def _age_band(person: Person) -> str:
    if person.age is None:
        return UNKNOWN
    return AGE_BANDS[sum(person.age > limit for limit in AGES)]


def _chosen(key: str, label: str, choices: type, read: Callable[[Person], str]) -> Cut:
    """By a field with choices; what nobody has put down is a band of its own."""
    labels = dict(choices.choices)  # type: ignore[attr-defined]
    return Cut(key, label, (*labels.values(), UNKNOWN), lambda person: str(labels.get(read(person), UNKNOWN)))


COMMON = (
    Cut("age", "年龄", AGE_BANDS, _age_band),
    _chosen("gender", "性别", StaffMember.Gender, lambda person: person.gender),
    _chosen("education", "学历", StaffMember.Education, lambda person: person.education),
    _chosen("party", "政治面貌", StaffMember.PartyStatus, lambda person: person.party),
)
CUTS: dict[Population, tuple[Cut, ...]] = {
    Population.IN_POST: COMMON,
    Population.APPOINTED: (*COMMON, _chosen("way", "聘任方式", Track, lambda person: person.way)),
}


def cut_of(population: Population, key: str) -> Cut | None:
    return next((each for each in CUTS.get(population, ()) if each.key == key), None)
