"""反映事项: the register, and one objection from receipt to conclusion.

What was reported and what was found is for discipline and whoever registered it; who runs the campaign
knows of whom and how far it is, of what stayed at the school; everybody else at work on it, and the school
of what went past it, sees how many there are. Investigators have pages of their own.
"""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from campaigns import permissions, recusal
from campaigns.choices import Disposition, ObjectionConclusion, Standing
from campaigns.forms.investigating import AdmonishForm, AssignForm, ReplaceForm, ResolveForm
from campaigns.forms.objections import ReceiveForm
from campaigns.forms.refusing import RefusingFormView
from campaigns.models import Campaign, Letter, Objection
from campaigns.services import investigating, objections
from selection.forms import refusals_as_messages
from selection.reasons import Refused

from .lookup import campaign_of, user_of

ALONG = (
    "campaign__plan__organisation",
    "staff__department",
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
                _registrar_only(request, self.campaign)
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"campaign": self.campaign}

    def get_initial(self) -> dict[str, Any]:
        asked = self.request.GET.get("person", "")
        return {"person": asked} if asked.isdigit() else {}

    def act(self, form: ReceiveForm) -> None:
        given, by = dict(form.cleaned_data), user_of(self.request)
        person, staff = given.pop("person"), given.pop("staff")
        if person is not None:
            self.found = objections.receive(person, by=by, **given)
        else:
            self.found = objections.receive_on(self.campaign, staff, by=by, **given)
        if permissions.may_look_into(self.found, by):
            messages.success(self.request, "已登记反映事项，请安排核查")
        else:
            messages.success(self.request, "已登记，写到了校长、书记或人事干部，由教育局纪检办理")

    def get_success_url(self) -> str:
        if permissions.may_deal_with(self.found, user_of(self.request)):
            return self.found.get_absolute_url()
        return reverse("campaigns:objections", args=[self.campaign.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        campaign, user = self.campaign, user_of(self.request)
        states = list(campaign.objections.values_list("state", flat=True))
        may_register = permissions.may_register(campaign, user)
        may_receive = may_register and campaign.is_running and not campaign.is_suspended
        return super().get_context_data(**kwargs) | {
            "campaign": campaign,
            "plan": campaign.plan,
            "counts": [(label, states.count(state)) for state, label in Objection.State.choices],
            "total": len(states),
            "rows": _rows(campaign, user),
            "may_act": may_register,
            "may_receive": may_receive,
            "not_yet": objections.before_the_motion(campaign) if may_receive else "",
        }


def _registrar_only(request: HttpRequest, campaign: Campaign) -> None:
    if not permissions.may_register(campaign, user_of(request)):
        raise Http404


def _rows(campaign: Campaign, user: Any) -> list[dict[str, Any]]:
    """Those that the user deals with, each with its content where the user may read it."""
    if permissions.is_recused(campaign.plan, user):
        return []
    may_run = permissions.may_run(campaign, user)
    found = Objection.objects.visible_to(user).filter(campaign=campaign).select_related(*ALONG)
    return [
        {"objection": each, "may_read": permissions.knows(each, user)}
        for each in found
        if permissions.knows(each, user) or (may_run and each.is_of_the_school)
    ]


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

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"objection": self.objection}

    def get_initial(self) -> dict[str, Any]:
        may_read = permissions.may_read(self.objection, user_of(self.request))
        return ResolveForm.proposed(self.objection) if may_read else {}

    def act(self, form: ResolveForm) -> None:
        followed = objections.resolve(self.objection, by=user_of(self.request), **form.cleaned_data)
        messages.success(self.request, "；".join(["反映事项已办结", *followed]))

    def get_success_url(self) -> str:
        return self.objection.get_absolute_url()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, objection = user_of(self.request), Objection.objects.get(pk=self.objection.pk)
        campaign = self.objection.campaign
        may_look = permissions.may_look_into(objection, user)
        is_running = campaign.is_running and not campaign.is_suspended
        may_act = may_look and is_running and objection.is_open
        may_talk = may_look and is_running and objection.disposition == Disposition.ADMONISH
        return super().get_context_data(**kwargs) | {
            "campaign": campaign,
            "plan": campaign.plan,
            "objection": objection,
            "person": self.objection.candidacy,
            "staff": self.objection.staff,
            "may_read": permissions.may_read(objection, user),
            "may_act": may_act,
            "investigators": _investigators(objection, may_act),
            "former": objection.investigators.exclude(ended_on=None).select_related("user"),
            "assign_form": AssignForm(objection=objection, auto_id="assign-%s") if may_act else None,
            "notes": _notes(objection, user),
            "admonish_form": AdmonishForm(auto_id="talk-%s") if may_talk else None,
            "unanswered": _unanswered(objection, user),
            "next": _next(objection) if permissions.may_run(campaign, user) and is_running else "",
        }


def _investigators(objection: Objection, may_act: bool) -> list[dict[str, Any]]:
    """Those named, what speaks against one now, and the form that names another in the place."""
    return [
        {
            "user": each.user,
            "pk": each.pk,
            "bars": list(recusal.bars(objection, each.user)) if may_act else [],
            "form": ReplaceForm(objection=objection, auto_id=f"replace-{each.pk}-%s") if may_act else None,
        }
        for each in objection.investigators.current().select_related("user")
    ]


def _notes(objection: Objection, user: Any) -> Any:
    if not permissions.may_read_notes(objection, user):
        return []
    return objection.notes.select_related("made_by").prefetch_related("attachments")


def _unanswered(objection: Objection, user: Any) -> Letter | None:
    """A letter behind it that its writer waits for an answer to."""
    behind = Letter.objects.open_to(user).filter(objections=objection)
    return next((letter for letter in behind if letter.wants_an_answer), None)


def _next(objection: Objection) -> str:
    """What is left to be done about the person, where the disposition could not do it."""
    person = objection.candidacy
    if person is None or objection.is_open or person.standing != Standing.HELD:
        return ""
    if person.objections.filter(conclusion=ObjectionConclusion.AFFECTING).exists():
        return f"{person.staff.name}经查有影响任用的问题，正在暂缓；不再任用的，请作不再列为人选处理"
    if person.objections.open().exists():
        return ""
    return f"反映事项均已办结，{person.staff.name}可以恢复办理"


@login_required
@require_POST
@refusals_as_messages("campaigns:objection")
def assign(request: HttpRequest, pk: int) -> HttpResponse:
    objection = _objection_of(request, pk)
    user = _chosen(AssignForm(request.POST, objection=objection))["user"]
    investigating.assign(objection, user, by=user_of(request))
    messages.success(request, f"已指定{user.name}核查，已通知本人")
    return redirect("campaigns:objection", pk=pk)


@login_required
@require_POST
@refusals_as_messages(to=lambda request, pk, investigator: reverse("campaigns:objection", args=[pk]))
def replace(request: HttpRequest, pk: int, investigator: int) -> HttpResponse:
    objection = _objection_of(request, pk)
    named = get_object_or_404(objection.investigators, pk=investigator)
    given = _chosen(ReplaceForm(request.POST, objection=objection))
    investigating.replace(named, given["user"], by=user_of(request), reason=given["reason"])
    messages.success(request, f"已改由{given['user'].name}核查，已通知本人")
    return redirect("campaigns:objection", pk=pk)


@login_required
@require_POST
@refusals_as_messages("campaigns:objection")
def admonish(request: HttpRequest, pk: int) -> HttpResponse:
    objection = _objection_of(request, pk)
    objections.admonish(objection, by=user_of(request), on=_chosen(AdmonishForm(request.POST))["on"])
    messages.success(request, "已登记谈话，可以办理聘任")
    return redirect("campaigns:objection", pk=pk)


def _chosen(form: Form) -> dict[str, Any]:
    """What a small form of the page brought, or the first thing wrong with it."""
    if not form.is_valid():
        raise Refused([f"{form.fields[name].label}：{said[0]}" for name, said in form.errors.items()])
    return form.cleaned_data
