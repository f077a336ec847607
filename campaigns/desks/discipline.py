"""What does discipline have to answer, and what was reported?"""

from __future__ import annotations

from typing import NamedTuple

from django.db.models import Count, Q

from campaigns.models import Campaign, DisciplineOpinion, Letter, Objection
from selection.accounts.models import User


class Desk(NamedTuple):
    opinions: list[DisciplineOpinion]
    letters: list[Letter]
    unanswered: list[Letter]
    objections: list[tuple[Campaign, int]]


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
    letters = Letter.objects.open_to(user).waiting().select_related("school").order_by("received_on")
    return Desk(
        list(opinions.order_by("requested_on", "pk")), list(letters), _unanswered(user), _objections(running)
    )


def _unanswered(user: User) -> list[Letter]:
    """Looked into, and nothing said to who wrote it."""
    accepted = Letter.objects.open_to(user).accepted().select_related("school").prefetch_related("objections")
    return [letter for letter in accepted.order_by("received_on", "pk") if letter.wants_an_answer]


def _objections(running) -> list[tuple[Campaign, int]]:
    not_resolved = Q(objections__isnull=False) & ~Q(objections__state=Objection.State.RESOLVED)
    counted = running.annotate(open_ones=Count("objections", filter=not_resolved, distinct=True))
    return [(each, each.open_ones) for each in counted.filter(open_ones__gt=0).order_by("pk")]
