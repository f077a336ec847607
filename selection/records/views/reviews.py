"""What waits for a reviewer, and how is a review read where no page of its own shows it?"""

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.forms import Form
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.views.generic import DetailView, FormView, TemplateView

from selection.accounts.views.scope import actor
from selection.reasons import Refused
from selection.records import attachments, reviews
from selection.records.forms import OnPaperForm
from selection.records.models import Review, ReviewDecision
from selection.records.models.reviews import ReviewQuerySet, may_submit

RECENT = 20


class Reviews(LoginRequiredMixin, TemplateView):
    """What waits for me: to decide, to confirm; and what I decided lately."""

    template_name = "records/reviews.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = actor(self.request)
        with_review = ("submission__review__organisation", "organisation", "entered_by")
        decided = ReviewDecision.objects.filter(entered_by=user, is_backfilled=False)
        return super().get_context_data(
            waiting=Review.objects.waiting_for(user),
            to_confirm=ReviewDecision.objects.waiting_for(user).select_related(*with_review),
            decided=decided.select_related(*with_review).order_by("-pk")[:RECENT],
            **kwargs,
        )


class ReviewPage(LoginRequiredMixin, DetailView):
    template_name = "records/review.html"
    context_object_name = "review"

    def get_queryset(self) -> ReviewQuerySet:
        return Review.objects.visible_to(actor(self.request)).select_related("organisation")


class EnterOnPaper(LoginRequiredMixin, FormView):
    """A form of its own, so that a refusal leaves what was typed on the page."""

    template_name = "records/enter_on_paper.html"
    form_class = OnPaperForm

    @cached_property
    def review(self) -> Review:
        user = actor(self.request)
        review = get_object_or_404(Review.objects.visible_to(user), pk=self.kwargs["pk"])
        if not may_submit(review, user):
            raise Http404
        return review

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"review": self.review}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(review=self.review, back=reviews.page_of(self.review), **kwargs)

    def form_valid(self, form: Form) -> HttpResponse:
        try:
            self._enter(form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, refusal.reasons)
            return self.form_invalid(form)
        messages.success(self.request, "批复已补录，待确认后生效")
        return HttpResponseRedirect(reviews.page_of(self.review))

    @attachments.all_or_nothing()
    def _enter(self, given: dict[str, Any]) -> None:
        user = actor(self.request)
        reviews.enter_on_paper(
            self.review,
            by=user,
            approve=given["said"] == "yes",
            document_number=given["document_number"],
            happened_on=given["happened_on"],
            attachment=attachments.keep(
                given["scan"], self.review.organisation, user, ledger=self.review.ledger
            ),
            remarks=given["remarks"],
            level=given["level"],
        )
