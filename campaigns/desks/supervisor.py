"""Where do the schools' selections stand?"""

from __future__ import annotations

from campaigns.desks.pace import Pace, pace_of
from campaigns.models import Campaign
from selection.accounts.models import User

MOST = 50


def desk(user: User) -> list[Pace]:
    """Running ones below, by school, with the last thing put down."""
    running = Campaign.objects.visible_to(user).running().select_related("plan__organisation")
    return pace_of(running.order_by("plan__organisation__path", "pk")[:MOST])
