"""What concerns anybody of the staff: votes to cast, tasks one was named for, what the school made public?"""

from __future__ import annotations

from typing import NamedTuple

from django.db.models import OuterRef, QuerySet, Subquery

from ballots.models import Poll
from campaigns.choices import ActKind
from campaigns.desks import duties
from campaigns.entrants import open_to
from campaigns.models import Act, Campaign, Entry, Plan, Publicity
from selection.accounts.models import User


class Desk(NamedTuple):
    polls: list[Poll]
    tasks: list[duties.Task]
    plans: list[Plan]
    notices: list[Publicity]
    contests: list[Campaign]
    entries: list[Entry]

    @property
    def is_bare(self) -> bool:
        return not any(self)


def desk(user: User) -> Desk:
    return Desk(
        polls=list(Poll.objects.waiting_for(user).select_related("organisation").order_by("closes_at", "pk")),
        tasks=duties.tasks(user),
        plans=list(_plans(user)[:5]),
        notices=_notices(user),
        contests=open_to(user),
        entries=_entries(user),
    )


def _entries(user: User) -> list[Entry]:
    """我的报名, while the contest goes on."""
    own = Entry.objects.of(user).filter(campaign__in=Campaign.objects.running())
    return list(own.prefetch_related("preferences__opening__post", "preferences__candidacy").order_by("-pk"))


def _plans(user: User) -> QuerySet[Plan]:
    """What the school announced, the latest first, each with the day."""
    announced = Act.objects.filter(plan=OuterRef("pk"), kind=ActKind.PUBLICATION, is_superseded=False)
    day = Subquery(announced.order_by("-happened_on").values("happened_on")[:1])
    return (
        Plan.objects.published_to(user)
        .filter(organisation=user.organisation_id)
        .annotate(announced_on=day)
        .order_by("-announced_on", "-pk")
    )


def _notices(user: User) -> list[Publicity]:
    """公示 that run in the user's own school."""
    if user.organisation_id is None:
        return []
    running = Publicity.objects.running().filter(campaign__plan__organisation=user.organisation_id)
    return list(running.select_related("campaign__plan").order_by("last_day", "pk"))
