"""What was handed in to the zone or the bureau, and how old is it?"""

from __future__ import annotations

from typing import NamedTuple

from campaigns.desks.leader import headless
from campaigns.models import Filing, Plan
from selection.accounts.models import User
from selection.records import inbox
from selection.records.models import ReviewDecision


class Desk(NamedTuple):
    reviews: list[inbox.Item]
    filings: list[Filing]
    unconfirmed: list[ReviewDecision]
    headless: list[Plan]


def desk(user: User) -> Desk:
    filings = Filing.objects.waiting_for(user).select_related("campaign__plan__organisation")
    return Desk(
        reviews=inbox.waiting_for(user),
        filings=list(filings.order_by("pk")),
        unconfirmed=list(ReviewDecision.objects.waiting_for(user).select_related("submission__review")),
        headless=headless(user),
    )
