"""Everything about one person in one selection, stage by stage."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.mixins import LoginRequiredMixin
from django.views.generic import DetailView

from campaigns import permissions
from campaigns.dossiers import sections
from campaigns.findings import findings_of
from campaigns.models import Candidacy
from campaigns.moves import moves_for

from .lookup import candidacy_of, user_of


class CandidacyPage(LoginRequiredMixin, DetailView):
    template_name = "campaigns/candidacy.html"
    context_object_name = "person"

    def get_object(self, queryset: Any = None) -> Candidacy:
        return candidacy_of(self.request, self.kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        person, user = self.object, user_of(self.request)
        campaign = person.campaign
        may_run = permissions.may_run(campaign, user) and campaign.is_running
        course = sections(person, with_figures=permissions.may_see_figures(campaign.plan, user))
        return super().get_context_data(**kwargs) | {
            "campaign": campaign,
            "plan": campaign.plan,
            "staff": person.staff,
            "age": person.staff.age_on(campaign.plan.reference_on),
            "findings": findings_of(person),
            "sections": [section for section in course if section.entries],
            "not_yet": [section.title for section in course if not section.entries],
            "may_run": may_run,
            "moves": moves_for(person) if may_run else [],
        }
