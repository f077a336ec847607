"""What of those who hold a post lies on a desk today?"""

from __future__ import annotations

from typing import NamedTuple

from django.urls import reverse

from campaigns.desks import Asked
from selection import chinese
from selection.accounts.acts import Act
from selection.accounts.models import User
from serving import horizon, permissions
from serving.horizon import Due
from serving.models import ActingDuty, DutyReview, ProbationReview, Removal, Task, WatchPeriod, WatchReview
from serving.models.acts import ServingAct

TEMPLATE = "serving/_desk.html"
MOST = 8
VOUCHED_FOR: tuple[type[ServingAct], ...] = (
    DutyReview,
    ProbationReview,
    WatchPeriod,
    WatchReview,
    Removal,
    ActingDuty,
)


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


def asked(user: User) -> list[Asked]:
    """What waits for a leader's word."""
    return [
        Asked(
            f"待第二人核实：{act.staff.name}，{act}",
            f"{act.entered_by.name}录入于{chinese.moment(act.entered_at)}",
            reverse("serving:person", args=[act.staff_id]),
            "去核实",
        )
        for act in to_confirm(user)
    ]


def to_confirm(user: User) -> list[ServingAct]:
    """What a leader of the school is to compare with its paper, the longest waiting first."""
    school = user.organisation
    if school is None or not user.may(Act.CONFIRM_ACTS, school):
        return []
    waiting = [
        act
        for model in VOUCHED_FOR
        for act in model._default_manager.filter(
            staff__organisation=school, is_backfilled=True, confirmed_by=None
        ).select_related("staff__organisation", "entered_by")
    ]
    waiting.sort(key=lambda act: act.entered_at)
    return [
        act for act in waiting if act.entered_by_id != user.pk and permissions.may_confirm(act.staff, user)
    ]
