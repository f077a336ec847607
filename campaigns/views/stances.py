"""Enter each member's stance under the item by which the body decides."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse

from campaigns.forms.refusing import RefusingFormView
from campaigns.forms.stances import StancesForm
from campaigns.models import AgendaItem, Campaign
from campaigns.services import taking_stances

from .lookup import runner_only, user_of


class Stances(RefusingFormView):
    """One row a member, in the order of speaking; the members and persons are those of the meeting."""

    template_name = "campaigns/stances.html"
    form_class = StancesForm
    item: AgendaItem

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if request.user.is_authenticated:
            visible = Campaign.objects.visible_to(user_of(request))
            items = AgendaItem.objects.filter(campaign__in=visible).select_related(
                "meeting__body", "meeting__plan", "campaign__plan__organisation"
            )
            self.item = get_object_or_404(items, pk=kwargs["pk"])
            runner_only(request, self.item.meeting.plan)
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"item": self.item}

    def act(self, form: StancesForm) -> None:
        taking_stances.record(
            self.item,
            by=user_of(self.request),
            order=form.order(),
            said=form.said(),
            words=form.words(),
        )
        messages.success(self.request, "已登记成员表态")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "campaign": self.item.campaign,
            "plan": self.item.meeting.plan,
            "item": self.item,
        }

    def get_success_url(self) -> str:
        return reverse("campaigns:meeting", args=[self.item.meeting_id])
