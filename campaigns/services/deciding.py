"""What the votes of the deciding body came to, concluded by a named person (R-22)."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import transaction

from ballots.verdicts import Verdict, rank
from campaigns import permissions
from campaigns.choices import Purpose, Stage, Standing
from campaigns.guards.evaluate import round_is_missing
from campaigns.models import Campaign, Candidacy, Opening, Round
from campaigns.voices import support
from selection.accounts.models import User
from selection.reasons import Refused
from selection.records import ledgers

from .authority import require, take

Outcome = tuple[list[Candidacy], dict[Candidacy, str]]  # those who are proposed; the others and why not


@transaction.atomic
def conclude(campaign: Campaign, *, by: User) -> list[Candidacy]:
    """Propose whom the body adopted, as many as there are seats, and pass over the rest.

    All openings or none: a vote that is missing, void or tied at the last seat is said, not guessed.
    """
    locked = take(campaign, "确认表决结果", Stage.DECIDE)
    require(permissions.may_run(locked, by), "确认表决结果")
    openings = _waiting(locked)
    if not openings:
        raise Refused("表决结果均已确认，不必再办")
    if missing := [said for opening in openings for said in _missing(locked, opening)]:
        raise Refused(missing)
    outcomes = [_outcome(opening, _votes(locked, opening)) for opening in openings]
    proposed = [person for chosen, _ in outcomes for person in chosen]
    others = {person: why for _, rest in outcomes for person, why in rest.items()}
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
    verdicts = {person: support(held, person) for person in _undecided(opening)}
    if unlisted := [person.staff.name for person, verdict in verdicts.items() if verdict is None]:
        raise Refused(f"{opening}：{'、'.join(unlisted)}未列入表决，请另行表决或作未列为人选处理")
    adopted = {person: verdict for person, verdict in verdicts.items() if verdict and verdict.holds}
    others = {p: verdict.finding for p, verdict in verdicts.items() if verdict and not verdict.holds}
    chosen, beyond = _within_seats(opening, adopted)
    return chosen, others | beyond


def _undecided(opening: Opening) -> list[Candidacy]:
    persons = opening.candidacies.live().exclude(standing=Standing.PROPOSED)
    return list(persons.select_related("staff").order_by("pk"))


def _within_seats(opening: Opening, adopted: dict[Candidacy, Verdict]) -> Outcome:
    """The most agreed to first; a tie at the last seat is for people to decide."""
    seats = opening.seats - opening.candidacies.filter(standing=Standing.PROPOSED).count()
    places = rank({str(person.pk): verdict.count or 0 for person, verdict in adopted.items()}, seats)
    if places.tied:
        raise Refused(f"{opening}：{places.sentence}")
    kept = {place.key for place in places.chosen}
    chosen = [person for person in adopted if str(person.pk) in kept]
    beyond = {
        person: f"{verdict.finding}，但名额{opening.seats}人已满"
        for person, verdict in adopted.items()
        if str(person.pk) not in kept
    }
    return chosen, beyond


def _move(proposed: list[Candidacy], others: dict[Candidacy, str]) -> None:
    for person in proposed:
        person.propose()
        person.standing_reason = ""
        person.save()
    for person, why in others.items():
        person.pass_over()
        person.standing_reason = why
        person.save()
