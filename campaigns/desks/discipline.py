"""What does discipline have to answer, what was reported, and what looks unusual?"""

from __future__ import annotations

from typing import NamedTuple

from django.db.models import Count, Q

from campaigns.choices import Purpose
from campaigns.models import Campaign, DisciplineOpinion, Objection
from selection.accounts.models import User


class Oddity(NamedTuple):
    campaign: Campaign
    sentence: str


class Desk(NamedTuple):
    opinions: list[DisciplineOpinion]
    objections: list[tuple[Campaign, int]]
    oddities: list[Oddity]


def desk(user: User) -> Desk:
    opinions = DisciplineOpinion.objects.waiting_for(user).select_related(
        "candidacy__staff__department", "candidacy__opening__campaign__plan__organisation"
    )
    running = (
        Campaign.objects.visible_to(user)
        .running()
        .filter(plan__organisation__in=user.organisations_for("answer_discipline"))
        .select_related("plan__organisation")
    )
    return Desk(list(opinions.order_by("requested_on", "pk")), _objections(running), _oddities(running))


def _objections(running) -> list[tuple[Campaign, int]]:
    not_resolved = Q(objections__isnull=False) & ~Q(objections__state=Objection.State.RESOLVED)
    counted = running.annotate(open_ones=Count("objections", filter=not_resolved, distinct=True))
    return [(each, each.open_ones) for each in counted.filter(open_ones__gt=0).order_by("pk")]


def _oddities(running) -> list[Oddity]:
    """An evaluation that had to be repeated; most of what was done entered from paper."""
    counted = running.annotate(
        evaluations=Count("rounds", filter=Q(rounds__purpose=Purpose.EVALUATION), distinct=True),
        acts_on_paper=Count("plan__acts", filter=Q(plan__acts__is_backfilled=True), distinct=True),
        acts_done=Count("plan__acts", distinct=True),
    )
    found = []
    for each in counted.order_by("pk"):
        if each.evaluations > 1:
            found.append(Oddity(each, f"民主测评已组织{each.evaluations}次"))
        if each.acts_done >= 4 and each.acts_on_paper * 2 > each.acts_done:
            found.append(
                Oddity(each, f"办理事项{each.acts_done}件，其中{each.acts_on_paper}件是线下补录，比例较高")
            )
    return found
