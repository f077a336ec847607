"""What concerns anybody of the staff: votes to cast, tasks one was named for, what the school made public?"""

from __future__ import annotations

from typing import NamedTuple

from ballots.models import Poll
from campaigns.models import Plan, PlanRole, Publicity
from selection.accounts.models import User


class Desk(NamedTuple):
    polls: list[Poll]
    tasks: list[PlanRole]
    plans: list[Plan]
    notices: list[Publicity]

    @property
    def is_bare(self) -> bool:
        return not any(self)


def desk(user: User) -> Desk:
    return Desk(
        polls=list(Poll.objects.waiting_for(user).select_related("organisation").order_by("closes_at", "pk")),
        tasks=_tasks(user),
        plans=list(Plan.objects.published_to(user)[:5]),
        notices=_notices(user),
    )


def _tasks(user: User) -> list[PlanRole]:
    """Tasks of plans that still run; of an officer the officer's own desk speaks."""
    running = PlanRole.objects.filter(
        user=user, ended_on=None, plan__in=Plan.objects.visible_to(user)
    ).exclude(kind="officer")
    going_on = ("closed", "terminated", "voided")
    found = running.filter(plan__campaigns__isnull=False).exclude(plan__campaigns__stage__in=going_on)
    return list(found.select_related("plan").distinct())


def _notices(user: User) -> list[Publicity]:
    """公示 that run in the user's own school."""
    if user.organisation_id is None:
        return []
    running = Publicity.objects.running().filter(campaign__plan__organisation=user.organisation_id)
    return list(running.order_by("last_day", "pk"))
