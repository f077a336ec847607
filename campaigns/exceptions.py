"""Which sentences of the rules need an exception, and nobody has asked for it, or was refused?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from campaigns.choices import Approver
from campaigns.services import stages, waiving
from selection.reasons import BLOCK, RULES, WARN

if TYPE_CHECKING:
    from campaigns.models import Campaign, Candidacy


@dataclass(frozen=True)
class Wanted:
    """One sentence as it stands, of the campaign or of one person."""

    rule: str
    sentence: str
    candidacy: Candidacy | None
    approver: Approver

    @property
    def key(self) -> str:
        return f"{self.candidacy.pk if self.candidacy else 0}:{self.rule}:{self.sentence}"


def wanted(campaign: Campaign) -> list[Wanted]:
    """In the order of the checklist, then of the persons; what was refused may be asked for with a new reason."""
    standing = campaign.waivers.filter(refused_on=None).exclude(pk__in=campaign.waivers.expired())
    asked = set(standing.values_list("candidacy", "rule", "sentence"))
    found = [
        Wanted(reason.rule.key, reason.sentence, None, waiving.approver(campaign, reason.rule))
        for rule in stages.rules_of(campaign)
        if rule.effect_for(campaign) in (WARN, BLOCK)
        for reason in rule.reasons(campaign)
        if reason.may_be_waived and not reason.is_waived
    ]
    for person in campaign.live().prefetch_related("waivers"):
        found += [
            Wanted(
                finding["rule"],
                finding["sentence"],
                person,
                waiving.approver(campaign, RULES[finding["rule"]]),
            )
            for finding in person.unwaived()
        ]
    return [
        each
        for each in found
        if (each.candidacy.pk if each.candidacy else None, each.rule, each.sentence) not in asked
    ]
