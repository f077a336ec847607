"""Appoint those whose publicity is over, and see what stands in the way of the others."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from campaigns import permissions
from campaigns.appointees import appointees, too_many
from campaigns.choices import Stage
from campaigns.forms.appointing import AppointForm
from campaigns.forms.reasons import ReasonForm
from campaigns.forms.refusing import RefusingFormView
from campaigns.models import Appointment, Plan
from campaigns.services import annulling, appointing
from selection import clock
from selection.forms import refusals_as_messages

from .lookup import campaign_of, user_of


class Appointments(RefusingFormView):
    """Each person of the last stage; the officer or a deciding leader appoints from here."""

    template_name = "campaigns/appointments.html"
    form_class = AppointForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if request.user.is_authenticated:
            self.campaign = campaign_of(request, kwargs["pk"])
            plan, user = self.campaign.plan, user_of(request)
            self.may_appoint = permissions.may_run_plan(plan, user) or permissions.may_decide(plan, user)
            if request.method == "POST" and not self.may_appoint:
                raise Http404
            self.starts_on = max(plan.starts_on, clock.today())
            self.rows = appointees(self.campaign, self.starts_on)
        return super().dispatch(request, *args, **kwargs)

    def get_initial(self) -> dict[str, Any]:
        ready = [
            row.person for row in self.rows if row.is_ready and not row.is_waiting and not row.is_drafted
        ]
        return {"starts_on": self.starts_on, "people": ready}

    def get_form_kwargs(self) -> dict[str, Any]:
        ready = [row.person for row in self.rows if row.is_ready]
        return super().get_form_kwargs() | {"ready": ready}

    def act(self, form: AppointForm) -> None:
        by = user_of(self.request)
        dated = form.dated(self.campaign.plan, by)
        made = appointing.appoint(form.cleaned_data["people"], by=by, **form.facts(), **dated)
        names = "、".join(each.candidacy.staff.name for each in made)
        self.drafted = next((each.paper_id for each in made if each.paper_id), None)
        if self.drafted is not None:
            messages.success(self.request, "聘任文件已起草，请预览、核对文字；学校领导签发后聘任生效")
        else:
            waits = "，由第二人核实后生效" if dated["is_backfilled"] else ""
            messages.success(self.request, f"已办理{names}的聘任手续{waits}")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        campaign, user = self.campaign, user_of(self.request)
        return super().get_context_data(**kwargs) | {
            "campaign": campaign,
            "plan": campaign.plan,
            "rows": self.rows,
            "is_time": campaign.stage == Stage.FILE and not campaign.is_suspended,
            "is_early": campaign.is_running and campaign.stage != Stage.FILE,
            "has_ready": any(row.is_ready for row in self.rows),
            "may_appoint": self.may_appoint,
            "too_many": too_many(campaign) if campaign.stage == Stage.FILE else [],
            "may_confirm": permissions.may_confirm(campaign.plan, user),
            "may_void": permissions.may_void(campaign, user),
            "reason_form": ReasonForm(),
        }

    def get_success_url(self) -> str:
        if self.drafted is not None:
            return reverse("records:paper", args=[self.drafted])
        return reverse("campaigns:appointments", args=[self.campaign.pk])


@login_required
@require_POST
@refusals_as_messages
def void(request: HttpRequest, pk: int) -> HttpResponse:
    """The bureau declares one appointment invalid."""
    visible = Plan.objects.visible_to(user_of(request))
    found = Appointment.objects.filter(candidacy__opening__campaign__plan__in=visible)
    appointment = get_object_or_404(found.select_related("candidacy__staff", "candidacy__opening"), pk=pk)
    annulling.void(appointment, by=user_of(request), reason=request.POST.get("reason", ""))
    messages.success(request, f"{appointment.candidacy.staff.name}的聘任已宣布无效")
    return redirect("campaigns:appointments", pk=appointment.candidacy.opening.campaign_id)
