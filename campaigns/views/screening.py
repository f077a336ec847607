"""资格审查: what each rule asks, what the person has, and what a named person concludes."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST
from django.views.generic import TemplateView

from campaigns import permissions
from campaigns.findings import findings_of
from campaigns.services import screening
from selection.accounts.acts import Act
from selection.chinese import day
from selection.forms import refusals_as_messages, safe_next

from .lookup import campaign_of, candidacy_of, user_of


class Screening(LoginRequiredMixin, TemplateView):
    """A card a person: the table of requirements, and the conclusion."""

    template_name = "campaigns/screening.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        campaign = campaign_of(self.request, kwargs["pk"])
        people = list(
            campaign.live()
            .select_related("screened_by", "staff__department", "opening__post__department__organisation")
            .select_related("opening__campaign__plan__organisation")
            .prefetch_related("waivers")
        )
        user = user_of(self.request)
        may_run = permissions.may_run(campaign, user) and campaign.is_running
        changed = screening.changed_since(campaign, people) if may_run else set()
        return super().get_context_data(**kwargs) | {
            "campaign": campaign,
            "plan": campaign.plan,
            "people": [findings_of(person, is_outdated=person.pk in changed) for person in people],
            "changed": [person for person in people if person.pk in changed],
            "unscreened": sum(person.screening is None for person in people),
            "may_run": may_run,
            "may_mend": may_run and user.may(Act.MANAGE_REGISTER, campaign.organisation),
        }


@login_required
@require_POST
@refusals_as_messages("campaigns:screening")
def screen(request: HttpRequest, pk: int) -> HttpResponse:
    campaign = campaign_of(request, pk)
    screened = screening.screen_all(campaign, by=user_of(request))
    messages.success(
        request, f"已按{day(campaign.plan.reference_on)}的情况审查{len(screened)}人，请逐人作出结论"
    )
    return redirect("campaigns:screening", pk=pk)


@login_required
@require_POST
@refusals_as_messages
def conclude(request: HttpRequest, pk: int) -> HttpResponse:
    person = candidacy_of(request, pk)
    screening.conclude(
        person,
        request.POST.get("conclusion", ""),
        by=user_of(request),
        remark=request.POST.get("remark", "")[:300],
    )
    messages.success(request, f"{person.staff.name}：{person.get_screening_conclusion_display()}")
    return redirect(safe_next(request))
