"""How does a correction read: what was struck out or changed, from what to what, and why?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.db.models import Prefetch, Q, QuerySet

from campaigns.models import Correction
from personnel.models import StaffMember
from selection import chinese

LABELS = {
    "happened_on": "日期",
    "text": "内容",
    "place": "地点",
    "chair": "主持人",
    "due": "应到",
    "present": "实到",
    "attendees": "到会成员",
    "minutes": "会议纪要",
}


class Change(NamedTuple):
    label: str
    before: str
    after: str


class Told(NamedTuple):
    """One correction, with its changes in words."""

    correction: Correction
    changes: list[Change]


@dataclass(frozen=True)
class Row:
    """One record as it stands, with the corrections that were made or asked for."""

    record: Any
    told: list[Told]

    @property
    def is_struck(self) -> bool:
        return any(each.correction.is_strike and each.correction.is_confirmed for each in self.told)

    @property
    def waits(self) -> bool:
        return any(not each.correction.is_confirmed for each in self.told)


def rows(records: QuerySet[Any]) -> list[Row]:
    """Records that count, or were struck out or corrected; what later acts replaced stays away."""
    kept = Correction.objects.filter(is_dropped=False).select_related("entered_by", "confirmed_by")
    shown = records.filter(Q(is_superseded=False) | Q(corrections__in=kept)).distinct()
    found = shown.prefetch_related(Prefetch("corrections", kept, to_attr="kept_corrections"))
    return [Row(each, [told(one) for one in each.kept_corrections]) for each in found]


def row(record: Any) -> Row:
    kept = record.corrections.filter(is_dropped=False).select_related("entered_by", "confirmed_by")
    return Row(record, [told(each) for each in kept])


def told(correction: Correction) -> Told:
    names = _names([correction.before, correction.after])
    changes = [
        Change(label, _said(correction.before[name], names), _said(correction.after[name], names))
        for name, label in LABELS.items()
        if name in correction.after
    ]
    return Told(correction, changes)


def _names(sides: Iterable[dict[str, Any]]) -> dict[int, str]:
    staff = {pk for side in sides for pk in side.get("attendees", [])}
    return dict(StaffMember.objects.filter(pk__in=staff).values_list("pk", "name")) if staff else {}


def _said(value: Any, names: dict[int, str]) -> str:
    if isinstance(value, list):
        return "、".join(names.get(pk, "") for pk in value) or "未登记"
    if isinstance(value, int):
        return f"{value}人"
    try:
        return chinese.day(date.fromisoformat(value))
    except ValueError:
        return value or "未填写"
