"""报名和资格审查 as whoever runs the contest sees it: who entered, how far each is, and what comes next."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.mixins import LoginRequiredMixin
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST
from django.views.generic import DetailView, TemplateView

from campaigns import entrants, permissions
from campaigns.choices import AgendaPurpose, Stage
from campaigns.documents import application
from campaigns.forms.entries import PaperEntryForm, PutForwardForm, ReportForm
from campaigns.forms.reasons import ReasonForm
from campaigns.models import Entry, Preference
from campaigns.services import applying, examining
from campaigns.services.applying import Application
from personnel.models.staff import StaffQuerySet
from selection.forms import refusals_as_messages, safe_next
from selection.records.forms import accept

from .finding import FindsStaff
from .lookup import campaign_of, user_of


class Entries(LoginRequiredMixin, TemplateView):
    """A row a person, with what was entered for and what became of it."""

    template_name = "campaigns/entries.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        campaign = campaign_of(self.request, kwargs["pk"])
        entries = list(
            campaign.entries.select_related(
                "staff__department", "staff__organisation", "late"
            ).prefetch_related("preferences__opening__post__department", "preferences__candidacy")
        )
        user = user_of(self.request)
        is_here = campaign.stage == Stage.RECOMMEND and campaign.is_running
        may_run = permissions.may_run(campaign, user) and is_here
        withdrawn = sum(entry.state == Entry.State.WITHDRAWN for entry in entries)
        return super().get_context_data(**kwargs) | {
            "campaign": campaign,
            "plan": campaign.plan,
            "entries": entries,
            "standing": len(entries) - withdrawn,
            "withdrawn": withdrawn,
            "same_names": _same_names(entries),
            "window": entrants.last_window(campaign),
            "waiting": Preference.objects.filter(
                entry__campaign=campaign, entry__state=Entry.State.ENTERED, candidacy=None
            ).count(),
            "examinations": campaign.examinations.select_related("review"),
            "to_report": examining.to_report(campaign).count(),
            "report_form": ReportForm(campaign=campaign),
            "may_run": may_run,
            "allowed": campaign.late_entries.select_related("staff__department", "confirmed_by"),
            "may_allow": is_here and (may_run or permissions.may_decide(campaign.plan, user)),
            "school_screens": campaign.ruleset.registration.school_screening,
        }


def _same_names(entries: list[Entry]) -> bool:
    names = [entry.staff.name for entry in entries if entry.state != Entry.State.WITHDRAWN]
    return len(names) != len(set(names))


class EntryPage(LoginRequiredMixin, DetailView):
    """竞聘报名表 as it was handed in; fit to be printed."""

    template_name = "campaigns/entry.html"
    context_object_name = "entry"

    def get_object(self, queryset: Any = None) -> Entry:
        return entry_of(self.request, self.kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        entry, user = self.object, user_of(self.request)
        campaign = entry.campaign
        may_run = permissions.may_run(campaign, user)
        is_open = entry.state in (Entry.State.ENTERED, Entry.State.QUALIFIED)
        return super().get_context_data(**kwargs) | {
            "campaign": campaign,
            "plan": campaign.plan,
            "facts": application.lines(entry.facts),
            "changed": application.changed(entry),
            "may_withdraw": may_run and is_open and campaign.stage == Stage.RECOMMEND,
            "may_mend": may_run and user.may("manage_register", entry.staff.organisation),
            "may_confirm": permissions.may_confirm(campaign.plan, user)
            and not entry.is_confirmed
            and entry.entered_by_id != user.pk
            and entry.state != Entry.State.WITHDRAWN,
            "reason_form": ReasonForm(),
        }


def entry_of(request: HttpRequest, pk: int) -> Entry:
    found = Entry.objects.visible_to(user_of(request)).select_related(
        "staff__department",
        "staff__organisation",
        "campaign__plan__organisation",
        "item__meeting",
        "attachment",
    )
    return get_object_or_404(found.prefetch_related("preferences__opening__post__department"), pk=pk)


class EntryNew(FindsStaff):
    """A signed application on paper."""

    template_name = "campaigns/entry_new.html"
    form_class: type[Form] = PaperEntryForm
    extra_context = {"title": "补录纸质报名表", "button": "补录", "is_on_paper": True}

    def everybody(self) -> StaffQuerySet:
        return entrants.whoever_may_enter(self.campaign)

    def act(self, form: Any) -> None:
        given, by = form.cleaned_data, user_of(self.request)
        dated = form.entered(self.campaign.plan, by)
        applying.apply_on_paper(self.campaign, given["staff"], form.said(), by=by, **dated)
        messages.success(self.request, f"已补录{given['staff'].name}的报名，由第二人核实后生效")

    def get_success_url(self) -> str:
        if permissions.is_recused(self.campaign.plan, user_of(self.request)):
            return reverse("home")
        return reverse("campaigns:entries", args=[self.campaign.pk])


class PutForward(EntryNew):
    """组织推荐, as a meeting of the leaders resolved."""

    form_class = PutForwardForm
    extra_context = {"title": "组织推荐报名", "button": "推荐报名", "is_on_paper": False}

    def act(self, form: Any) -> None:
        given = form.cleaned_data
        said = Application(form.openings())
        applying.put_forward(self.campaign, given["staff"], said, given["item"], by=user_of(self.request))
        messages.success(self.request, f"已推荐{given['staff'].name}报名")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "has_meeting": self.campaign.resolved(AgendaPurpose.PUT_FORWARD).exists(),
            "unconfirmed": self.campaign.awaiting_confirmation(AgendaPurpose.PUT_FORWARD),
        }


@login_required
@require_POST
@refusals_as_messages
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    entry = entry_of(request, pk)
    applying.withdraw(entry, by=user_of(request), reason=request.POST.get("reason", ""))
    messages.success(request, f"{entry.staff.name}已退出报名")
    return redirect("campaigns:entries", pk=entry.campaign_id)


@login_required
@require_POST
@refusals_as_messages("campaigns:entries")
def bring_up(request: HttpRequest, pk: int) -> HttpResponse:
    screened = examining.bring_up(campaign_of(request, pk), by=user_of(request))
    messages.success(request, f"已对照名册审查{len(screened)}人次，请逐人作出结论")
    return redirect("campaigns:screening", pk=pk)


@login_required
@require_POST
@refusals_as_messages("campaigns:entries")
def report(request: HttpRequest, pk: int) -> HttpResponse:
    campaign = campaign_of(request, pk)
    form = accept(ReportForm(request.POST, campaign=campaign))
    made = examining.report(campaign, form.cleaned_data["item"], by=user_of(request))
    done = "审查已经完成" if made.review.is_approved else "已报送审核"
    messages.success(request, f"报名人员资格审查：{done}")
    return redirect(safe_next(request))
