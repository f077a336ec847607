"""What can be done to a review from whatever page shows it?"""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST

from selection.accounts.views.scope import user_of
from selection.forms import redirect_to, refusals_as_messages, safe_next
from selection.records import conditions, inbox, parts, reviews
from selection.records.forms import DecisionForm, MeetForm, ReasonForm, RemarksForm, accept, conditions_form
from selection.records.models import Condition, Review, ReviewDecision

BACK = "records:reviews"


def back(request: HttpRequest, pk: int) -> str:
    """The page on which the button stood."""
    return safe_next(request, BACK)


@login_required
@require_POST
@refusals_as_messages(to=back)
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    review = _review(request, pk)
    form = accept(DecisionForm(request.POST))
    given, remarks, under = (
        form.cleaned_data,
        _remarks(request, review),
        accept(conditions_form(review, request.POST)),
    )

    def along(decision: ReviewDecision) -> None:
        parts.keep(decision, remarks)
        conditions.keep(decision, under.texts, under.limits_if(form.approves))

    reviews.decide(
        review,
        by=user_of(request),
        approve=form.approves,
        remarks=given["remarks"] or (f"见逐项意见：{'、'.join(remarks)}" if remarks else ""),
        document_number=given["document_number"],
        along=along,
    )
    messages.success(request, "已同意" if form.approves else "已退回，学校会看到您的意见")
    return redirect_to(request, back(request, pk))


@login_required
@require_POST
def approve(request: HttpRequest) -> HttpResponse:
    """Many at once, from the list; what could not be approved stays in it and says why."""
    user = user_of(request)
    asked = [pk for pk in request.POST.getlist("picked") if pk.isdecimal()]
    picked = Review.objects.visible_to(user).filter(pk__in=asked).select_related("organisation")
    done = inbox.approve(picked.order_by("pending_since", "pk"), by=user)
    if done.approved:
        messages.success(request, f"已同意{done.approved}件")
    for sentence in done.refused or ([] if done.approved else ["请先勾选要同意的事项"]):
        messages.error(request, sentence)
    return redirect_to(request, safe_next(request, BACK))


@login_required
@require_POST
@refusals_as_messages(to=back)
def confirm_decision(request: HttpRequest, pk: int) -> HttpResponse:
    decision = _decision(request, pk)
    reviews.confirm_decision(decision, by=user_of(request))
    messages.success(request, "已确认补录的批复")
    return redirect_to(request, back(request, pk))


@login_required
@require_POST
@refusals_as_messages(to=back)
def drop_decision(request: HttpRequest, pk: int) -> HttpResponse:
    decision = _decision(request, pk)
    form = accept(ReasonForm(request.POST))
    reviews.drop_decision(decision, by=user_of(request), reason=form.cleaned_data["reason"])
    messages.success(request, "已退回补录，录入人会看到原因")
    return redirect_to(request, back(request, pk))


@login_required
@require_POST
@refusals_as_messages(to=back)
def meet_condition(request: HttpRequest, pk: int) -> HttpResponse:
    visible = Review.objects.visible_to(user_of(request))
    found = get_object_or_404(Condition.objects.filter(decision__submission__review__in=visible), pk=pk)
    conditions.meet(found, accept(MeetForm(request.POST)).cleaned_data["how"], by=user_of(request))
    messages.success(request, "已写明落实情况")
    return redirect_to(request, back(request, pk))


@login_required
@require_POST
@refusals_as_messages(to=back)
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    reviews.withdraw(_review(request, pk), by=user_of(request))
    messages.success(request, "已撤回，修改后可以再次报送")
    return redirect_to(request, back(request, pk))


def _remarks(request: HttpRequest, review: Review) -> dict[str, str]:
    asked = parts.parts_of(review.latest) if review.latest else {}
    return accept(RemarksForm(request.POST, parts=asked)).given


def _review(request: HttpRequest, pk: int) -> Review:
    return get_object_or_404(Review.objects.visible_to(user_of(request)), pk=pk)


def _decision(request: HttpRequest, pk: int) -> ReviewDecision:
    return get_object_or_404(ReviewDecision.objects.visible_to(user_of(request)), pk=pk)
