"""What of those who hold a post lies on a desk today?"""

from __future__ import annotations

from typing import NamedTuple

from selection.accounts.acts import Act
from selection.accounts.models import User
from serving import horizon
from serving.horizon import Due
from serving.models import Task

TEMPLATE = "serving/_desk.html"
MOST = 8


class Desk(NamedTuple):
    tasks: list[Task]
    due: list[Due]
    more: int
    is_of_several: bool


def desk(user: User) -> Desk | None:
    """What is to be done, and what falls due within three months, where the user reads the register."""
    schools = user.organisations_for(Act.VIEW_REGISTER).schools()
    if not any(act == Act.VIEW_REGISTER for act, _path in user.reach):
        return None
    found = horizon.coming_due(schools, horizon.until())
    open_ones = Task.objects.visible_to(user).open().select_related("organisation")
    return Desk(list(open_ones[:MOST]), found[:MOST], max(len(found) - MOST, 0), schools.count() > 1)
