"""What must have come first, before a vote may be opened? One that is held too early is held in vain."""

from __future__ import annotations

from campaigns.choices import Conclusion, Purpose
from selection.reasons import Rule, rule

from . import agenda
from .announce import has_people
from .evaluate import enough_were_asked_in_talks, shortlist_is_resolved
from .order import shortlist_stands_between_talks_and_meeting
from .recommend import nobody_judges_his_own_case


@rule(
    "不符合资格条件的人选不列入投票",
    cites="A006 A007 A008 A011 B015",
    about="campaign",
    mend="campaigns:people",
    once=has_people,
)
def nobody_found_ineligible_is_voted_on(campaign):
    for person in campaign.live().filter(screening_conclusion=Conclusion.INELIGIBLE):
        yield f"{person.staff.name}不符合资格条件，请先作不再列为人选处理，再重新准备票样"


SHORTLISTED = (
    enough_were_asked_in_talks,
    shortlist_is_resolved,
    shortlist_stands_between_talks_and_meeting,
)


def before(campaign, purpose: str) -> tuple[Rule, ...]:
    """Where a shortlist is asked for, it stands between the talks and the meeting that votes."""
    if purpose == Purpose.DECISION:
        return (*agenda.BEFORE, nobody_judges_his_own_case)
    is_shortlisted = purpose == Purpose.RECOMMENDATION and campaign.ruleset.recommendation.shortlist_meeting
    shortlisted = SHORTLISTED if is_shortlisted else ()
    return (*shortlisted, nobody_found_ineligible_is_voted_on, nobody_judges_his_own_case)
