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
from django.views.generic import DetailView, TemplateView

from campaigns import permissions
from campaigns.forms.refusing import RefusingFormView
from campaigns.forms.reviewing import CandidateFormForm, DecisionForm, PaperDecisionForm
from campaigns.guards import announce
from campaigns.models import CandidateForm, Plan
from campaigns.overview import lines_for
from campaigns.services import plans, reviewing
from personnel import quota
from personnel.models import QuotaTable
from selection import clock
from selection.forms import refusals_as_messages
from selection.records import attachments, reviews
from selection.records.models import Review, ReviewDecision
from selection.records.models.reviews import may_decide, may_submit

from .lookup import campaign_of, plan_of, runner_only, user_of

OVERDUE_DAYS = 3


class ReviewInbox(LoginRequiredMixin, TemplateView):
    """What waits for this reviewer, oldest first; over three days in red. What waits to be confirmed."""

    template_name = "campaigns/reviews.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = user_of(self.request)
        waiting = Review.objects.waiting_for(user).select_related("organisation")
        return super().get_context_data(**kwargs) | {
            "waiting": sorted(
                ((review, _age(review)) for review in waiting), key=lambda pair: pair[1], reverse=True
            ),
            "overdue_days": OVERDUE_DAYS,
            "unconfirmed": ReviewDecision.objects.waiting_for(user).select_related("submission__review"),
        }


def _age(review: Review) -> int:
    latest = review.latest
    return (clock.today() - clock.local(latest.submitted_at).date()).days if latest else 0


class ReviewDetail(RefusingFormView):
    """One matter with what it is about, its history, and the reviewer's answer."""

    template_name = "campaigns/review.html"
    form_class = DecisionForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if request.user.is_authenticated:
            self.review = get_object_or_404(Review.objects.visible_to(user_of(request)), pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def act(self, form: DecisionForm) -> None:
        given = form.cleaned_data
        reviewing.decide(
            self.review,
            by=user_of(self.request),
            approve=given["verdict"] == "approve",
            remarks=given["remarks"],
            document_number=given["document_number"],
        )
        messages.success(self.request, "审核意见已记录，学校会收到通知")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = user_of(self.request)
        return super().get_context_data(**kwargs) | {
            "review": self.review,
            "subject": subject_of(self.review),
            "may_decide": may_decide(self.review, user),
            "may_submit": may_submit(self.review, user),
            "paper_form": PaperDecisionForm(),
            "unconfirmed": ReviewDecision.objects.unconfirmed().filter(submission__review=self.review),
        }

    def get_success_url(self) -> str:
        return reverse("campaigns:review", args=[self.review.pk])


def subject_of(review: Review) -> dict[str, Any]:
    """What a review is about, in the shape its page shows."""
    if review.kind == "plan":
        plan = review.plan
        return {"plan": plan, "openings": [o for c in plan.campaigns.all() for o in c.openings.all()]}
    if review.kind == "candidate":
        form = review.candidate_form
        return {"plan": form.plan, "form": form, "people": form.candidacies.select_related("staff")}
    if review.kind == "quota":
        table = review.quota_table
        return {"table": table, "overview": quota.overview(table.organisation, table=table)}
    return {"waiver": review.waiver, "plan": review.waiver.campaign.plan}


@login_required
@require_POST
@refusals_as_messages("campaigns:review")
def paper_decision(request: HttpRequest, pk: int) -> HttpResponse:
    """The officer enters a written reply of the bureau or zone from its scan."""
    review = get_object_or_404(Review.objects.visible_to(user_of(request)), pk=pk)
    form = PaperDecisionForm(request.POST, request.FILES)
    if not form.is_valid():
        for errors in form.errors.values():
            for sentence in errors:
                messages.error(request, sentence)
        return redirect("campaigns:review", pk=pk)
    given = form.cleaned_data
    reviewing.enter_on_paper(
        review,
        by=user_of(request),
        approve=given["verdict"] == "approve",
        document_number=given["document_number"],
        happened_on=given["happened_on"],
        attachment=attachments.keep(given["scan"], review.organisation, user_of(request)),
        remarks=given["remarks"],
    )
    messages.success(request, "批复已补录，待核实后生效")
    return redirect("campaigns:review", pk=pk)


@login_required
@require_POST
@refusals_as_messages
def confirm_decision(request: HttpRequest, pk: int) -> HttpResponse:
    visible = Review.objects.visible_to(user_of(request))
    decision = get_object_or_404(ReviewDecision.objects.filter(submission__review__in=visible), pk=pk)
    reviewing.confirm(decision, by=user_of(request))
    messages.success(request, "已核实，批复生效")
    return redirect("campaigns:review", pk=decision.submission.review_id)


@login_required
@require_POST
@refusals_as_messages("campaigns:review")
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    review = get_object_or_404(Review.objects.visible_to(user_of(request)), pk=pk)
    reviews.withdraw(review, user_of(request))
    messages.success(request, "已撤回，可以修改后再报送")
    return redirect("campaigns:review", pk=pk)


class PlanReview(LoginRequiredMixin, DetailView):
    """What is still missing before the plan is handed in, and where it is."""

    template_name = "campaigns/plan_review.html"
    context_object_name = "plan"

    def get_object(self, queryset: Any = None) -> Plan:
        return plan_of(self.request, self.kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        plan = self.object
        campaign = plan.campaigns.earliest("pk")
        chain = plan.ruleset.motion.plan_review.for_(campaign.track)
        return super().get_context_data(**kwargs) | {
            "campaign": campaign,
            "chain": [level.label for level in chain],
            "lines": lines_for(campaign, announce.PLAN_RULES),
            "may_run": permissions.may_run_plan(plan, user_of(self.request)),
        }


@login_required
@require_POST
@refusals_as_messages("campaigns:plan_review")
def submit_plan(request: HttpRequest, pk: int) -> HttpResponse:
    plan = plan_of(request, pk)
    plans.submit(plan, by=user_of(request))
    messages.success(request, "方案已定稿" if plan.is_final else "方案已报送，等待审核")
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
            "may_run": permissions.may_run(self.campaign, user_of(self.request)),
        }

    def get_success_url(self) -> str:
        return reverse("campaigns:candidate_forms", args=[self.campaign.pk])


@login_required
@require_POST
@refusals_as_messages
def resubmit_forms(request: HttpRequest, pk: int) -> HttpResponse:
    visible = Plan.objects.visible_to(user_of(request))
    form = get_object_or_404(CandidateForm.objects.filter(plan__in=visible), pk=pk)
    reviewing.resubmit_forms(form, by=user_of(request), opinion=request.POST.get("opinion") or form.opinion)
    messages.success(request, "人选审核表已重新报送")
    return redirect("campaigns:review", pk=form.review_id)
