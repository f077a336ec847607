"""Who is kept out of a vote, and what follows when a relation comes to light?"""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.db.models import QuerySet

from ballots import services as polls
from ballots.models import Poll
from campaigns import recusal
from campaigns.choices import Purpose
from campaigns.models import Campaign, Candidacy, Plan, Recusal, Round
from campaigns.models.candidacies import CandidacyQuerySet
from personnel.models import Relation
from selection.accounts.models import User
from selection.reasons import Refused
from selection.records import ledgers
from selection.records.models import Ledger

from .acts import may_record
from .authority import take, tell_officers
from .duties import recuse_in_conflict

VOTING = (Poll.State.OPEN, Poll.State.CLOSED)


@transaction.atomic
def settle(held: Round, kept: Mapping[int, str], *, by: User) -> None:
    """The officer confirms who is recused from a vote that is a draft.

    ``kept`` gives for members who are to vote all the same the reason why; all the others who are proposed are
    recused. They stay in 应到.
    """
    may_record(take(held.campaign).plan, by)
    asked = {each.staff.pk: each for each in recusal.proposals(held) if not each.is_candidate}
    if held.poll is None or not asked:
        raise Refused("这一轮没有需要确认的回避")
    if strangers := set(kept) - set(asked):
        raise Refused(f"有{len(strangers)}人不在建议回避之列，或者本人就是人选，不能改为不回避")
    if unsaid := [asked[pk].staff.name for pk, reason in kept.items() if not reason.strip()]:
        raise Refused(f"{'、'.join(unsaid)}不回避的，请写明理由")
    for pk in asked:
        reason = kept.get(pk, "").strip()[:200]
        found = {"is_recused": pk not in kept, "reason": reason, "decided_by": by}
        Recusal.objects.update_or_create(round=held, staff_id=pk, defaults=found)
    users = {pk: each.staff.user for pk, each in asked.items() if each.staff.user}
    polls.recuse(held.poll, [user for pk, user in users.items() if pk not in kept])
    polls.readmit(held.poll, [user for pk, user in users.items() if pk in kept])
    ledgers.append(
        held.campaign.ledger,
        "确认表决回避",
        by=by,
        about=f"round:{held.pk}",
        recused=sorted(set(asked) - set(kept)),
        kept={str(pk): kept[pk].strip()[:200] for pk in sorted(kept)},
    )


def ledgers_of(relation: Relation) -> list[Ledger]:
    """Where it is written who is recused by it."""
    return [plan.ledger for plan in _plans_of(relation).select_related("ledger__organisation")]


def _running_for(relation: Relation) -> CandidacyQuerySet:
    return Candidacy.objects.live().filter(
        staff__in=(relation.staff, relation.relative),
        opening__campaign__in=Campaign.objects.running().values("pk"),
    )


def _plans_of(relation: Relation) -> QuerySet[Plan]:
    persons = _running_for(relation)
    return Plan.objects.filter(campaigns__openings__candidacies__in=persons).distinct()


def on_relation(relation: Relation, by: User) -> None:
    """R-25 reaches the plans that run already. A draft says itself that its roll is out of date."""
    for plan in _plans_of(relation):
        recuse_in_conflict(plan, by)
    for person in _running_for(relation).select_related("staff"):
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
