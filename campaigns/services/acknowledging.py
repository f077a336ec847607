"""Advice that somebody in charge has read (知悉提示)."""

from __future__ import annotations

from django.db import transaction

from campaigns import permissions
from campaigns.models import Acknowledgement, Campaign
from selection import clock
from selection.accounts.models import User
from selection.reasons import Effect, Refused, Rule
from selection.records import ledgers

from . import waiving
from .authority import require, take


@transaction.atomic
def acknowledge(campaign: Campaign, rule_key: str, sentence: str, *, by: User) -> Acknowledgement:
    """Advice was read by somebody in charge; it never stops, but it is on record."""
    locked = take(campaign, "知悉提示")
    require(permissions.may_run(locked, by), "知悉提示")
    rule = waiving.rule_called(rule_key)
    if sentence not in _advice(locked, rule):
        raise Refused("提示的情形已有变化，请刷新页面")
    read, is_new = Acknowledgement.objects.get_or_create(
        campaign=locked, rule=rule.key, sentence=sentence, defaults={"by": by, "at": clock.now()}
    )
    if is_new:
        ledgers.append(
            locked.ledger,
            "知悉提示",
            by=by,
            about=f"campaign:{locked.pk}",
            rule=rule.title,
            sentence=sentence,
        )
    return read


def _advice(campaign: Campaign, rule: Rule) -> set[str]:
    """What the rule advises of the campaign, and of its persons in their stored screening."""
    subjects = [candidacy for candidacy in campaign.live() if candidacy.screening]
    found = [said for person in subjects for said in waiving.said(campaign, rule, person)]
    if rule.about == "campaign":
        found += waiving.said(campaign, rule, None)
    return {each.sentence for each in found if each.effect is Effect.ADVISE}
