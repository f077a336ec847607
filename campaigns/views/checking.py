"""逐人核查: who was checked by which sheet, and one sheet of one person."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.views.generic import TemplateView

from campaigns import checking
from campaigns.checks import SHEETS, Found
from campaigns.forms.checking import CheckForm
from campaigns.forms.refusing import RefusingFormView
from campaigns.services import checking as service
from selection.records import attachments
from selection.records.versions import Edited, Versioned

from .lookup import campaign_of, candidacy_of, runner_only, user_of


class Checks(LoginRequiredMixin, TemplateView):
    """A line a person, a link a sheet."""

    template_name = "campaigns/checks.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        campaign = campaign_of(self.request, kwargs["pk"])
        runner_only(self.request, campaign.plan)
        return super().get_context_data(**kwargs) | {
            "campaign": campaign,
            "plan": campaign.plan,
            "people": checking.people(campaign),
        }


class CheckSheet(Versioned, RefusingFormView):
    template_name = "campaigns/check.html"
    form_class = CheckForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if request.user.is_authenticated:
            self.person = candidacy_of(request, kwargs["pk"])
            runner_only(request, self.person.campaign.plan)
            if kwargs["sheet"] not in self.person.ruleset.inspection.sheets:
                raise Http404
        return super().dispatch(request, *args, **kwargs)

    def edited(self) -> Edited:
        campaign, sheet = self.person.campaign, SHEETS[self.kwargs["sheet"]].title
        about = f"candidacy:{service.first_of(self.person).pk}"
        return Edited(campaign.ledger, about, frozenset({service.CHECKING}), {"sheet": sheet})

    def get_form_kwargs(self) -> dict[str, Any]:
        key = self.kwargs["sheet"]
        entered = self.person.person_checks.filter(sheet=key)
        known = checking.known_to_register(self.person, key)
        known |= {each.item: Found(each.result, each.remark) for each in entered}
        return super().get_form_kwargs() | {"sheet": SHEETS[key], "known": known}

    def act(self, form: CheckForm) -> None:
        by, campaign, scan = user_of(self.request), self.person.campaign, form.cleaned_data["scan"]
        kept = attachments.keep(scan, campaign.organisation, by, ledger=campaign.ledger) if scan else None
        service.enter(
            self.person,
            self.kwargs["sheet"],
            form.found,
            by=by,
            checked_on=form.cleaned_data["checked_on"],
            attachment=kept,
        )
        messages.success(self.request, f"已登记{self.person.staff.name}的核查结果")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        campaign = self.person.campaign
        return super().get_context_data(**kwargs) | {
            "person": self.person,
            "campaign": campaign,
            "plan": campaign.plan,
            "sheet": SHEETS[self.kwargs["sheet"]],
        }

    def get_success_url(self) -> str:
        return reverse("campaigns:checks", args=[self.person.campaign.pk])
