"""How simulated people vote: by the dice of the run, never by who they are."""

from __future__ import annotations

from collections.abc import Callable, Collection
from random import Random
from typing import Any

from ballots.models import Elector
from campaigns.choices import Purpose
from campaigns.models import Round

AGREE = 0.82


def chooser(
    held: Round, dice: Random, present: Collection[int | None] | None = None
) -> Callable[[Elector], dict[str, Any] | None]:
    """Choices for one elector; None leaves the ballot uncast: some stay away, absent members surely."""
    counting = held.poll.counting
    subjects = [subject.key for subject in held.poll.subjects.all()]

    def choose(elector: Elector) -> dict[str, Any] | None:
        if present is not None and elector.user_id not in present:
            return None
        if present is None and dice.random() < 0.06:
            return None
        return {key: _choice(held.purpose, counting, dice) for key in subjects}

    return choose


def _choice(purpose: str, counting: Any, dice: Random) -> Any:
    consent = "agree" if dice.random() < AGREE else dice.choice(["oppose", "abstain"])
    if purpose != Purpose.EVALUATION:
        return consent
    grades = [option.key for option in counting.grades]
    marks = {
        dimension.key: dice.choices(grades, weights=[60, 30, 8, 2])[0] for dimension in counting.dimensions
    }
    return marks | {"consent": consent}
