"""例外事项: ask, grant by a meeting, hand in to the bureau, refuse."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST
from django.views.generic import TemplateView

from campaigns import permissions
from campaigns.choices import Approver
from campaigns.exceptions import wanted
from campaigns.forms.reasons import ReasonForm
from campaigns.forms.refusing import RefusingFormView
from campaigns.forms.waivers import GrantForm, ReasonedForm, WaiverForm
from campaigns.models import Campaign, Waiver
from campaigns.naming import exception
from campaigns.services import waiving
from selection.accounts.models import User
from selection.forms import refusals_as_messages
from selection.records import attachments
from selection.records.models import Attachment, Review
from selection.records.parts import Returned

from .lookup import campaign_of, runner_only, user_of
from .running import CampaignFormView


class Waivers(LoginRequiredMixin, TemplateView):
    """What still needs an exception, what was asked for, and what was answered."""

    template_name = "campaigns/waivers.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        campaign, user = campaign_of(self.request, kwargs["pk"]), user_of(self.request)
        may_see = permissions.may_see_figures(campaign.plan, user)
        asked = campaign.waivers.select_related(
            "candidacy__staff__department", "agenda_item__meeting", "review", "proof", "requested_by"
        )
        return super().get_context_data(**kwargs) | {
            "campaign": campaign,
            "plan": campaign.plan,
            "wanted": [(each, exception(each, may_see)) for each in wanted(campaign)]
            if campaign.is_running
            else [],
            "asked": [_row(each, user, campaign) | {"sentence": exception(each, may_see)} for each in asked],
            "may_run": permissions.may_run(campaign, user) and campaign.is_running,
            "may_grant": any(each.is_open and each.approver == Approver.SCHOOL_MEETING for each in asked),
            "grant_form": GrantForm(campaign=campaign),
            "reason_form": ReasonForm(),
        }


def _row(waiver: Waiver, user: Any, campaign: Campaign) -> dict[str, Any]:
    bureau = waiver.approver == Approver.BUREAU
    pending = bool(waiver.review and waiver.review.state == "pending")
    return {
        "waiver": waiver,
        "came_back": waiver.is_open and waiver.review is not None and waiver.review.may_be_mended,
        "to_hand_in": waiver.is_open and bureau and not pending,
        "is_pending": pending,
        "awaits_meeting": waiver.is_open and waiver.agenda_item is not None,
        "may_refuse": waiver.is_open
        and user.may("review_bureau" if bureau else "decide", campaign.organisation),
    }


class WaiverNew(CampaignFormView):
    """Ask for one or several exceptions with one reason; ``?person=`` or ``?rule=`` ticks what it means."""

    template_name = "campaigns/waiver_new.html"
    form_class = WaiverForm

    def get_initial(self) -> dict[str, Any]:
        person, rule = (self.request.GET.get(name, "") for name in ("person", "rule"))
        return {
            "wanted": [
                each.key
                for each in wanted(self.campaign)
                if each.rule == rule or (each.candidacy and str(each.candidacy.pk) == person)
            ]
        }

    def act(self, form: WaiverForm) -> None:
        by, proof = user_of(self.request), form.cleaned_data["proof"]
        kept = _keep(proof, self.campaign, by)
        for each in form.chosen():
            waiving.request(
                self.campaign,
                each.rule,
                each.sentence,
                by=by,
                reason=form.cleaned_data["reason"],
                candidacy=each.candidacy,
                proof=kept,
                expires_on=form.cleaned_data["expires_on"],
            )
        messages.success(self.request, "已提出例外申请，请按批准机关办理")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return context | {"has_wanted": bool(context["form"].by_key)}

    def get_success_url(self) -> str:
        return reverse("campaigns:waivers", args=[self.campaign.pk])


@login_required
@require_POST
@refusals_as_messages("campaigns:waivers")
def grant(request: HttpRequest, pk: int) -> HttpResponse:
    """One agenda item, recorded already, grants the ticked ones."""
    campaign = campaign_of(request, pk)
    form = GrantForm(request.POST, campaign=campaign)
    if form.is_valid():
        waiving.grant_by_meeting(form.cleaned_data["waivers"], form.cleaned_data["item"], by=user_of(request))
        messages.success(request, "已登记会议同意的例外事项")
    else:
        messages.error(request, "请选择研究例外事项的会议，并勾选同意的例外事项")
    return redirect("campaigns:waivers", pk=pk)


class WaiverMend(Returned, RefusingFormView):
    """An exception that came back from the bureau: mend its reason or proof, and hand it in anew."""

    template_name = "campaigns/waiver.html"
    form_class = ReasonedForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if request.user.is_authenticated:
            self.waiver = _waiver_of(request, kwargs["pk"])
            runner_only(request, self.waiver.campaign.plan)
            review = self.waiver.review
            if request.method == "GET" and not (self.waiver.is_open and review and review.may_be_mended):
                return redirect("campaigns:waivers", pk=self.waiver.campaign_id)
        return super().dispatch(request, *args, **kwargs)

    def review_of_form(self) -> Review | None:
        return self.waiver.review

    def get_initial(self) -> dict[str, Any]:
        return {"reason": self.waiver.reason, "expires_on": self.waiver.expires_on}

    def act(self, form: ReasonedForm) -> None:
        by, reason = user_of(self.request), form.cleaned_data["reason"]
        proof = _keep(form.cleaned_data["proof"], self.waiver.campaign, by)
        until = form.cleaned_data["expires_on"]
        waiving.resubmit(self.waiver, by=by, reason=reason, proof=proof, expires_on=until)
        messages.success(self.request, "已重新报教育局审批")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        campaign = self.waiver.campaign
        return super().get_context_data(**kwargs) | {
            "campaign": campaign,
            "plan": campaign.plan,
            "waiver": self.waiver,
            "sentence": exception(self.waiver),
        }

    def get_success_url(self) -> str:
        return reverse("campaigns:waivers", args=[self.waiver.campaign_id])


def _keep(proof: Any, campaign: Campaign, by: User) -> Attachment | None:
    return attachments.keep(proof, campaign.organisation, by, ledger=campaign.ledger) if proof else None


def _waiver_of(request: HttpRequest, pk: int) -> Waiver:
    visible = Campaign.objects.visible_to(user_of(request))
    return get_object_or_404(Waiver.objects.filter(campaign__in=visible), pk=pk)


@login_required
@require_POST
@refusals_as_messages
def hand_in(request: HttpRequest, pk: int) -> HttpResponse:
    waiver = _waiver_of(request, pk)
    waiving.submit_to_bureau(waiver, by=user_of(request))
    messages.success(request, "已报教育局审批")
    return redirect("campaigns:waivers", pk=waiver.campaign_id)


@login_required
@require_POST
@refusals_as_messages
def refuse(request: HttpRequest, pk: int) -> HttpResponse:
    waiver = _waiver_of(request, pk)
    waiving.refuse(waiver, by=user_of(request), reason=request.POST.get("reason", ""))
    messages.success(request, "已登记不批准")
    return redirect("campaigns:waivers", pk=waiver.campaign_id)
