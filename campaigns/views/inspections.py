"""What the team writes and signs of each person, and the request to discipline."""

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

from campaigns import inspecting as standing
from campaigns import permissions
from campaigns.choices import ActKind, Stage
from campaigns.forms.inspecting import InspectionForm, InspectionPaperForm
from campaigns.forms.refusing import RefusingFormView
from campaigns.models import Campaign, Candidacy, Inspection
from campaigns.services import carrying_over, inspecting
from selection.forms import refusals_as_messages
from selection.reasons import Refused
from selection.records.versions import Edited, Versioned

from .lookup import campaign_of, candidacy_of, runner_only, user_of


class Inspections(LoginRequiredMixin, TemplateView):
    """A line per person: the text, its signatures, discipline's opinion."""

    template_name = "campaigns/inspections.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        campaign, user = campaign_of(self.request, kwargs["pk"]), user_of(self.request)
        plan, rules = campaign.plan, campaign.ruleset.inspection
        may_run = permissions.may_run(campaign, user) and campaign.is_running
        is_time = campaign.stage in inspecting.BESIDE_THE_STAGES and not campaign.is_suspended
        lines = standing.lines(campaign)
        open_opinions = standing.opinions_readable_by(user).filter(candidacy__opening__campaign=campaign)
        return super().get_context_data(**kwargs) | {
            "campaign": campaign,
            "plan": plan,
            "rules": rules,
            "lines": lines,
            "may_run": may_run,
            "may_ask": may_run and campaign.stage in inspecting.BESIDE_THE_STAGES,
            "may_carry_over": is_time and carrying_over.may_carry_over(plan, user),
            "unasked": {line.person.staff_id for line in lines if line.opinion is None},
            "may_write": standing.may_write(plan, user) and campaign.stage == Stage.INSPECT,
            "may_read": standing.may_read(plan, user),
            "opinions": set(open_opinions.values_list("pk", flat=True)),
            "notice": campaign.done(ActKind.INSPECTION_NOTICE).last(),
            "is_early": campaign.stage in (Stage.RECOMMEND, Stage.EVALUATE),
        }


@login_required
@require_POST
@refusals_as_messages("campaigns:inspections")
def ask_discipline(request: HttpRequest, pk: int) -> HttpResponse:
    """征求廉政意见 of one person, or of everybody of whom it has not been asked."""
    campaign = campaign_of(request, pk)
    runner_only(request, campaign.plan)
    persons = _to_ask(request, campaign)
    if not persons:
        raise Refused("在办的人选都已征求廉政意见")
    for person in persons:
        inspecting.ask_discipline(person, by=user_of(request))
    names = dict.fromkeys(person.staff.name for person in persons)
    messages.success(request, f"已就{'、'.join(names)}征求纪检机关意见")
    return redirect("campaigns:inspections", pk=pk)


def _to_ask(request: HttpRequest, campaign: Campaign) -> list[Candidacy]:
    if (chosen := request.POST.get("person", "")).isdigit():
        return [get_object_or_404(campaign.live(), pk=chosen)]
    return [line.person for line in standing.lines(campaign) if line.opinion is None]


class PersonFormView(RefusingFormView):
    """A form about one person whom the user may see."""

    person: Candidacy

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if request.user.is_authenticated:
            self.person = candidacy_of(request, kwargs["pk"])
            self.allow(request)
        return super().dispatch(request, *args, **kwargs)

    def allow(self, request: HttpRequest) -> None:
        """404 for whom the page is not meant."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        campaign = self.person.campaign
        return super().get_context_data(**kwargs) | {
            "person": self.person,
            "campaign": campaign,
            "plan": campaign.plan,
        }


class InspectionPage(Versioned, PersonFormView):
    """The text that stands, its versions and signatures; the form for those who write."""

    template_name = "campaigns/inspection.html"
    form_class = InspectionForm

    def edited(self) -> Edited:
        campaign = self.person.campaign
        return Edited(campaign.ledger, f"candidacy:{self.person.pk}", inspecting.WRITING)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"person": self.person}

    def act(self, form: InspectionForm) -> None:
        inspecting.write(self.person, by=user_of(self.request), **form.texts())
        messages.success(self.request, f"已保存{self.person.staff.name}的考察材料")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        person, user = self.person, user_of(self.request)
        campaign = person.campaign
        plan, line = campaign.plan, standing.line_of(person, campaign)
        is_time = campaign.stage == Stage.INSPECT and not campaign.is_suspended and person.is_live
        may_inspect = permissions.may_inspect(plan, user)
        may_read, found = standing.may_read(plan, user), line.inspection
        return super().get_context_data(**kwargs) | {
            "line": line,
            "found": found,
            "parts": standing.written(found) if found and may_read else [],
            "earlier": _earlier(person) if may_read else [],
            "may_read": may_read,
            "may_write": is_time and standing.may_write(plan, user),
            "may_enter": is_time and permissions.may_run_plan(plan, user),
            "may_sign": is_time and may_inspect and line.is_complete and user in line.unsigned,
            "is_time": is_time,
        }

    def get_success_url(self) -> str:
        return reverse("campaigns:inspection", args=[self.person.pk])


def _earlier(person: Candidacy) -> list[tuple[Inspection, list[tuple[str, str]]]]:
    """Superseded versions, the latest first."""
    versions = person.inspections.filter(is_superseded=True).select_related("entered_by")
    return [(each, standing.written(each)) for each in versions.order_by("-pk")]


@login_required
@require_POST
@refusals_as_messages
def sign(request: HttpRequest, pk: int) -> HttpResponse:
    """A member of the team signs the version that was on the page."""
    visible = Candidacy.objects.visible_to(user_of(request))
    found = get_object_or_404(Inspection.objects.filter(candidacy__in=visible), pk=pk)
    inspecting.sign(found, by=user_of(request))
    messages.success(request, f"已签署{found.candidacy.staff.name}的考察材料")
    return redirect("campaigns:inspection", pk=found.candidacy_id)


class InspectionPaper(PersonFormView):
    """A text that the team wrote and signed on paper."""

    template_name = "campaigns/inspection_paper.html"
    form_class = InspectionPaperForm

    def allow(self, request: HttpRequest) -> None:
        runner_only(request, self.person.campaign.plan)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"person": self.person}

    def act(self, form: InspectionPaperForm) -> None:
        by = user_of(self.request)
        entered = form.entered(self.person.campaign.plan, by)
        inspecting.enter_on_paper(self.person, by=by, **entered, **form.texts())
        messages.success(self.request, "已补录考察材料，由第二人核实后生效")

    def get_success_url(self) -> str:
        return reverse("campaigns:inspection", args=[self.person.pk])
