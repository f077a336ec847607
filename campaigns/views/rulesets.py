"""Which rulebooks are there, and what does one of them say?"""

from __future__ import annotations

from typing import Any

from django.contrib.auth.mixins import LoginRequiredMixin
from django.db.models import QuerySet
from django.views.generic import DetailView, ListView

from campaigns.models import Adoption, RulesetVersion
from campaigns.rulesets.sentences import sentences


class RulesetPages(LoginRequiredMixin):
    """What both pages share: whose rulebooks these are, and which one the user's own school works by."""

    request: Any

    def get_queryset(self) -> QuerySet[RulesetVersion]:
        return RulesetVersion.objects.visible_to(self.request.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        adopted = Adoption.objects.filter(organisation=self.request.user.organisation_id).first()
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {"adopted": adopted.ruleset_id if adopted else None}


class RulesetList(RulesetPages, ListView):
    template_name = "campaigns/rulesets.html"
    context_object_name = "versions"


class RulesetDetail(RulesetPages, DetailView):
    template_name = "campaigns/ruleset.html"
    context_object_name = "version"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        ruleset = self.object.ruleset
        return super().get_context_data(ruleset=ruleset, sections=sentences(ruleset), **kwargs)
