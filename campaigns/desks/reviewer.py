"""What was handed in to the zone or the bureau, how old is it, and which schools are stuck?"""

from __future__ import annotations

from datetime import timedelta
from typing import NamedTuple

from django.db.models import Max

from campaigns.models import Campaign, Filing
from campaigns.services.reviewing import PAGES
from selection import clock
from selection.accounts.models import User
from selection.records.models import Review, ReviewDecision

LATE = 3  # days, after which what waits is shown in red
STUCK = timedelta(days=10)  # without anything on record


class Item(NamedTuple):
    title: str
    school: str
    url: str
    days: int

    @property
    def is_late(self) -> bool:
        return self.days > LATE


class Stuck(NamedTuple):
    campaign: Campaign
    days: int


class Desk(NamedTuple):
    reviews: list[Item]
    filings: list[Filing]
    unconfirmed: list[ReviewDecision]
    stuck: list[Stuck]


def desk(user: User) -> Desk:
    filings = Filing.objects.waiting_for(user).select_related("campaign__plan__organisation")
    return Desk(
        reviews=[_item(review) for review in Review.objects.waiting_for(user)],
        filings=list(filings.order_by("pk")),
        unconfirmed=list(ReviewDecision.objects.waiting_for(user).select_related("submission__review")),
        stuck=_stuck(user),
    )


def _item(review: Review) -> Item:
    since = clock.local(review.pending_since).date() if review.pending_since else clock.today()
    return Item(
        review.title, review.organisation.name, PAGES[review.kind](review), (clock.today() - since).days
    )


def _stuck(user: User) -> list[Stuck]:
    """Running campaigns of whose plan nothing was put down for ten days, the longest first."""
    found = (
        Campaign.objects.visible_to(user)
        .running()
        .exclude(stage="prepare")
        .select_related("plan__organisation")
        .annotate(last_at=Max("plan__ledger__entries__at"))
        .filter(last_at__lt=clock.now() - STUCK)
        .order_by("last_at")
    )
    return [Stuck(each, (clock.today() - clock.local(each.last_at).date()).days) for each in found[:20]]
