"""Where do the schools' selections stand?"""

from __future__ import annotations

from django.db.models import Max, QuerySet

from campaigns.models import Campaign
from selection.accounts.models import User

MOST = 50


def desk(user: User) -> QuerySet[Campaign]:
    """Running ones below, by school, with the last thing put down."""
    return (
        Campaign.objects.visible_to(user)
        .running()
        .select_related("plan__organisation")
        .annotate(last_at=Max("plan__ledger__entries__at"))
        .order_by("plan__organisation__path", "pk")[:MOST]
    )
