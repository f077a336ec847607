"""What was handed in to the zone or the bureau, how old is it, and which schools are stuck?"""

from __future__ import annotations

from typing import NamedTuple

from campaigns.desks.leader import headless
from campaigns.desks.pace import Pace, pace_of
from campaigns.models import Campaign, Filing, Plan
from selection.accounts.models import User
from selection.records import inbox
from selection.records.models import ReviewDecision

STUCK = 10  # days without anything on record


class Desk(NamedTuple):
    reviews: list[inbox.Item]
    filings: list[Filing]
    unconfirmed: list[ReviewDecision]
    stuck: list[Pace]
    headless: list[Plan]


def desk(user: User) -> Desk:
    filings = Filing.objects.waiting_for(user).select_related("campaign__plan__organisation")
    return Desk(
        reviews=inbox.waiting_for(user),
        filings=list(filings.order_by("pk")),
        unconfirmed=list(ReviewDecision.objects.waiting_for(user).select_related("submission__review")),
        stuck=_stuck(user),
        headless=headless(user),
    )


def _stuck(user: User) -> list[Pace]:
    """Running campaigns of whose plan nothing was put down for ten days, the longest first."""
    running = Campaign.objects.visible_to(user).running().exclude(stage="prepare")
    found = pace_of(running.select_related("plan__organisation"))
    return sorted((each for each in found if each.days >= STUCK), key=lambda each: -each.days)[:20]
