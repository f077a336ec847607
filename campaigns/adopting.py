"""Whom did the votes on one post adopt, and whom do they leave for a run-off (再次投票)?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from ballots.verdicts import Verdict, rank
from campaigns.choices import Standing
from campaigns.models import Candidacy, Opening, Round
from campaigns.voices import support


@dataclass
class Adopted:
    """What one post came to: the chosen, the others and why not, those tied for the seats left.

    ``unlisted`` were on no paper, of ``unknown`` there is no result; both are for people to mend.
    """

    chosen: list[Candidacy] = field(default_factory=list)
    others: dict[Candidacy, str] = field(default_factory=dict)
    tied: list[Candidacy] = field(default_factory=list)
    seats_left: int = 0
    tie: str = ""
    unlisted: list[Candidacy] = field(default_factory=list)
    unknown: dict[Candidacy, str] = field(default_factory=dict)


def adopted(opening: Opening, held: Round) -> Adopted:
    """The round and then its run-offs, each for those about whom it decided.

    Who was chosen in the round stays so; a run-off fills only the seats that were left to it.
    """
    found = Adopted(seats_left=seats_of(opening))
    pool = undecided(opening)
    for round_ in (held, *(each for each in held.standing_run_offs if each.is_counted)):
        verdicts = {person: support(round_, person) for person in pool}
        if round_ == held:
            found.unlisted = [person for person, verdict in verdicts.items() if verdict is None]
        _decide(found, opening, round_, {p: v for p, v in verdicts.items() if v and p not in found.chosen})
    return found


def run_off_persons(opening: Opening, held: Round) -> list[Candidacy]:
    """Among whom another vote would have to decide: the tied only, or, where the rulebook fills seats, the rest."""
    found = adopted(opening, held)
    if found.tied or not found.seats_left or not held.campaign.ruleset.decision.run_off_fills:
        return found.tied
    return [person for person in found.others if person not in found.unknown]


def run_off_faults(opening: Opening, held: Round) -> Iterator[str]:
    """Why there can be no run-off now; nothing said, and there can."""
    if not held.is_counted:
        yield f"{held}尚未计票，不能再次投票"
        return
    run_offs, most = held.standing_run_offs, held.campaign.ruleset.decision.run_offs
    if waiting := [each for each in run_offs if not each.is_counted]:
        yield f"{waiting[0]}尚未计票，请先办完"
    elif not run_off_persons(opening, held):
        yield f"{opening}没有并列待定的人选，不需要再次投票"
    elif len(run_offs) >= most:
        again = f"已再次投票{len(run_offs)}次，仍未分出" if run_offs else "票数并列"
        yield f"{again}；按规则不再投票，请由{held.campaign.ruleset.decision.body}研究决定，写明任用的人选并作记录"


def undecided(opening: Opening) -> list[Candidacy]:
    persons = opening.candidacies.live().exclude(standing=Standing.PROPOSED)
    return list(persons.select_related("staff", "opening__campaign").order_by("pk"))


def seats_of(opening: Opening) -> int:
    """Those that nobody was proposed for yet."""
    proposed: int = opening.candidacies.filter(standing=Standing.PROPOSED).count()
    return opening.seats - proposed


def _decide(found: Adopted, opening: Opening, round_: Round, verdicts: dict[Candidacy, Verdict]) -> None:
    """Add what this round says of its persons; the most agreed to first, a tie at the last seat stays one."""
    found.unknown |= {p: each.sentence for p, each in verdicts.items() if each.holds is None}
    passed = {str(person.pk): each.count or 0 for person, each in verdicts.items() if each.holds}
    places = rank(passed, found.seats_left)
    kept, tied = ({place.key for place in group} for group in (places.chosen, places.tied))
    found.tied, found.tie = [person for person in verdicts if str(person.pk) in tied], places.sentence
    for person, verdict in verdicts.items():
        if str(person.pk) in kept | tied:
            found.others.pop(person, None)
        elif verdict.holds:
            found.others[person] = f"{verdict.finding}，但名额{opening.seats}人已满"
        else:
            found.others[person] = verdict.finding
    new = [person for person in verdicts if str(person.pk) in kept and round_ == _last_on(person, round_)]
    found.chosen += new
    found.seats_left -= len(new)


def _last_on(person: Candidacy, round_: Round) -> Round:
    return (round_.run_off_of or round_).deciding_on(person)
