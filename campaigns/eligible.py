"""谁符合条件: which of the school's people would the rules let through for an opening?

Nothing is stored: it is a look round before anybody is brought up.
"""

from __future__ import annotations

from dataclasses import dataclass

from campaigns.choices import Conclusion
from campaigns.eligibility import loading, screening
from campaigns.eligibility.dossier import Dossier
from campaigns.eligibility.screening import Screening
from campaigns.models import Opening
from personnel.models import StaffMember
from selection.reasons import ADVISE

ORDER = (Conclusion.ELIGIBLE, Conclusion.ON_EXCEPTION, Conclusion.UNKNOWN, Conclusion.INELIGIBLE)


@dataclass(frozen=True)
class Row:
    """One person held against the opening's rules, with what speaks against them."""

    staff: StaffMember
    facts: Dossier
    found: Screening
    is_listed: bool

    @property
    def conclusion(self) -> Conclusion:
        return Conclusion(self.found.conclusion)

    @property
    def sentences(self) -> list[str]:
        return [each["sentence"] for each in self.found.findings if each["effect"] != ADVISE]


@dataclass(frozen=True)
class Group:
    conclusion: Conclusion
    rows: list[Row]


def groups(opening: Opening) -> list[Group]:
    """Everybody who serves, by what the rules find, who lacks least first; as many queries for 3 as for 300."""
    staff = StaffMember.objects.of(opening.campaign.organisation).serving()
    people = {each.pk: each for each in staff.select_related("department").by_pinyin()}
    dossiers = {each.staff: each for each in loading.load(staff, opening.reference_on)}
    listed = set(opening.candidacies.values_list("staff", flat=True))
    rows = [
        Row(person, dossiers[pk], screening.screen(dossiers[pk], opening), pk in listed)
        for pk, person in people.items()
    ]
    rows.sort(key=lambda row: len(row.sentences))
    return [Group(each, [row for row in rows if row.conclusion == each]) for each in ORDER]
