"""一页纸情况: one selection on one sheet, for those who decide and don't run it."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.mixins import LoginRequiredMixin
from django.views.generic import DetailView

from campaigns import permissions, voices
from campaigns.checklists import checklist_lines, now_to_do, without_figures
from campaigns.choices import Purpose
from campaigns.course import stage_bar
from campaigns.desks.deadlines import nearest
from campaigns.documents import result_table
from campaigns.grid import person_grid
from campaigns.models import Campaign, Round
from selection import clock

from .lookup import BALLOTS, persons_of, user_of


class Brief(LoginRequiredMixin, DetailView):
    """Stage, persons, figures for those who may see them, what comes next and until when."""

    template_name = "campaigns/brief.html"
    context_object_name = "campaign"

    def get_object(self, queryset: Any = None) -> Campaign:
        return persons_of(self.request, self.kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        campaign = self.object
        may_see = permissions.may_see_figures(campaign.plan, user_of(self.request))
        lines = checklist_lines(campaign)
        if not may_see:
            lines = without_figures(lines)
        return super().get_context_data(**kwargs) | {
            "plan": campaign.plan,
            "stages": stage_bar(campaign),
            "now": now_to_do(campaign, lines) if campaign.is_running else None,
            "next": nearest(campaign) if campaign.is_running else None,
            "waiting": {line.waits.sentence for line in lines if line.waits and line.waits.whom},
            "grid": person_grid(campaign),
            "openings": campaign.openings.select_related("post__department"),
            "rounds": [_figures(held) for held in _counted(campaign)] if may_see else [],
            "today": clock.today(),
        }


def _counted(campaign: Campaign) -> list[Round]:
    held = campaign.rounds.filter(purpose__in=BALLOTS, is_superseded=False)
    order = [*Purpose]
    rounds = [each for each in held.select_related("poll", "opening__post__department") if each.is_counted]
    return sorted(rounds, key=lambda each: (order.index(Purpose(each.purpose)), each.pk))


def _figures(held: Round) -> dict[str, Any]:
    return {
        "title": f"{held.opening}{held}" if held.opening else str(held),
        "validity": voices.validity(held),
        **result_table.consent(held),
    }
