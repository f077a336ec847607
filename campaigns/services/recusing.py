"""A relation came to light: who leaves a task, and which vote is under way that the person must not take part in?"""

from __future__ import annotations

from ballots.models import Poll
from campaigns.choices import Purpose
from campaigns.models import Campaign, Candidacy, Plan, Round
from personnel.models import Relation
from selection.accounts.models import User

from .authority import tell_officers
from .duties import recuse_in_conflict

VOTING = (Poll.State.OPEN, Poll.State.CLOSED)


def on_relation(relation: Relation, by: User) -> None:
    """R-25 reaches the plans that run already. A draft says itself that its roll is out of date."""
    pair = (relation.staff, relation.relative)
    persons = Candidacy.objects.live().filter(
        staff__in=pair, opening__campaign__in=Campaign.objects.running().values("pk")
    )
    for plan in Plan.objects.filter(campaigns__openings__candidacies__in=persons).distinct():
        recuse_in_conflict(plan, by)
    for person in persons.select_related("staff"):
        other = relation.relative if person.staff == relation.staff else relation.staff
        for held in _decisions_under_way(person, other.user_id):
            tell_officers(
                held.campaign.plan,
                f"{other.name}与人选{person.staff.name}有亲属关系，不应参加{held}，请作废本轮重新组织",
                held.campaign.get_absolute_url(),
            )


def _decisions_under_way(person: Candidacy, user: int | None) -> list[Round]:
    """Votes of the body on the person in which the relative still has a ballot; a frozen roll stays."""
    held = Round.objects.filter(purpose=Purpose.DECISION, opening=person.opening, poll__state__in=VOTING)
    return list(
        held.filter(poll__electors__user=user, poll__electors__is_recused=False).select_related(
            "campaign__plan"
        )
    )
