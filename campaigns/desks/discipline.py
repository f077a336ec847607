"""What does discipline have to answer, what was reported, and what looks unusual?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from django.db.models import Count, Q

from campaigns.choices import Purpose
from campaigns.models import Campaign, DisciplineOpinion, Letter, Objection
from campaigns.voices import validity
from selection import clock
from selection.accounts.models import User
from selection.records.models import LedgerEntry


class Oddity(NamedTuple):
    campaign: Campaign
    sentence: str


class Desk(NamedTuple):
    opinions: list[DisciplineOpinion]
    letters: list[Letter]
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
    letters = Letter.objects.open_to(user).waiting().select_related("school").order_by("received_on")
    return Desk(
        list(opinions.order_by("requested_on", "pk")), list(letters), _objections(running), _oddities(running)
    )


def _objections(running) -> list[tuple[Campaign, int]]:
    not_resolved = Q(objections__isnull=False) & ~Q(objections__state=Objection.State.RESOLVED)
    counted = running.annotate(open_ones=Count("objections", filter=not_resolved, distinct=True))
    return [(each, each.open_ones) for each in counted.filter(open_ones__gt=0).order_by("pk")]


def _oddities(running) -> list[Oddity]:
    """Evaluations that came to nothing, much entered from paper, a register changed before a vote."""
    counted = running.annotate(
        acts_on_paper=Count("plan__acts", filter=Q(plan__acts__is_backfilled=True), distinct=True),
        acts_done=Count("plan__acts", distinct=True),
    )
    found = []
    for each in counted.order_by("pk"):
        if (failed := _failed_evaluations(each)) > 1:
            found.append(Oddity(each, f"民主测评已有{failed}次无效或作废"))
        found += [Oddity(each, sentence) for sentence in _changes_of_roll(each)]
        if each.acts_done >= 4 and each.acts_on_paper * 2 > each.acts_done:
            found.append(
                Oddity(each, f"办理事项{each.acts_done}件，其中{each.acts_on_paper}件是线下补录，比例较高")
            )
    return found


def _failed_evaluations(campaign: Campaign) -> int:
    held = campaign.rounds.filter(purpose=Purpose.EVALUATION).select_related("poll", "campaign__plan")
    verdicts = [(each, validity(each)) for each in held]
    return sum(each.is_void or (verdict is not None and verdict.holds is False) for each, verdict in verdicts)


def _changes_of_roll(campaign: Campaign) -> Iterator[str]:
    """Who may vote is read off the register: what was changed in it between the roll and the vote."""
    register = Q(text__contains='"about":"staffmember:') | Q(text__contains='"about":"rosterimport:')
    entries = LedgerEntry.objects.filter(
        register, ledger__organisation=campaign.organisation, ledger__is_general=True
    )
    for held in campaign.rounds.filter(poll__isnull=False, is_superseded=False).select_related("poll"):
        assert held.poll is not None
        until = held.poll.opened_at or clock.now()
        changed = [entry for entry in entries if held.entered_at < entry.at <= until]
        if changed:
            yield f"{held.get_purpose_display()}的名册备好之后、投票开始之前，人员名册有{len(changed)}次变动"
