"""What do the rules of eligibility need to know of a person on one day?

Rules read these facts and never a row of the database, so the same code judges one nominee and
ten thousand staff.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from campaigns.eligibility.counting import earliest_birth, first_of_month, full_months
from personnel.dates import full_years
from personnel.models import Appraisal, Rank, Sanction
from personnel.spans import Span, begun


@dataclass(frozen=True)
class Service:
    """One spell in a mid-level post of a department; ``until`` is the first day that no longer counts."""

    rank: str
    kind: str
    since: date
    until: date | None = None
    post: int = 0
    department: int = 0

    def is_in_force(self, on: date) -> bool:
        return self.since <= on and (self.until is None or on < self.until)


@dataclass(frozen=True)
class Grade:
    """The result of one year's appraisal; the reason belongs to a year without one."""

    year: int
    grade: str
    reason: str = ""

    @property
    def label(self) -> str:
        return Appraisal.Grade(self.grade).label

    @property
    def why_missing(self) -> str:
        return Appraisal.Reason(self.reason).label if self.reason else ""


@dataclass(frozen=True)
class Penalty:
    """A sanction or admonition and the last day of its effect."""

    kind: str
    until: date | None

    @property
    def label(self) -> str:
        return Sanction.Kind(self.kind).label


@dataclass(frozen=True)
class Dossier:
    """One person as the register knows them, seen from the reference date ``on``."""

    staff: int
    name: str
    on: date
    gender: str
    category: str
    born: date | None = None
    is_born_day_known: bool = False
    is_on_duty: bool = True
    is_teacher: bool = True
    is_healthy: bool | None = None
    leadership: str = ""
    post_text: str = ""
    party_status: str = ""
    education: str = ""
    teacher_cert: str = ""
    work_since: date | None = None
    teaching_since: date | None = None
    is_reserve: bool = False
    was_seconded: bool = False
    services: tuple[Service, ...] = ()
    rose_by_exception: bool = False
    on_trial_until: date | None = None
    grades: tuple[Grade, ...] = ()
    commendations: tuple[str, ...] = ()
    penalties: tuple[Penalty, ...] = ()

    @cached_property
    def age(self) -> int | None:
        """Full years; a birthday known to the month counts from that month on (AMB-2)."""
        if self.born is None:
            return None
        if self.is_born_day_known:
            return full_years(self.born, self.on)
        return full_years(first_of_month(self.born), first_of_month(self.on))

    def is_older_than(self, limit: int, counting: str) -> bool | None:
        """Born before the cut-off of an age limit; by month where the day isn't known."""
        if self.born is None:
            return None
        if self.is_born_day_known:
            return self.born < earliest_birth(limit, self.on, counting)
        return first_of_month(self.born) < earliest_birth(limit, first_of_month(self.on), counting)

    @property
    def years_teaching(self) -> int | None:
        return full_years(self.teaching_since, self.on) if self.teaching_since else None

    @property
    def months_working(self) -> int | None:
        return full_months(self.work_since, self.on) if self.work_since else None

    @property
    def is_first_appointment(self) -> bool:
        """Never yet in a mid-level post or above, acting ones included (AMB-29)."""
        return not self.leadership and not any(service.since <= self.on for service in self.services)

    def has_held(self, rank: str) -> bool:
        """Has been of this rank or above; otherwise an appointment to it is a promotion."""
        held = self._ranks_held
        return bool(self.leadership) or Rank.CHIEF in held or (rank == Rank.DEPUTY and Rank.DEPUTY in held)

    @cached_property
    def _ranks_held(self) -> set[str]:
        return {each.rank for each in self.services if each.since <= self.on and each.kind != "acting"}

    @property
    def months_in_posts(self) -> int:
        """Whole months in mid-level posts up to ``on``; spells that overlap or touch count once."""
        return sum(full_months(since, until) for since, until in self._spells())

    @property
    def lacks_history(self) -> bool:
        """The register names a mid-level post, but not since when: what depends on it is unknown."""
        return bool(self.post_text) and not self.services and not self.leadership

    @property
    def ranks_in_force(self) -> set[str]:
        return {service.rank for service in self.services if service.is_in_force(self.on)}

    def serves_as(self, rank: str) -> bool:
        return rank in self.ranks_in_force

    @property
    def months_in_present_post(self) -> int | None:
        """Since the last appointment that is in force; None for who is in no post."""
        since = [service.since for service in self.services if service.is_in_force(self.on)]
        return full_months(max(since), self.on) if since else None

    def months_on_end(self, *, post: int = 0, department: int = 0) -> int:
        """Whole months that an appointment on ``on`` to the post or department would go on from (AMB-7)."""
        there = [
            Span(each.since, each.until)
            for each in self.services
            if (each.post == post if post else each.department == department)
        ]
        since = begun([*there, Span(self.on, None)], self.on)
        return full_months(since, self.on) if since else 0

    def _spells(self) -> list[tuple[date, date]]:
        spells: list[tuple[date, date]] = []
        for service in sorted(self.services, key=lambda each: each.since):
            until = min(service.until or self.on, self.on)
            if spells and service.since <= spells[-1][1]:
                spells[-1] = (spells[-1][0], max(spells[-1][1], until))
            elif service.since < until:
                spells.append((service.since, until))
        return spells

    def years_to_appraise(self, count: int) -> list[int]:
        """The last ``count`` full calendar years, less those before the person began to work (AMB-4)."""
        years = range(self.on.year - 1, self.on.year - 1 - count, -1)
        return [year for year in years if self.work_since is None or year >= self.work_since.year]

    def grade_of(self, year: int) -> Grade | None:
        return next((grade for grade in self.grades if grade.year == year), None)
