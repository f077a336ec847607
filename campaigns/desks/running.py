"""Which selections run, how does each stand, and which comes first?"""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

from campaigns.checklists import Line, checklist_lines, now_to_do
from campaigns.course import StageMark, stage_bar
from campaigns.desks.deadlines import Next, nearest_of
from campaigns.models import Campaign, CandidateForm
from selection.accounts.models import User
from selection.records.models import Review

MOST = 12  # campaigns whose checklist is read for one page; the others are named below them


class Running(NamedTuple):
    campaign: Campaign
    stages: list[StageMark]
    lines: list[Line]
    now: dict[str, Any]
    next: Next | None


class Work(NamedTuple):
    """What runs, the most urgent first: the first ones in full, the rest by name."""

    running: list[Running]
    others: list[Campaign]

    @property
    def campaigns(self) -> list[Campaign]:
        return [*(each.campaign for each in self.running), *self.others]


def work_of(user: User, act: str) -> Work:
    """Running campaigns where the user may do the act and is not concerned."""
    found = Campaign.objects.visible_to(user).running()
    found = found.filter(plan__organisation__in=user.organisations_for(act))
    campaigns = list(
        found.select_related("plan__organisation", "plan__review", "plan__ledger", "follows", "filing")
    )
    sent_back = _sent_back(campaigns)
    dates = nearest_of(campaigns)
    campaigns.sort(key=lambda each: _urgency(each, each.pk in sent_back, dates.get(each.pk)))
    return Work([_running(each, dates.get(each.pk)) for each in campaigns[:MOST]], campaigns[MOST:])


def _urgency(campaign: Campaign, is_sent_back: bool, due: Next | None) -> tuple[bool, date, int]:
    """What came back first, then by the nearest day, the newest first where nothing is due."""
    return not is_sent_back, due.on if due else date.max, -campaign.pk


def _sent_back(campaigns: list[Campaign]) -> set[int]:
    forms = CandidateForm.objects.filter(campaign__in=campaigns, review__state=Review.State.SENT_BACK)
    found = set(forms.values_list("campaign", flat=True))
    for campaign in campaigns:
        review, filing = campaign.plan.review, getattr(campaign, "filing", None)
        if (review and review.state == Review.State.SENT_BACK) or (filing and filing.state == "sent_back"):
            found.add(campaign.pk)
    return found


def _running(campaign: Campaign, due: Next | None) -> Running:
    lines = checklist_lines(campaign)
    return Running(campaign, stage_bar(campaign), lines, now_to_do(campaign, lines), due)
