"""How is a review shown and acted on within another page? ``{% load reviews %}{% review_panel review %}``."""

from typing import Any

from django import template
from django.http import HttpRequest
from django.template import Context

from selection import chinese, clock
from selection.accounts.models import User
from selection.records import parts
from selection.records.forms import (
    DecisionForm,
    MeetForm,
    ReasonForm,
    RemarksForm,
    ReturnForm,
    conditions_form,
)
from selection.records.models import Condition, Review, ReviewDecision
from selection.records.models.reviews import may_decide, may_submit
from selection.records.review_news import mending_page_of, page_of

register = template.Library()


@register.inclusion_tag("records/_review_panel.html", takes_context=True)
def review_panel(context: Context, review: Review, approved_above: bool = False) -> dict[str, Any]:
    """State, history with remarks, and the acts that are open to the person who looks.

    Where the page has its own form to approve by (``approved_above``), the panel only hands back.
    """
    user: User = context["user"]
    confirmable = set(
        ReviewDecision.objects.waiting_for(user)
        .filter(submission__review=review)
        .values_list("pk", flat=True)
    )
    is_pending = review.state == Review.State.PENDING
    decides = is_pending and may_decide(review, user)
    submits = may_submit(review, user)
    submissions = parts.history(review)
    return {
        "request": context["request"],
        "user": user,
        "csrf_token": context.get("csrf_token"),
        "review": review,
        "submissions": submissions,
        "confirmable": confirmable,
        "form": (ReturnForm if approved_above else DecisionForm)() if decides else None,
        "remarks_form": RemarksForm(parts=parts.parts_of(submissions[0])) if decides else None,
        "conditions_form": conditions_form(review) if decides and not approved_above else None,
        "changes": parts.changes_since_return(submissions),
        "said": parts.said_of(submissions),
        "reason_form": ReasonForm() if confirmable else None,
        "may_enter_on_paper": is_pending and submits,
        "mending_page": mending_page_of(review) if submits and review.may_be_mended else "",
        "reminder": _reminder(review, context["request"]) if is_pending and submits else "",
        "may_withdraw": submits and review.state in (Review.State.PENDING, Review.State.SENT_BACK),
    }


@register.inclusion_tag("records/_review_returned.html")
def review_returned(review: Review | None) -> dict[str, Any]:
    """What is to be changed, on the page where it is changed; nothing while there is nothing to say."""
    said = review.decisive_remarks if review is not None else []
    by_part = parts.said_of(parts.history(review)) if said and review is not None else []
    return {
        "review": review,
        "said": said,
        "by_part": by_part,
        "page": page_of(review) if review is not None else "",
    }


def _reminder(review: Review, request: HttpRequest) -> str:
    """催办文字: what waits, since when, where."""
    assert review.pending_since is not None
    since, where = clock.local(review.pending_since).date(), request.build_absolute_uri(page_of(review))
    return (
        f"{review.current_label}您好：{review.organisation.short_name}{chinese.day(since)}报送的"
        f"《{review.title}》还在等待审核，请您抽空办理，谢谢。{where}"
    )


@register.inclusion_tag("records/_review_conditions.html", takes_context=True)
def review_conditions(context: Context, review: Review) -> dict[str, Any]:
    """What was approved only under conditions, and where the school writes how they were met."""
    standing = Condition.objects.standing().filter(decision__submission__review=review)
    return {
        "request": context["request"],
        "csrf_token": context.get("csrf_token"),
        "conditions": standing.select_related("decision__submission__review", "met_by"),
        "submits": may_submit(review, context["user"]),
        "meet_form": MeetForm(),
    }


@register.inclusion_tag("records/_review_history.html")
def review_history(review: Review) -> dict[str, Any]:
    """What was handed in and what each level said, the latest first."""
    return {"review": review, "submissions": parts.history(review)}


register.filter("page_of", page_of)
