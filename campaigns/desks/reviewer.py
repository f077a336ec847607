"""What was handed in to the zone or the bureau, how old is it, and which schools are stuck?"""

from __future__ import annotations

from typing import NamedTuple

from campaigns.desks.leader import headless
from campaigns.desks.pace import Pace, pace_of
from campaigns.models import Campaign, Filing, Plan
from selection import clock
from selection.accounts.models import User
from selection.records import reviews
from selection.records.models import Review, ReviewDecision

LATE = 3  # days, after which what waits is shown in red
STUCK = 10  # days without anything on record


class Item(NamedTuple):
    title: str
    school: str
    url: str
    days: int

    @property
    def is_late(self) -> bool:
        return self.days > LATE


class Desk(NamedTuple):
    reviews: list[Item]
    filings: list[Filing]
    unconfirmed: list[ReviewDecision]
    stuck: list[Pace]
    headless: list[Plan]


def desk(user: User) -> Desk:
    filings = Filing.objects.waiting_for(user).select_related("campaign__plan__organisation")
    return Desk(
        reviews=[_item(review) for review in Review.objects.waiting_for(user)],
        filings=list(filings.order_by("pk")),
        unconfirmed=list(ReviewDecision.objects.waiting_for(user).select_related("submission__review")),
        stuck=_stuck(user),
        headless=headless(user),
    )


def _item(review: Review) -> Item:
    since = clock.local(review.pending_since).date() if review.pending_since else clock.today()
    return Item(review.title, review.organisation.name, reviews.page_of(review), (clock.today() - since).days)


def _stuck(user: User) -> list[Pace]:
    """Running campaigns of whose plan nothing was put down for ten days, the longest first."""
    running = Campaign.objects.visible_to(user).running().exclude(stage="prepare")
    found = pace_of(running.select_related("plan__organisation"))
    return sorted((each for each in found if each.days >= STUCK), key=lambda each: -each.days)[:20]
