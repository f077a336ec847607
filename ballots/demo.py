"""What might people choose, when the demo lets the remaining staff vote?"""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Any

from ballots.drawn import paper_of
from ballots.models import Elector, Poll
from ballots.sheets import Question

WEIGHTS = {
    "agree": 80,
    "oppose": 9,
    "abstain": 6,
    "excellent": 58,
    "competent": 34,
    "basic": 6,
    "incompetent": 2,
    "good": 60,
    "fair": 28,
    "poor": 1,
    "accept": 64,
    "mostly": 24,
    "reject": 3,
}
STAYS_AWAY = 0.04


def chooser(poll: Poll, seed: int | None = None) -> Callable[[Elector], dict[str, Any] | None]:
    """Mostly kind voters, of whom a few stay away; the same seed gives the same choices."""
    random, paper = Random(poll.pk if seed is None else seed), paper_of(poll)

    def choose(_elector: Elector) -> dict[str, Any] | None:
        if random.random() < STAYS_AWAY:
            return None
        return {
            section.key: {question.key: _answer(random, question) for question in section.questions}
            for section in paper.sections
        }

    return choose


def _answer(random: Random, question: Question) -> Any:
    keys = [option.key for option in question.options]
    if question.is_checklist:
        return random.sample(keys, random.choices(range(3), (6, 3, 1))[0])
    if question.is_choice:
        return random.sample(keys, random.randint(max(question.minimum, 1), question.maximum))
    return random.choices(keys, [WEIGHTS.get(key, 10) for key in keys])[0]
