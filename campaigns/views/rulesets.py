"""Which rulebooks are there, what does one of them say, and in what do two differ?"""

from __future__ import annotations

from typing import Any

from django.contrib.auth.mixins import LoginRequiredMixin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.views.generic import DetailView, ListView

from campaigns.models import Adoption, Interpretation, RulesetDraft, RulesetVersion
from campaigns.rulesets.difference import differences
from campaigns.rulesets.sentences import sentences
from campaigns.services import rulemaking
from selection.accounts.models import Organisation

from .lookup import own_organisation, user_of


def version_of(request: HttpRequest, pk: int) -> RulesetVersion:
    return get_object_or_404(RulesetVersion.objects.visible_to(user_of(request)), pk=pk)


class RulesetPages(LoginRequiredMixin):
    """What the pages share: whose rulebooks these are, and which one the user's own school works by."""

    request: Any

    def get_queryset(self) -> QuerySet[RulesetVersion]:
        return RulesetVersion.objects.visible_to(self.request.user).select_related("owner")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, own = user_of(self.request), own_organisation(self.request)
        adopted = Adoption.objects.filter(organisation=own).first()
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {
            "adopted": adopted.ruleset_id if adopted else None,
            "may_draw_up": rulemaking.may_draw_up(own, user),
        }


class RulesetList(RulesetPages, ListView):
    template_name = "campaigns/rulesets.html"
    context_object_name = "versions"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = user_of(self.request)
        drafts = RulesetDraft.objects.visible_to(user).filter(published_as=None)
        open_to = RulesetVersion.objects.open_to(own_organisation(self.request)).values_list("pk", flat=True)
        return super().get_context_data(
            drafts=drafts.select_related("organisation", "base", "review"), offered=set(open_to), **kwargs
        )


class RulesetDetail(RulesetPages, DetailView):
    template_name = "campaigns/ruleset.html"
    context_object_name = "version"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        version, organisation = self.object, own_organisation(self.request)
        offered_by = version.offered_by.filter(pk=organisation.bureau.pk)
        return super().get_context_data(
            ruleset=version.ruleset,
            sections=sentences(version.ruleset),
            readings=Interpretation.objects.of(version, organisation),
            others=self.get_queryset().exclude(pk=version.pk),
            is_bureau=organisation.kind == Organisation.Kind.BUREAU,
            is_offered=offered_by.exists(),
            **kwargs,
        )


class RulesetCompare(RulesetPages, DetailView):
    """Two rulebooks, or two versions of one, side by side."""

    template_name = "campaigns/ruleset_compare.html"
    context_object_name = "version"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked = self.request.GET.get("other", "")
        other = version_of(self.request, int(asked) if asked.isdecimal() else self.object.pk)
        return super().get_context_data(
            other=other, differences=differences(self.object.ruleset, other.ruleset), **kwargs
        )
