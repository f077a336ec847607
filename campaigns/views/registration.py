"""When a contest may be entered, who may enter late, and what is to be done where too few are qualified."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.views.generic import TemplateView

from campaigns import entrants, permissions
from campaigns.choices import AgendaPurpose, Scope, Stage
from campaigns.forms.entries import FallBackForm, LateForm, RegistrationForm
from campaigns.guards import enter
from campaigns.models import Campaign
from campaigns.services import falling_back, registering, resolutions
from personnel.models.staff import StaffQuerySet
from selection import clock
from selection.records import attachments
from selection.records.versions import Edited, Versioned

from .finding import FindsStaff
from .lookup import campaign_of, edited_campaign, user_of
from .running import CampaignFormView

USUAL = {"scope": Scope.SCHOOL, "how": "用本人账号登录本系统，在首页“可报名岗位”中填写报名表"}


class RegistrationPage(Versioned, CampaignFormView):
    """The windows there were, and the form for the next; what has not opened yet is set anew."""

    template_name = "campaigns/registration.html"
    form_class = RegistrationForm

    def edited(self) -> Edited:
        acts = (registering.SETTING, registering.AGAIN, registering.PROLONGING)
        return edited_campaign(self.campaign, *acts)

    def get_initial(self) -> dict[str, Any]:
        last = entrants.last_window(self.campaign)
        if last is None:
            return dict(USUAL)
        kept = {name: getattr(last, name) for name in ("scope", "how", "conditions")}
        if last.has_opened:
            return kept
        return kept | {"opens_at": last.opens_at, "closes_at": last.closes_at}

    def act(self, form: RegistrationForm) -> None:
        window = registering.set_window(self.campaign, by=user_of(self.request), **form.cleaned_data)
        messages.success(self.request, f"已设定报名时间：{window}")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        last = entrants.last_window(self.campaign)
        may_set = self.campaign.stage in registering.SET_IN and self.campaign.is_running
        return super().get_context_data(**kwargs) | {
            "windows": self.campaign.registrations.select_related("set_by"),
            "late_entries": self.campaign.late_entries.select_related("staff__department", "confirmed_by"),
            "is_again": last is not None and last.has_opened,
            "may_set": may_set and not (last and last.is_open),
            "is_open": last is not None and last.is_open,
        }

    def get_success_url(self) -> str:
        return reverse("campaigns:registration", args=[self.campaign.pk])


class LateNew(FindsStaff):
    """A leader lets a named person enter late; the officer enters what was allowed on paper."""

    template_name = "campaigns/late_new.html"
    form_class = LateForm

    def allow(self, request: HttpRequest, campaign: Campaign) -> None:
        user = user_of(request)
        self.is_leader = permissions.may_decide(campaign.plan, user)
        if not self.is_leader and not permissions.may_run(campaign, user):
            raise Http404

    def everybody(self) -> StaffQuerySet:
        return entrants.whoever_may_enter(self.campaign)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"is_leader": self.is_leader}

    def get_initial(self) -> dict[str, Any]:
        usual = {"until": clock.now() + timedelta(days=1), "happened_on": clock.today()}
        return super().get_initial() | usual

    def act(self, form: LateForm) -> None:
        given, by = dict(form.cleaned_data), user_of(self.request)
        scan, staff = given.pop("scan", None), given.pop("staff")
        if scan:
            plan = self.campaign.plan
            given["attachment"] = attachments.keep(scan, plan.organisation, by, ledger=plan.ledger)
        made = registering.allow_late(self.campaign, staff, by=by, **given)
        waits = "" if made.is_confirmed else "，由第二人核实后生效"
        messages.success(self.request, f"已登记：{made}{waits}")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"is_leader": self.is_leader}

    def get_success_url(self) -> str:
        return reverse("campaigns:entries", args=[self.campaign.pk])


class Shortage(LoginRequiredMixin, TemplateView):
    """Posts with fewer qualified people than they should have, and the ways out (A051)."""

    template_name = "campaigns/shortage.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        campaign = campaign_of(self.request, kwargs["pk"])
        return super().get_context_data(**kwargs) | {
            "campaign": campaign,
            "plan": campaign.plan,
            "short": list(enter.shortage(campaign)) if campaign.is_running else [],
            "waivers": campaign.waivers.filter(rule=enter.every_post_is_contested.key),
            "may_run": permissions.may_run(campaign, user_of(self.request)) and campaign.is_running,
            "is_over": campaign.stage not in (Stage.PREPARE, Stage.ANNOUNCE, Stage.RECOMMEND),
        }


class FallBack(CampaignFormView):
    """A post leaves the contest and is filled 不竞岗, as a meeting resolved."""

    template_name = "campaigns/fall_back.html"
    form_class = FallBackForm

    def act(self, form: FallBackForm) -> None:
        given = form.cleaned_data
        self.following = falling_back.fall_back(
            given["opening"],
            given["item"],
            by=user_of(self.request),
            reason=given["reason"],
            bars=form.bars(),
        )
        messages.success(self.request, f"{given['opening']}已转到不竞岗办理，下面是它的办理页面")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        met = self.campaign.resolved(AgendaPurpose.FALL_BACK)
        not_now = resolutions.not_now(self.campaign, AgendaPurpose.FALL_BACK)
        return super().get_context_data(**kwargs) | {
            "has_meeting": met.exists(),
            "not_now": next(iter(not_now), ""),
        }

    def get_success_url(self) -> str:
        return self.following.get_absolute_url()
