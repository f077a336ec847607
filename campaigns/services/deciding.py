"""What the votes of the deciding body came to, concluded by a named person (R-22)."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import transaction

from campaigns import permissions
from campaigns.adopting import Adopted, adopted, run_off_faults
from campaigns.choices import AgendaPurpose, Purpose, Stage, Standing
from campaigns.choices import Outcome as MeetingOutcome
from campaigns.guards.evaluate import round_is_missing
from campaigns.guards.nobody_slips import everybody_is_an_inspectee
from campaigns.models import Campaign, Candidacy, Opening, Round
from selection.accounts.models import User
from selection.reasons import Refused, refuse_if
from selection.records import ledgers

from .authority import require, take

AGAIN = "请先只就并列的人选再次投票"

Outcome = tuple[list[Candidacy], dict[Candidacy, str]]  # those who are proposed; the others and why not


@transaction.atomic
def conclude(campaign: Campaign, *, by: User) -> list[Candidacy]:
    """Propose whom the body adopted, as many as there are seats, and pass over the rest.

    All openings or none: a vote that is missing, void or tied at the last seat is said, not guessed.
    """
    locked = take(campaign, "确认表决结果", Stage.DECIDE)
    require(permissions.may_run(locked, by), "确认表决结果")
    refuse_if(locked, (everybody_is_an_inspectee,))
    openings = _waiting(locked)
    if not openings:
        raise Refused("表决结果均已确认，不必再办")
    if missing := [said for opening in openings for said in _missing(locked, opening)]:
        raise Refused(missing)
    outcomes = [_outcome(opening, _votes(locked, opening)) for opening in openings]
    adopted = [person for chosen, _ in outcomes for person in chosen]
    elsewhere = _elsewhere(locked, adopted)
    proposed = [person for person in adopted if person not in elsewhere]
    others = elsewhere | {person: why for _, rest in outcomes for person, why in rest.items()}
    _move(proposed, others)
    ledgers.append(
        locked.ledger,
        "确认表决结果",
        by=by,
        about=f"campaign:{locked.pk}",
        rounds=[_votes(locked, opening).pk for opening in openings],
        proposed=[person.pk for person in proposed],
        not_selected=[person.pk for person in others],
    )
    return proposed


def _waiting(campaign: Campaign) -> list[Opening]:
    """Openings with somebody who was voted on and is not proposed yet."""
    return [
        opening
        for opening in campaign.voted_openings()
        if opening.candidacies.live().exclude(standing=Standing.PROPOSED).exists()
    ]


def _missing(campaign: Campaign, opening: Opening) -> Iterator[str]:
    for said in round_is_missing(campaign, Purpose.DECISION, "讨论决定表决", opening):
        yield f"{opening}：{said}"


def _votes(campaign: Campaign, opening: Opening) -> Round:
    held: Round = campaign.standing_round(Purpose.DECISION, opening)
    return held


def _outcome(opening: Opening, held: Round) -> Outcome:
    found = adopted(opening, held)
    if found.unlisted:
        names = "、".join(person.staff.name for person in found.unlisted)
        raise Refused(f"{opening}：{names}未列入表决，请另行表决或作未列为人选处理")
    if found.unknown:
        said = [f"{opening}：{person.staff.name}{why}" for person, why in found.unknown.items()]
        raise Refused(said)
    chosen, others = _settled(opening, held, found)
    return [*found.chosen, *chosen], found.others | others


def _settled(opening: Opening, held: Round, found: Adopted) -> Outcome:
    """Those who stay tied after the last run-off are told apart by the body's recorded meeting, or not at all."""
    if not found.tied:
        return [], {}
    named, is_over = _named_by_the_meeting(held.campaign, found.tied), list(run_off_faults(opening, held))
    if not is_over or len(named) != found.seats_left:
        raise Refused([f"{opening}：{said}" for said in (found.tie, *(is_over or [AGAIN]))])
    return named, {
        person: "得票并列，经会议研究未列为拟聘人选" for person in found.tied if person not in named
    }


def _named_by_the_meeting(campaign: Campaign, persons: list[Candidacy]) -> list[Candidacy]:
    item = campaign.resolved(AgendaPurpose.DECISION).last()
    said = dict(item.outcomes.values_list("candidacy", "outcome")) if item else {}
    return [person for person in persons if said.get(person.pk) == MeetingOutcome.AGREED]


def _elsewhere(campaign: Campaign, adopted: list[Candidacy]) -> dict[Candidacy, str]:
    """Whoever was adopted for two posts takes the one that the meeting named; of the others, why not."""
    before = campaign.live().filter(standing=Standing.PROPOSED)
    posts: dict[int, list[Candidacy]] = {}
    for person in [*before, *adopted]:
        posts.setdefault(person.staff_id, []).append(person)
    twice = [persons for persons in posts.values() if len(persons) > 1]
    return {person: why for persons in twice for person, why in _passed_over(campaign, persons, adopted)}


def _passed_over(
    campaign: Campaign, persons: list[Candidacy], adopted: list[Candidacy]
) -> Iterator[tuple[Candidacy, str]]:
    named = _named_by_the_meeting(campaign, persons)
    refused = [person for person in persons if person not in named]
    if len(named) != 1 or any(person not in adopted for person in refused):
        names = "、".join(str(person.opening.post) for person in persons)
        raise Refused(
            f"{persons[0].staff.name}同时获{names}的表决通过，请在讨论决定的会议记录中写明任用到哪一个岗位"
        )
    for person in refused:
        yield person, f"讨论决定任用到{named[0].opening.post}"


def _move(proposed: list[Candidacy], others: dict[Candidacy, str]) -> None:
    for person in proposed:
        person.propose()
        person.standing_reason = ""
        person.save()
    for person, why in others.items():
        person.pass_over()
        person.standing_reason = why
        person.save()
