"""Was everybody recommended in writing, by name? (T008, T009, R-2)"""

from __future__ import annotations

from campaigns.choices import ActKind, Track
from selection.reasons import rule

from .announce import has_people


@rule(
    "人选均有署名的推荐材料",
    cites="R-2 T008 T009",
    about="campaign",
    mend="act:letter",
    applies=lambda campaign: (
        campaign.ruleset.recommendation.signed and campaign.track == Track.NON_COMPETITIVE
    ),
    once=has_people,
)
def recommendations_are_signed(campaign):
    """In a contest the entry itself is signed (A092)."""
    for person in campaign.live():
        if not campaign.done(ActKind.LETTER, person).filter(attachment__isnull=False).exists():
            yield f"{person.staff.name}尚无署名的推荐材料，口头和电话推荐不算，请登记并上传"
