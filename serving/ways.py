"""On which page is a to-do done?"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from django.urls import reverse

from serving.choices import PetitionKind, RecordKind, TaskKind
from serving.models import Task


class Way(NamedTuple):
    """A page on which it can be done, and what it is called on the button."""

    label: str
    url: str


def ways(task: Task) -> list[Way]:
    """For whoever keeps the register of the task's school."""
    return [way(task) for way in WAYS[TaskKind(task.kind)]]


def _entering(kind: str, label: str, record: RecordKind | None = None) -> Callable[[Task], Way]:
    asked = f"?kind={record}" if record else ""
    return lambda task: Way(label, reverse("serving:enter", args=[task.staff_id, kind]) + asked)


def _petition(kind: PetitionKind, label: str) -> Callable[[Task], Way]:
    def way(task: Task) -> Way:
        page = reverse("serving:petition_new", args=[task.organisation.code, kind])
        return Way(label, f"{page}?staff={task.staff_id}")

    return way


def _register(task: Task) -> Way:
    return Way("登记任职", reverse("personnel:entry_create", args=[task.staff_id, "tenures"]))


def _plan(_task: Task) -> Way:
    return Way("新建方案", reverse("campaigns:plan_new"))


def _cadres(task: Task) -> Way:
    return Way("去登记", f"{reverse('serving:cadres')}?place={task.organisation.code}")


def _evaluations(_task: Task) -> Way:
    return Way("去组织", reverse("serving:evaluations"))


REMOVE = _entering("removal", "登记免职")
PLAN_ROTATION = _petition(PetitionKind.ROTATION, "报交流方案")

WAYS: dict[TaskKind, tuple[Callable[[Task], Way], ...]] = {
    TaskKind.RENEW: (_plan,),
    TaskKind.LEAVE: (REMOVE, _petition(PetitionKind.EXTENSION, "报延长任职")),
    TaskKind.ROTATE: (PLAN_ROTATION, _petition(PetitionKind.DELAY, "报暂不交流")),
    TaskKind.PROBATION: (_entering("probation-review", "去考核"),),
    TaskKind.DUTY_REVIEW: (_cadres,),
    TaskKind.EVALUATION: (_evaluations,),
    TaskKind.DEMOTE: (REMOVE,),
    TaskKind.RELOCATE: (PLAN_ROTATION,),
    TaskKind.DEAL_WITH: (_entering("record", "登记诫勉谈话", RecordKind.ADMONITION), REMOVE),
    TaskKind.DISMISS: (REMOVE,),
    TaskKind.WATCH: (_entering("watch-review", "去考核"),),
    TaskKind.MOVE: (REMOVE, PLAN_ROTATION),
    TaskKind.TALK: (_entering("record", "登记谈话", RecordKind.TALK),),
    TaskKind.TRAINING: (_entering("record", "登记培训", RecordKind.TRAINING),),
    TaskKind.RELEASE: (REMOVE,),
    TaskKind.RESTORE: (_register,),
    TaskKind.SETTLE: (_entering("record", "登记安排", RecordKind.SETTLEMENT),),
}
