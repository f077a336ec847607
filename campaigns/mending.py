"""Where is a reason mended? The ``mend`` of a rule as an address and a word on its button."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.urls import reverse

if TYPE_CHECKING:
    from campaigns.models import Campaign


class Mend(NamedTuple):
    url: str
    label: str


KINDS = {
    "act": ("campaigns:act", "登记"),
    "meeting": ("campaigns:meeting_new", "录入会议"),
    "talks": ("campaigns:talks", "去谈话"),
    "rounds": ("campaigns:rounds", "去组织"),
}
PLAN_PAGES = {
    "campaigns:plan_setup": "去设定",
    "campaigns:plan_people": "去指定",
    "campaigns:plan_review": "去报送",
}
CAMPAIGN_PAGES = {
    "campaigns:candidate_forms": "去报审",
    "campaigns:screening": "去审查",
    "campaigns:waivers": "去办理",
    "campaigns:registration": "去设定",
    "campaigns:entries": "去办理",
    "campaigns:shortage": "去办理",
    "campaigns:openings": "去登记",
    "campaigns:checks": "去核查",
    "campaigns:people": "去处理",
    "campaigns:nominate": "提出人选",
    "campaigns:inspections": "去填写",
    "campaigns:publicity": "去公示",
    "campaigns:objections": "去办理",
    "campaigns:appointments": "去办理",
    "campaigns:filing": "去备案",
    "campaigns:contest": "去办理",
    "campaigns:contest_arrange": "去确定",
    "campaigns:contest_figures": "去录入",
}


def mend(campaign: Campaign, where: str) -> Mend | None:
    """The page for ``act:motion``, ``rounds:evaluation``, ``campaigns:filing`` …; None without one."""
    kind, _, what = where.partition(":")
    if kind in KINDS:
        page, label = KINDS[kind]
        if kind == "rounds":
            label = _to_do_with_round(campaign, what) or label
        return Mend(reverse(page, args=[campaign.pk, what]), label)
    if where in PLAN_PAGES:
        return Mend(reverse(where, args=[campaign.plan_id]), PLAN_PAGES[where])
    if where in CAMPAIGN_PAGES:
        return Mend(reverse(where, args=[campaign.pk]), CAMPAIGN_PAGES[where])
    return Mend(reverse(where), "去填报") if where else None


def _to_do_with_round(campaign: Campaign, purpose: str) -> str:
    """Of a vote that has begun, what is next with it; empty where one is still to be held."""
    held = campaign.rounds.filter(purpose=purpose, is_superseded=False)
    state = held.order_by("-pk").values_list("poll__state", flat=True).first()
    return {"draft": "去开始", "open": "去截止", "closed": "去计票"}.get(state or "", "")
