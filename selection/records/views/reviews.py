"""What waits for a reviewer, and how is a review read where no page of its own shows it?"""

from collections import Counter
from contextlib import AbstractContextManager
from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.views.generic import DetailView, FormView, TemplateView

from selection.accounts.views.scope import user_of
from selection.forms import ThroughService
from selection.records import attachments, conditions, delegating, inbox, reviews
from selection.records.forms import DelegationForm, OnPaperForm, accept, conditions_form
from selection.records.models import Delegation, Review, ReviewDecision
from selection.records.models.reviews import ReviewQuerySet, may_submit

RECENT = 20


class Reviews(LoginRequiredMixin, TemplateView):
    """What waits for me: to decide, of all kinds or one, to confirm; and what I decided lately."""

    template_name = "records/reviews.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = user_of(self.request)
        with_review = ("submission__review__organisation", "organisation", "entered_by", "on_behalf_of")
        decided = ReviewDecision.objects.filter(entered_by=user, is_backfilled=False)
        waiting, kind = inbox.waiting_for(user), self.request.GET.get("kind", "")
        return super().get_context_data(
            waiting=[item for item in waiting if kind in ("", item.review.kind)],
            kinds=dict(Counter((item.review.kind, item.kind) for item in waiting)),
            kind=kind,
            to_confirm=ReviewDecision.objects.waiting_for(user).select_related(*with_review),
            delegation_form=DelegationForm(principal=user) if delegating.act_of(user) else None,
            delegations=Delegation.objects.running().filter(principal=user).select_related("delegate"),
            lent=Delegation.objects.lent_to(user),
            decided=decided.select_related(*with_review).order_by("-pk")[:RECENT],
            **kwargs,
        )


class ReviewPage(LoginRequiredMixin, DetailView):
    template_name = "records/review.html"
    context_object_name = "review"

    def get_queryset(self) -> ReviewQuerySet:
        return Review.objects.visible_to(user_of(self.request)).select_related("organisation")


class EnterOnPaper(LoginRequiredMixin, ThroughService, FormView):
    """A form of its own, so that a refusal leaves what was typed on the page."""

    template_name = "records/enter_on_paper.html"
    form_class = OnPaperForm

    def whole(self) -> AbstractContextManager[None]:
        return attachments.all_or_nothing()

    @cached_property
    def review(self) -> Review:
        user = user_of(self.request)
        review = get_object_or_404(Review.objects.visible_to(user), pk=self.kwargs["pk"])
        if not may_submit(review, user):
            raise Http404
        return review

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"review": self.review}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            review=self.review,
            back=reviews.page_of(self.review),
            conditions_form=conditions_form(self.review, self.request.POST or None),
            **kwargs,
        )

    def act(self, form: OnPaperForm) -> None:
        given, user = form.cleaned_data, user_of(self.request)
        under = accept(conditions_form(self.review, self.request.POST))
        reviews.enter_on_paper(
            self.review,
            by=user,
            approve=form.approves,
            document_number=given["document_number"],
            happened_on=given["happened_on"],
            attachment=attachments.keep(
                given["scan"], self.review.organisation, user, ledger=self.review.ledger
            ),
            remarks=given["remarks"],
            level=given["level"],
            along=lambda decision: conditions.keep(decision, under.texts, under.limits_if(form.approves)),
        )
        messages.success(self.request, "批复已补录，待确认后生效")

    def get_success_url(self) -> str:
        return reviews.page_of(self.review)
