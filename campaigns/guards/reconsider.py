"""May the body take up again what it has decided? (R-23)"""

from __future__ import annotations

from ballots.verdicts import Counts, Words, judge
from campaigns.choices import ActKind
from selection.reasons import rule

from .agenda import decision_of

WORDS = Words("同意复议", "人", "可以复议", "不能复议")


@rule("复议经超过半数成员同意", cites="R-23", about="campaign", mend="act:reconsideration")
def most_members_agree_to_reconsider(campaign):
    """Whose voices: all who were due at the decision, present or not (R-22)."""
    item, asked = decision_of(campaign), campaign.done(ActKind.RECONSIDERATION).order_by("pk").last()
    if item is None:
        return
    if asked is None or asked.happened_on < item.meeting.happened_on:
        yield "尚未登记讨论决定之后成员同意复议的情况"
        return
    verdict = judge(
        campaign.ruleset.decision.majority, asked.figures["agreed"], Counts(entitled=item.meeting.due), WORDS
    )
    if not verdict.holds:
        yield verdict.sentence


RULES = (most_members_agree_to_reconsider,)
