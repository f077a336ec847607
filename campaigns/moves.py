"""What may be done with one person now, without moving the others?"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from django.urls import reverse

from campaigns.choices import Standing
from campaigns.models import Candidacy
from campaigns.services import people


class Move(NamedTuple):
    """An act on one person: what its button says, what follows from it, and the service that does it."""

    label: str
    follows: str
    tone: str
    service: Callable[..., None]


MOVES = {
    "restore": Move("恢复", "恢复到暂缓之前的状态，继续办理。", "primary", people.restore),
    "hold": Move("暂缓", "此人暂缓办理，其他人选继续；以后可以恢复。", "primary", people.hold),
    "withdraw": Move("自动放弃", "本人放弃，或未参加述职表态的，登记后不能恢复。", "danger", people.withdraw),
    "pass_over": Move("未列为人选", "经研究未列为下一步人选的，登记后不能恢复。", "danger", people.pass_over),
    "exclude": Move(
        "不再列为人选", "不符合条件或有影响任用的问题的，登记后不能恢复。", "danger", people.exclude
    ),
}


def moves_for(person: Candidacy) -> list[dict[str, str]]:
    """Buttons of the person's page and row, each with what follows from it."""
    possible = {each.name for each in person.get_available_standing_transitions()}
    if person.standing == Standing.HELD:
        possible.add("restore")
    return [
        {
            "label": move.label,
            "sentence": move.follows,
            "tone": move.tone,
            "url": reverse("campaigns:move", args=[person.pk, name]),
        }
        for name, move in MOVES.items()
        if name in possible
    ]
