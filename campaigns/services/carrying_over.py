"""Let a reply of discipline's that was given for several selections count in this one, a veto too (E017)."""

from __future__ import annotations

from django.db import transaction

from campaigns import integrity, permissions
from campaigns.models import Candidacy, DisciplineOpinion, Plan
from selection.accounts.models import User
from selection.reasons import Refused
from selection.records import ledgers

from .authority import require, take
from .inspecting import BESIDE_THE_STAGES


def may_carry_over(plan: Plan, user: User) -> bool:
    answers = user.may("answer_discipline", plan.organisation) and not permissions.is_recused(plan, user)
    return answers or permissions.may_run_plan(plan, user)


@transaction.atomic
def carry_over(person: Candidacy, *, by: User) -> DisciplineOpinion:
    """As it was said, on the day on which it was said."""
    campaign = take(person.campaign, "沿用廉政意见", *BESIDE_THE_STAGES)
    require(may_carry_over(campaign.plan, by), "沿用廉政意见")
    name = person.staff.name
    if not Candidacy.objects.live().filter(pk=person.pk).exists():
        raise Refused(f"{name}已不在办理的人选之中，不用再征求廉政意见")
    reply = integrity.reply_in_force(person)
    if reply is None:
        raise Refused(f"{name}没有可以沿用的答复：已过有效期，或答复以后又有反映，请征求意见")
    DisciplineOpinion.objects.filter(candidacy=person, is_superseded=False).update(is_superseded=True)
    made = DisciplineOpinion.objects.create(
        candidacy=person,
        requested_on=reply.requested_on,
        result=reply.result,
        petitions=reply.petitions,
        text=reply.text,
        document_number=reply.document_number,
        happened_on=reply.happened_on,
        valid_until=reply.valid_until,
        adopted_from=reply,
        entered_by=by,
    )
    ledgers.append(
        campaign.ledger,
        "沿用廉政意见",
        by=by,
        about=f"candidacy:{person.pk}",
        happened_on=reply.happened_on,
        person=name,
        disciplineopinion=made.pk,
        adopted_from=reply.pk,
    )
    return made
