"""How simulated people vote: by the dice of the run, never by who they are."""

from __future__ import annotations

from collections.abc import Callable, Collection
from random import Random
from typing import Any

from ballots.definitions import Counting
from ballots.models import Elector
from campaigns.choices import Purpose
from campaigns.models import Round

AGREE = 0.82
STAY_AWAY = 0.06


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
    counting = held.poll.counting
    subjects = [subject.key for subject in held.poll.subjects.all()]

    def choose(elector: Elector) -> dict[str, Any] | None:
        if elector.user_id not in came:
            return None
        return {key: _choice(held.purpose, counting, dice) for key in subjects}

    return choose


def _choice(purpose: str, counting: Counting, dice: Random) -> Any:
    consent = "agree" if dice.random() < AGREE else dice.choice(["oppose", "abstain"])
    if purpose != Purpose.EVALUATION:
        return consent
    grades = [option.key for option in counting.grades]
    marks: dict[str, str] = {
        dimension.key: dice.choices(grades, weights=[60, 30, 8, 2])[0] for dimension in counting.dimensions
    }
    return marks | {"consent": consent}
