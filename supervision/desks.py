"""What of the schools' selections should those above see on their first page?"""

from __future__ import annotations

from typing import NamedTuple

from selection.accounts.acts import Act
from selection.accounts.models import User
from supervision import overview
from supervision.overview import Line

TEMPLATE = "supervision/_desk.html"
MOST = 8


class Desk(NamedTuple):
    shown: list[Line]
    running: int
    alerted: int
    stuck: int


def desk(user: User) -> Desk | None:
    if not any(act == Act.OVERSEE for act, _path in user.reach):
        return None
    found = overview.lines(user, user.organisations_for(Act.OVERSEE).schools())
    return Desk(
        found[:MOST],
        len(found),
        sum(bool(line.alerts) for line in found),
        sum(line.is_stuck for line in found),
    )
