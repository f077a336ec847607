"""What is written about a review, who hears of it, and on which page is it read?"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.urls import reverse

from selection.accounts.models import User
from selection.accounts.notices import notify
from selection.records import ledgers
from selection.records.models import Delegation, Review, ReviewDecision
from selection.records.models.reviews import is_recused, may_decide

ANSWERED = (Review.State.APPROVED, Review.State.SENT_BACK)

# kind → the address of the page on which such a review is read and decided; filled by the apps above
PAGES: dict[str, Callable[[Review], str]] = {}

# kind → what it is called in a list of many kinds; filled likewise
LABELS: dict[str, str] = {}

# kind → the address of the page on which the school changes what it handed in; filled likewise
MENDING: dict[str, Callable[[Review], str]] = {}


def page_of(review: Review) -> str:
    return PAGES[review.kind](review) if review.kind in PAGES else reverse("records:review", args=[review.pk])


def mending_page_of(review: Review) -> str:
    """Empty where the kind has none."""
    return MENDING[review.kind](review) if review.kind in MENDING else ""


def write(review: Review, act: str, *, by: User, **payload: Any) -> None:
    ledgers.append(review.ledger, act, by=by, about=f"review:{review.pk}", **payload)


def write_decision(
    review: Review, decision: ReviewDecision, act: str, by: User, on_behalf_of: User | None = None
) -> None:
    ledgers.append(
        review.ledger,
        act,
        by=by,
        about=f"review:{review.pk}",
        happened_on=decision.happened_on,
        backfilled=decision.is_backfilled,
        title=review.title,
        level=review.levels[decision.level]["label"],
        result="同意" if decision.is_approval else "退回修改",
        document=decision.document_number,
        remarks=decision.remarks,
        on_behalf=f"代{on_behalf_of}" if on_behalf_of else "",
        said_of_parts="；".join(map(str, decision.remarks_by_part.all())),
        decision=decision.pk,
        attachment=decision.attachment_id,
    )


def tell_reviewers(review: Review) -> None:
    said = f"{review.organisation.short_name}报送《{review.title}》，请审核"
    notify(_asked(review), said[:300], page_of(review))


def tell_given_up(review: Review) -> None:
    said = f"{review.organisation.short_name}报送的《{review.title}》所办事项已经终止，不必再审核"
    notify(_asked(review), said[:300], page_of(review))


def _asked(review: Review) -> list[User]:
    """The reviewers of the level and those who stand in for them; whoever is concerned hears nothing of it."""
    if review.asked_of is None:
        return []
    people = Delegation.objects.everybody_for(review.asked_act, review.asked_of)
    return [each for each in people if not is_recused(review, each) and may_decide(review, each)]


def tell_confirmers(decision: ReviewDecision) -> None:
    review = decision.submission.review
    assert decision.confirming_organisation is not None
    asked = Delegation.objects.everybody_for(decision.confirming_act, decision.confirming_organisation)
    others = [each for each in asked if each.pk != decision.entered_by_id and not is_recused(review, each)]
    notify(others, f"《{review.title}》补录了批复，请确认"[:300], page_of(review))


def tell_dropped(decision: ReviewDecision, reason: str) -> None:
    sentence = f"补录的批复“{decision.document_number}”未获确认：{reason}"
    notify([decision.entered_by], sentence[:300], page_of(decision.submission.review))


def tell_school(review: Review) -> None:
    if review.state in ANSWERED:
        sentence = f"《{review.title}》{review.get_state_display()}"
        notify([review.what_is_asked.submitted_by], sentence[:300], page_of(review))
