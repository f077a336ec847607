"""反映事项: the register, and one objection from receipt to conclusion.

What was reported and what was found is for discipline and whoever registered it; who runs the campaign
knows of whom and how far it is; everybody else at work on it sees how many there are.
"""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from campaigns import permissions
from campaigns.choices import ObjectionConclusion, Standing
from campaigns.forms.objections import InvestigateForm, ReceiveForm, ResolveForm, persons
from campaigns.forms.refusing import RefusingFormView
from campaigns.models import Campaign, Objection
from campaigns.services import objections
from selection.forms import refusals_as_messages

from .lookup import campaign_of, runner_only, user_of

ALONG = (
    "campaign__plan__organisation",
    "candidacy__staff__department",
    "candidacy__opening__post__department",
)


class Register(RefusingFormView):
    """How many there are and how far they are; rows for those who deal with them."""

    template_name = "campaigns/objections.html"
    form_class = ReceiveForm
    campaign: Campaign

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if request.user.is_authenticated:
            self.campaign = campaign_of(request, kwargs["pk"])
            if request.method == "POST":
                runner_only(request, self.campaign.plan)
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"campaign": self.campaign}

    def get_initial(self) -> dict[str, Any]:
        asked = self.request.GET.get("person", "")
        return {"person": asked} if asked.isdigit() else {}

    def act(self, form: ReceiveForm) -> None:
        given = dict(form.cleaned_data)
        self.found = objections.receive(given.pop("person"), by=user_of(self.request), **given)
        messages.success(self.request, "已登记反映事项，请安排核查")

    def get_success_url(self) -> str:
        return reverse("campaigns:objection", args=[self.found.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        campaign, user = self.campaign, user_of(self.request)
        states = list(campaign.objections.values_list("state", flat=True))
        may_run = permissions.may_run(campaign, user)
        may_receive = may_run and campaign.is_running and not campaign.is_suspended
        return super().get_context_data(**kwargs) | {
            "campaign": campaign,
            "plan": campaign.plan,
            "counts": [(label, states.count(state)) for state, label in Objection.State.choices],
            "total": len(states),
            "rows": _rows(campaign, user),
            "may_run": may_run,
            "may_receive": may_receive,
            "has_persons": may_receive and persons(campaign).exists(),
        }


def _rows(campaign: Campaign, user: Any) -> list[dict[str, Any]]:
    """Those that the user deals with, each with its content where the user may read it."""
    if permissions.is_recused(campaign.plan, user):
        return []
    may_run = permissions.may_run(campaign, user)
    found = Objection.objects.visible_to(user).filter(campaign=campaign).select_related(*ALONG)
    rows = [{"objection": each, "may_read": permissions.knows(each, user)} for each in found]
    return [row for row in rows if may_run or row["may_read"]]


def _objection_of(request: HttpRequest, pk: int) -> Objection:
    user = user_of(request)
    visible = Objection.objects.visible_to(user).select_related(*ALONG, "entered_by")
    found = get_object_or_404(visible, pk=pk)
    if not permissions.may_deal_with(found, user):
        raise Http404
    return found


class ObjectionPage(RefusingFormView):
    """One objection; the form on it concludes it."""

    template_name = "campaigns/objection.html"
    form_class = ResolveForm
    objection: Objection

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if request.user.is_authenticated:
            self.objection = _objection_of(request, kwargs["pk"])
            if request.method == "POST" and not permissions.may_look_into(self.objection, user_of(request)):
                raise Http404
        return super().dispatch(request, *args, **kwargs)

    def act(self, form: ResolveForm) -> None:
        objections.resolve(self.objection, by=user_of(self.request), **form.cleaned_data)
        messages.success(self.request, "反映事项已办结")

    def get_success_url(self) -> str:
        return reverse("campaigns:objection", args=[self.objection.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, objection = user_of(self.request), Objection.objects.get(pk=self.objection.pk)
        campaign, person = self.objection.campaign, self.objection.candidacy
        may_run = permissions.may_run(campaign, user)
        may_look = permissions.may_look_into(objection, user)
        is_open = objection.state != Objection.State.RESOLVED
        is_running = campaign.is_running and not campaign.is_suspended
        return super().get_context_data(**kwargs) | {
            "campaign": campaign,
            "plan": campaign.plan,
            "objection": objection,
            "person": person,
            "may_read": permissions.may_read(objection, user),
            "may_act": may_look and is_running and is_open,
            "may_investigate": may_look and is_running and objection.state == Objection.State.RECEIVED,
            "investigate_form": InvestigateForm(auto_id="investigate-%s"),
            "next": _next(objection) if may_run and is_running and not is_open else "",
        }


def _next(objection: Objection) -> str:
    """What the conclusion asks to be done about the person."""
    person = objection.candidacy
    name = person.staff.name
    if objection.conclusion == ObjectionConclusion.AFFECTING and person.standing != Standing.EXCLUDED:
        return f"结论为影响任用，请对{name}作暂缓或不再列为人选处理"
    is_held = person.standing == Standing.HELD and not person.objections.open().exists()
    return f"反映事项均已办结，{name}可以恢复办理" if is_held else ""


@login_required
@require_POST
@refusals_as_messages("campaigns:objection")
def investigate(request: HttpRequest, pk: int) -> HttpResponse:
    objection = _objection_of(request, pk)
    said = request.POST.get("investigator", "")[:60]
    objections.investigate(objection, by=user_of(request), investigator=said)
    messages.success(request, "已安排核查，查清后请填写核查结论")
    return redirect("campaigns:objection", pk=pk)
