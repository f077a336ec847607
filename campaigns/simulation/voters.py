"""How simulated people vote: by the dice of the run, never by who they are."""

from __future__ import annotations

from collections.abc import Callable, Collection
from random import Random
from typing import Any

from ballots.definitions import ABSTAIN
from ballots.drawn import paper_of
from ballots.models import Elector
from ballots.sheets import CONSENT, BallotPaper, Mark, Question, Section
from campaigns.models import Round

AGREE = 0.82
STAY_AWAY = 0.06
WRITES_IN = 0.15


def comers(held: Round, dice: Random) -> set[int]:
    """Who of the roll comes to the meeting."""
    assert held.poll is not None
    electors = held.poll.electors.filter(is_recused=False).order_by("pk")
    return {elector.user_id for elector in electors if elector.user_id and dice.random() > STAY_AWAY}


def chooser(
    held: Round, dice: Random, came: Collection[int | None]
) -> Callable[[Elector], dict[str, Any] | None]:
    """Choices for one elector; None leaves the ballot of who stayed away uncast."""
    assert held.poll is not None
    paper = paper_of(held.poll)

    def choose(elector: Elector) -> dict[str, Any] | None:
        if elector.user_id not in came:
            return None
        return _within_limits(paper, {s.key: _mark(s, dice) for s in paper.sections}, dice)

    return choose


def _mark(section: Section, dice: Random) -> Mark:
    first = section.questions[0]
    if first.is_choice:
        return {first.key: _chosen(first, dice)}
    consent = "agree" if dice.random() < AGREE else dice.choice(["oppose", "abstain"])
    return {q.key: consent if q.key == CONSENT else _grade(q, dice) for q in section.questions}


def _chosen(question: Question, dice: Random) -> list[str]:
    """As many as may be chosen; few write anybody in."""
    keys = [option.key for option in question.options]
    if question.is_open:
        return dice.sample(keys, 1) if keys and dice.random() < WRITES_IN else []
    return dice.sample(keys, min(question.maximum, len(keys)))


def _grade(question: Question, dice: Random) -> str:
    return dice.choices([option.key for option in question.options], weights=[60, 30, 8, 2])[0]


def _within_limits(paper: BallotPaper, marks: dict[str, Mark], dice: Random) -> dict[str, Mark]:
    """Whoever has more than may be takes the surplus back, and abstains of a post with too few."""
    grades = {q.key: [o.key for o in q.options] for s in paper.sections for q in s.questions}
    for limit in paper.limits:
        given = [(cell, each) for cell in limit.cells for each in _counted(marks, cell, limit.answer)]
        dice.shuffle(given)
        kept = limit.maximum if len(given) >= limit.minimum else 0
        for (section, question), each in given[kept:]:
            said = marks[section][question]
            if isinstance(said, list):
                said.remove(each)
            else:
                marks[section][question] = ABSTAIN if question == CONSENT else grades[question][1]
    return marks


def _counted(marks: dict[str, Mark], cell: tuple[str, str], answer: str) -> list[str]:
    said = marks[cell[0]][cell[1]]
    return list(said) if isinstance(said, list) else [said] * (said == answer)
