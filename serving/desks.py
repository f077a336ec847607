"""What of those who hold a post lies on a desk today?"""

from __future__ import annotations

from typing import NamedTuple

from selection.accounts.acts import Act
from selection.accounts.models import User
from serving import horizon
from serving.horizon import Due

TEMPLATE = "serving/_desk.html"
MOST = 8


class Desk(NamedTuple):
    due: list[Due]
    more: int
    is_of_several: bool


def desk(user: User) -> Desk | None:
    """What falls due within three months in the schools whose register the user reads."""
    schools = user.organisations_for(Act.VIEW_REGISTER).schools()
    if not any(act == Act.VIEW_REGISTER for act, _path in user.reach):
        return None
    found = horizon.coming_due(schools, horizon.until())
    return Desk(found[:MOST], max(len(found) - MOST, 0), schools.count() > 1)
