"""Draft a plan and set it up."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.mixins import LoginRequiredMixin, UserPassesTestMixin
from django.db.models import prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST
from django.views.generic import DetailView, ListView

from campaigns import calendars, contest, permissions
from campaigns.advising import Adviser
from campaigns.choices import PlanRoleKind, Track, TrackReason
from campaigns.forms.plans import DraftForm, OfficerForm, OpeningFacts, OpeningForm, RoleForm, SetupForm
from campaigns.forms.reasons import ReasonForm
from campaigns.forms.refusing import RefusingFormView
from campaigns.models import Campaign, Interpretation, Opening, Plan, PlanRole
from campaigns.offering import listed, offers
from campaigns.recusal import conflicts
from campaigns.services import duties, listing, plans, starting
from campaigns.tracks import planned_days
from personnel import quota
from selection import clock
from selection.accounts.models import Organisation, User
from selection.forms import refusals_as_messages
from selection.records import attachments
from selection.records.models import Attachment, Review
from selection.records.parts import Returned
from selection.records.versions import Edited, Versioned

from .lookup import campaign_of, edited_plan, plan_of, runner_only, user_of


class PlanList(LoginRequiredMixin, UserPassesTestMixin, ListView):
    """Every plan the user works on, newest first, with where it stands."""

    template_name = "campaigns/plans.html"
    context_object_name = "plans"
    paginate_by = 30

    def test_func(self) -> bool:
        user = user_of(self.request)
        return bool(user.organisations_for("view_campaigns")) or user.plan_roles.exists()

    def get_queryset(self) -> Any:
        return (
            Plan.objects.visible_to(user_of(self.request))
            .select_related("organisation", "review")
            .prefetch_related("campaigns__openings__post__department")
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return context | {
            "rows": [(plan, offers(plan)) for plan in context["plans"]],
            "may_draft": bool(_schools(self.request)),
            "may_list_granted": user_of(self.request).organisations_for("view_campaigns").exists(),
        }


def _schools(request: HttpRequest) -> Any:
    return user_of(request).organisations_for("run_campaigns").filter(kind=Organisation.Kind.SCHOOL)


class PlanCreate(RefusingFormView):
    template_name = "campaigns/plan_new.html"
    form_class = DraftForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if request.user.is_authenticated and not _schools(request):
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get_initial(self) -> dict[str, Any]:
        title = f"{clock.today().year}年中层干部选拔任用工作方案"
        return {"reference_on": clock.today(), "title": title, "track": Track.NON_COMPETITIVE}

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"schools": _schools(self.request)}

    def act(self, form: DraftForm) -> None:
        self.plan = starting.draft_plan(by=user_of(self.request), **form.cleaned_data)

    def get_success_url(self) -> str:
        return reverse("campaigns:plan_setup", args=[self.plan.pk])


class PlanDetail(LoginRequiredMixin, DetailView):
    """The plan in one page: facts, openings, people, approval, its campaigns."""

    template_name = "campaigns/plan.html"
    context_object_name = "plan"

    def get_object(self, queryset: Any = None) -> Plan:
        return plan_of(self.request, self.kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        plan = self.object
        prefetch_related_objects([plan], "campaigns__openings__post__department")
        return super().get_context_data(**kwargs) | {
            "campaigns": plan.campaigns.all(),
            "openings": listed(plan),
            "chain": plan.approval_chain,
            "roles": plan.duties,
            "readings": Interpretation.objects.of(plan.ruleset_version, plan.organisation),
            "calendar": planned_days(plan),
            "may_run": permissions.may_run_plan(plan, user_of(self.request)),
            "may_view_ledger": user_of(self.request).may("view_ledger", plan.organisation),
            "may_name_officer": permissions.may_name_officer(plan, user_of(self.request)),
        }


class PlanSetup(Versioned, Returned, RefusingFormView):
    """Electorate, deciding body, bars and calendar; the openings stand below."""

    template_name = "campaigns/plan_setup.html"
    form_class = SetupForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if request.user.is_authenticated:
            self.plan = plan_of(request, kwargs["pk"])
            runner_only(request, self.plan)
        return super().dispatch(request, *args, **kwargs)

    def edited(self) -> Edited:
        return edited_plan(self.plan)

    def review_of_form(self) -> Review | None:
        return self.plan.review

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"plan": self.plan}

    def get_initial(self) -> dict[str, Any]:
        plan = self.plan
        days = plan.calendar or calendars.propose(plan)
        names = ("title", "reference_on", "starts_on", "categories", "congress", "body")
        return {name: getattr(plan, name) for name in names} | {
            f"day_{stage}": date.fromisoformat(day) for stage, day in days.items()
        }

    def act(self, form: SetupForm) -> None:
        by = user_of(self.request)
        names = ("title", "reference_on", "starts_on", "categories", "congress", "body")
        facts = {name: form.cleaned_data[name] for name in names}
        plans.set_up(
            self.plan,
            by=by,
            facts=facts | {"calendar": form.calendar()},
            bars=form.bars(),
        )
        messages.success(self.request, "方案设定已保存")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        campaign = self.plan.campaigns.earliest("pk")
        closed = plans.closed_because(self.plan)
        competing = next((each for each in self.plan.selections if contest.presents(each)), None)
        return super().get_context_data(**kwargs) | {
            "plan": self.plan,
            "campaign": campaign,
            "chain": self.plan.approval_chain,
            "closed": closed,
            "is_open": not closed,
            "contest": competing,
            "held": contest.presentation_of(competing) if competing else None,
            "unused": [] if closed else _unused(self.plan),
            "advice": [] if closed else Adviser(self.plan).advice(),
            "openings": Opening.objects.filter(campaign__plan=self.plan)
            .select_related("post__department", "campaign")
            .prefetch_related("ending__staff"),
        }

    def get_success_url(self) -> str:
        return reverse("campaigns:plan_setup", args=[self.plan.pk])


def _unused(plan: Plan) -> list[Campaign]:
    """Tracks for which no post is listed, while another track is the plan's as well."""
    selections = plan.selections
    return [each for each in selections if not each.openings.exists()] if len(selections) > 1 else []


class OpeningAdd(RefusingFormView):
    template_name = "campaigns/opening_new.html"
    form_class = OpeningForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if request.user.is_authenticated:
            self.plan = plan_of(request, kwargs["pk"])
            runner_only(request, self.plan)
            self.campaign: Campaign = self.plan.campaigns.earliest("pk")
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"campaign": self.campaign}

    def get_initial(self) -> dict[str, Any]:
        """As the advice said that led here, else with the first reason of the plan's own track."""
        proposed = {name: self.request.GET[name] for name in ("post", "reason") if name in self.request.GET}
        return {"reason": TrackReason.of(self.campaign.track)[0]} | proposed

    def act(self, form: OpeningForm) -> None:
        by = user_of(self.request)
        given = dict(form.cleaned_data)
        proof = given.pop("proof")
        kept = _keep(proof, self.plan, by)
        campaign = plans.selection_on(self.plan, TrackReason(given["reason"]).track, by=by)
        opening = listing.add_opening(campaign, by=by, proof=kept, **given)
        messages.success(self.request, f"{opening}已列入本方案")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        school = self.plan.organisation
        return super().get_context_data(**kwargs) | {
            "plan": self.plan,
            "school": school,
            "without_post": quota.without_post(school),
        }

    def get_success_url(self) -> str:
        return reverse("campaigns:plan_setup", args=[self.plan.pk])


class OpeningEdit(Versioned, RefusingFormView):
    """Seats, reason and proof of a post that is listed already."""

    template_name = "campaigns/opening_edit.html"
    form_class = OpeningFacts

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if request.user.is_authenticated:
            self.opening = _opening_of(request, kwargs["pk"])
            runner_only(request, self.opening.campaign.plan)
        return super().dispatch(request, *args, **kwargs)

    def edited(self) -> Edited:
        plan = self.opening.campaign.plan
        return Edited(plan.ledger, f"opening:{self.opening.pk}")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"campaign": self.opening.campaign}

    def get_initial(self) -> dict[str, Any]:
        names = ("seats", "reason", "reason_text")
        return {name: getattr(self.opening, name) for name in names} | {"ending": self.opening.ending.all()}

    def act(self, form: OpeningFacts) -> None:
        by, given = user_of(self.request), dict(form.cleaned_data)
        kept = _keep(given.pop("proof"), self.opening.campaign.plan, by)
        listing.revise_opening(self.opening, by=by, proof=kept, **given)
        messages.success(self.request, f"{self.opening}已修改")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        plan = self.opening.campaign.plan
        return super().get_context_data(**kwargs) | {"plan": plan, "opening": self.opening}

    def get_success_url(self) -> str:
        return reverse("campaigns:plan_setup", args=[self.opening.campaign.plan_id])


def _opening_of(request: HttpRequest, pk: int) -> Opening:
    visible = Plan.objects.visible_to(user_of(request))
    openings = Opening.objects.filter(campaign__plan__in=visible)
    return get_object_or_404(
        openings.select_related("campaign__plan__organisation", "campaign__plan__ledger"), pk=pk
    )


def _keep(proof: Any, plan: Plan, by: User) -> Attachment | None:
    return attachments.keep(proof, plan.organisation, by, ledger=plan.ledger) if proof else None


@login_required
@require_POST
@refusals_as_messages
def opening_remove(request: HttpRequest, pk: int) -> HttpResponse:
    opening = _opening_of(request, pk)
    listing.remove_opening(opening, by=user_of(request))
    messages.success(request, f"{opening}已移出本方案")
    return redirect("campaigns:plan_setup", pk=opening.campaign.plan_id)


@login_required
@require_POST
@refusals_as_messages
def track_drop(request: HttpRequest, pk: int) -> HttpResponse:
    campaign = campaign_of(request, pk)
    plans.drop_track(campaign, by=user_of(request))
    messages.success(request, f"{campaign.get_track_display()}已移出本方案")
    return redirect("campaigns:plan_setup", pk=campaign.plan_id)


class PlanPeople(RefusingFormView):
    """Who does what on this plan; who must be replaced. Leaders and the bureau name the officer only."""

    template_name = "campaigns/plan_people.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if request.user.is_authenticated:
            self.plan = plan_of(request, kwargs["pk"])
            if not permissions.may_name_officer(self.plan, user_of(request)):
                raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get_form_class(self) -> Any:
        return OfficerForm if self.request.POST.get("kind") == PlanRoleKind.OFFICER else RoleForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"plan": self.plan}

    def act(self, form: RoleForm | OfficerForm) -> None:
        role = duties.assign(
            self.plan, form.cleaned_data["kind"], form.cleaned_data["user"], by=user_of(self.request)
        )
        messages.success(self.request, f"已指定{role}")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        form = context["form"]
        is_officers = isinstance(form, OfficerForm)
        return context | {
            "plan": self.plan,
            "roles": self.plan.duties,
            "ended": self.plan.roles.exclude(ended_on=None).select_related("user"),
            "conflicts": conflicts(self.plan),
            "may_run": permissions.may_run_plan(self.plan, user_of(self.request)),
            "officer_form": form if is_officers else OfficerForm(plan=self.plan, auto_id="officer_%s"),
            "role_form": RoleForm(plan=self.plan) if is_officers else form,
            "reason_form": ReasonForm(),
        }

    def get_success_url(self) -> str:
        return reverse("campaigns:plan_people", args=[self.plan.pk])


@login_required
@require_POST
@refusals_as_messages
def relieve(request: HttpRequest, pk: int) -> HttpResponse:
    visible = Plan.objects.visible_to(user_of(request))
    role = get_object_or_404(PlanRole.objects.filter(plan__in=visible, ended_on=None), pk=pk)
    duties.relieve(role, by=user_of(request), reason=request.POST.get("reason", ""))
    messages.success(request, f"{role.user.name}不再承担{role.get_kind_display()}")
    return redirect("campaigns:plan_people", pk=role.plan_id)
