"""谁符合条件: who of a school, a zone or the county could hold a post, by which ruleset, on which day?

Nothing is stored: no selection need have begun.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from campaigns.choices import Conclusion
from campaigns.documents.requirements import cutoffs
from campaigns.eligibility.loading import load
from campaigns.eligibility.screening import Sifted, birth_cutoffs, sift
from campaigns.models import RulesetVersion
from campaigns.rulesets.schema import Ruleset
from personnel.models import Post, StaffMember
from personnel.models.staff import StaffQuerySet
from selection import chinese
from selection.accounts.models import Organisation

ORDER = (Conclusion.ELIGIBLE, Conclusion.ON_EXCEPTION, Conclusion.UNKNOWN, Conclusion.INELIGIBLE)
READINGS = {"full-years": "按周岁计算", "born-after": "按出生日期计算"}


@dataclass(frozen=True)
class Question:
    """A post, held against the rules as an opening would be, before there is one."""

    post: Post
    version: RulesetVersion
    reference_on: date
    reason: str = ""  # by no track yet

    @property
    def ruleset(self) -> Ruleset:
        return self.version.ruleset

    @property
    def cutoffs(self) -> list[str]:
        """The birth-date cut-offs by either reading of 以下, the ruleset's own first (AMB-2)."""
        own = self.ruleset.eligibility.age_counting
        readings = sorted(READINGS, key=lambda reading: reading != own)
        days = {reading: birth_cutoffs(self.ruleset, self.reference_on, reading) for reading in readings}
        return [f"{READINGS[reading]}，{cutoffs(found)}" for reading, found in days.items() if found]

    def __str__(self) -> str:
        school = self.post.department.organisation.short_name
        return f"{school}{self.post}（{self.version}，计算到{chinese.day(self.reference_on)}）"


@dataclass(frozen=True)
class Row:
    """One person as found."""

    staff: StaffMember
    found: Sifted

    @property
    def conclusion(self) -> Conclusion:
        return Conclusion(self.found.conclusion)


@dataclass(frozen=True)
class Search:
    """Everybody who serves in a place, held against the question; ``text`` and ``only_reserve`` narrow it."""

    place: Organisation
    question: Question
    text: str = ""
    only_reserve: bool = False
    found: str | None = None  # one of the conclusions; empty is everybody, None the first that somebody has

    @property
    def staff(self) -> StaffQuerySet:
        people = StaffMember.objects.serving(self.question.reference_on)
        people = people.filter(organisation__in=Organisation.objects.below(self.place))
        people = people.matching(self.text) if self.text else people
        return people.filter(is_reserve=True) if self.only_reserve else people

    @cached_property
    def everybody(self) -> list[Sifted]:
        """Who lacks least comes first."""
        dossiers = load(self.staff.order_by("organisation__path", "staff_number"), self.question.reference_on)
        found = sift(dossiers, self.question)  # type: ignore[arg-type]  # a question is asked like an opening
        return sorted(found, key=lambda each: (ORDER.index(each.conclusion), len(each.sentences)))

    @cached_property
    def counts(self) -> list[tuple[Conclusion, int]]:
        of_each = Counter(each.conclusion for each in self.everybody)
        return [(each, of_each[each]) for each in ORDER]

    @cached_property
    def shown(self) -> list[Sifted]:
        return [each for each in self.everybody if not self.wanted or each.conclusion == self.wanted]

    @cached_property
    def wanted(self) -> str:
        if self.found is not None:
            return self.found
        return str(next((conclusion for conclusion, number in self.counts if number), ORDER[0]))

    def rows(self, some: list[Sifted]) -> list[Row]:
        """With what a table prints of each, in one query."""
        people = StaffMember.objects.select_related("organisation", "department").defer("identity")
        known = people.in_bulk([each.facts.staff for each in some])
        return [Row(known[each.facts.staff], each) for each in some]
