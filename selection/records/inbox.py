"""What waits for a reviewer, how old is it, until when is it to be answered, and how are many approved at once?

The day on which it came is not counted; from then on only working days are.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple

from django.conf import settings

from selection import clock, workdays
from selection.accounts.models import User
from selection.forms import refusing_what_crossed
from selection.reasons import Refused
from selection.records import arrangements, reviews
from selection.records.models import Review
from selection.records.review_news import LABELS, page_of
from selection.workdays import Arrangements


class Item(NamedTuple):
    review: Review
    days: int
    due: date

    @property
    def kind(self) -> str:
        return LABELS.get(self.review.kind, "")

    @property
    def url(self) -> str:
        return page_of(self.review)

    @property
    def is_late(self) -> bool:
        return clock.today() > self.due

    @property
    def is_one_of_many(self) -> bool:
        """May be approved from the list, without a word on each person."""
        return self.review.kind not in reviews.PERSON_BY_PERSON


class Approval(NamedTuple):
    """What came of approving many: how many were, and for each of the others why not."""

    approved: int
    refused: list[str]


def waiting_for(user: User) -> list[Item]:
    """By deadline, so that the overdue ones come first."""
    known = arrangements.current()
    return [_item(review, known) for review in Review.objects.waiting_for(user)]


def _item(review: Review, known: Arrangements) -> Item:
    assert review.pending_since is not None
    came = clock.local(review.pending_since).date()
    return Item(
        review,
        workdays.between(came + timedelta(days=1), clock.today(), known),
        workdays.add(came, settings.REVIEW_WORKDAYS, known),
    )


def approve(picked: Iterable[Review], *, by: User) -> Approval:
    """Each is an act of its own: schools have nothing to do with one another, so that one of them which
    took its matter back a moment ago does not hold up the rest.
    """
    approved, refused = 0, []
    for review in picked:
        try:
            if review.kind in reviews.PERSON_BY_PERSON:
                raise Refused("须逐人作出结论，请打开后办理")
            with refusing_what_crossed():
                reviews.decide(review, by, True)
        except Refused as refusal:
            said = "；".join(map(str, refusal.reasons))
            refused.append(f"{review.organisation.short_name}《{review.title}》没有同意：{said}")
        else:
            approved += 1
    return Approval(approved, refused)
