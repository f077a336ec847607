"""Hand in for approval, and answer what was handed in."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST
from django.views.generic import DetailView

from campaigns import guards, permissions
from campaigns.checklists import together
from campaigns.choices import Stage
from campaigns.forms.refusing import RefusingFormView
from campaigns.forms.reviewing import CandidateFormForm, ReturnedForm
from campaigns.models import CandidateForm, Plan
from campaigns.services import reviewing, submitting
from campaigns.services.review_chain import levels
from campaigns.subjects import subject_of
from personnel.models import QuotaTable
from selection.forms import refusals_as_messages
from selection.reasons import Light
from selection.records.models import Condition, Review
from selection.records.parts import Returned

from .lookup import campaign_of, plan_of, runner_only, user_of


class ReviewDetail(LoginRequiredMixin, DetailView):
    """One matter with what it is about; history and answer are the record's panel."""

    template_name = "campaigns/review.html"
    context_object_name = "review"

    def get_queryset(self) -> Any:
        return Review.objects.visible_to(user_of(self.request)).select_related("organisation")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"subject": subject_of(self.object)}


class PlanReview(LoginRequiredMixin, DetailView):
    """What is still missing before the plan is handed in, and where it is."""

    template_name = "campaigns/plan_review.html"
    context_object_name = "plan"

    def get_object(self, queryset: Any = None) -> Plan:
        return plan_of(self.request, self.kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        plan = self.object
        campaign = plan.campaigns.earliest("pk")
        preparing = [each for each in plan.selections if each.stage == Stage.PREPARE]
        if plan.is_final:
            asked = together(preparing, guards.BY_STEP["announce"])
            lines = [
                line for line in asked if line.light not in (Light.OK, Light.NOT_APPLICABLE, Light.NOT_YET)
            ]
        else:
            lines = together(plan.selections, guards.PLAN_RULES)
        return super().get_context_data(**kwargs) | {
            "back": plan if len(plan.selections) > 1 else campaign,
            "chain": [level["label"] for level in levels(plan.approval_chain, plan.organisation)],
            "lines": lines,
            "conditioned": _conditioned(plan),
            "lacks": any(line.light in ("no", "unknown") for line in lines),
            "is_preparing": bool(preparing),
            "may_run": permissions.may_run_plan(plan, user_of(self.request)),
        }


def _conditioned(plan: Plan) -> list[Review]:
    """Whatever of the plan was approved under conditions."""
    standing = Condition.objects.standing().filter(decision__submission__review__ledger=plan.ledger_id)
    return list(Review.objects.filter(submissions__decisions__conditions__in=standing).distinct())


@login_required
@require_POST
@refusals_as_messages("campaigns:plan_review")
def submit_plan(request: HttpRequest, pk: int) -> HttpResponse:
    plan = plan_of(request, pk)
    submitting.submit(plan, by=user_of(request))
    if not plan.is_final:  # where it is final at once, the page says so itself
        messages.success(request, "方案已报送，等待审核")
    return redirect("campaigns:plan_review", pk=pk)


@login_required
@require_POST
@refusals_as_messages
def submit_quota(request: HttpRequest, pk: int) -> HttpResponse:
    table = get_object_or_404(QuotaTable.objects.visible_to(user_of(request)), pk=pk)
    reviewing.submit_quota(table, by=user_of(request))
    messages.success(request, "职数核定表已报送，等待审核")
    return redirect("campaigns:review", pk=table.review_id)


class CandidateForms(RefusingFormView):
    """人选审核表: those handed in, and a new one for persons who still need it."""

    template_name = "campaigns/candidate_forms.html"
    form_class = CandidateFormForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if request.user.is_authenticated:
            self.campaign = campaign_of(request, kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"campaign": self.campaign}

    def act(self, form: CandidateFormForm) -> None:
        runner_only(self.request, self.campaign.plan)
        given = form.cleaned_data
        reviewing.submit_forms(
            self.campaign, given["item"], given["people"], given["opinion"], by=user_of(self.request)
        )
        messages.success(self.request, "人选审核表已报送，等待审核")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        plan = self.campaign.plan
        forms = CandidateForm.objects.filter(campaign=self.campaign).select_related("review")
        return super().get_context_data(**kwargs) | {
            "campaign": self.campaign,
            "plan": plan,
            "forms": forms.prefetch_related("candidacies__staff"),
            "chain": plan.ruleset.motion.candidate_review.for_(self.campaign.track),
            "unsettled": [person for person in self.campaign.live() if not person.is_vouched_for()],
            "may_run": permissions.may_run(self.campaign, user_of(self.request)),
        }

    def get_success_url(self) -> str:
        return reverse("campaigns:candidate_forms", args=[self.campaign.pk])


class CandidateFormMend(Returned, RefusingFormView):
    """人选审核表 that came back: what is to be changed, where, and the hand-in anew."""

    template_name = "campaigns/candidate_form.html"
    form_class = ReturnedForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if request.user.is_authenticated:
            visible = Plan.objects.visible_to(user_of(request))
            forms = CandidateForm.objects.select_related("review", "plan", "campaign")
            self.handed_in = get_object_or_404(forms.filter(plan__in=visible), pk=kwargs["pk"])
            runner_only(request, self.handed_in.plan)
            if request.method == "GET" and not self.handed_in.review.may_be_mended:
                return redirect("campaigns:review", pk=self.handed_in.review_id)
        return super().dispatch(request, *args, **kwargs)

    def review_of_form(self) -> Review:
        return self.handed_in.review

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"handed_in": self.handed_in}

    def act(self, form: ReturnedForm) -> None:
        reviewing.resubmit_forms(self.handed_in, by=user_of(self.request), **form.cleaned_data)
        messages.success(self.request, "人选审核表已重新报送，等待审核")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "plan": self.handed_in.plan,
            "campaign": self.handed_in.campaign,
            "review": self.handed_in.review,
            "people": self.handed_in.candidacies.select_related("staff", "opening__post__department"),
        }

    def get_success_url(self) -> str:
        return reverse("campaigns:review", args=[self.handed_in.review_id])


@login_required
@require_POST
@refusals_as_messages
def resubmit_forms(request: HttpRequest, pk: int) -> HttpResponse:
    visible = Plan.objects.visible_to(user_of(request))
    form = get_object_or_404(CandidateForm.objects.filter(plan__in=visible), pk=pk)
    reviewing.resubmit_forms(form, by=user_of(request), opinion=request.POST.get("opinion") or form.opinion)
    messages.success(request, "人选审核表已重新报送")
    return redirect("campaigns:review", pk=form.review_id)
