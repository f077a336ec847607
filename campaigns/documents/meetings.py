"""Which meeting settled it, and how is it named in a sentence?"""

from __future__ import annotations

from typing import Any

from campaigns.choices import AgendaPurpose
from campaigns.models import AgendaItem, Campaign, Meeting
from selection.chinese import day


def that_settled(campaign: Campaign, purpose: AgendaPurpose) -> Meeting | None:
    """The meeting of the last confirmed resolution of the purpose."""
    item: AgendaItem | None = campaign.resolved(purpose).last()
    return item.meeting if item else None


def tokens(meeting: Meeting | None, name: str) -> dict[str, str]:
    """研究日期 and 研究会议 for a text; a meeting that wasn't recorded is named as missing."""
    if meeting is None:
        return {f"{name}日期": "（日期待登记）", f"{name}会议": "（会议待登记）"}
    return {f"{name}日期": day(meeting.happened_on), f"{name}会议": meeting.name}


def not_before(meeting: Meeting | None) -> str:
    return meeting.happened_on.isoformat() if meeting else ""


def missing(meeting: Meeting | None, what: str) -> list[str]:
    return [] if meeting else [f"尚未登记{what}的会议，请登记后再签发"]


def attendance(meeting: Meeting) -> str:
    return f"应到{meeting.due}人，实到{meeting.present}人"


def facts(meeting: Meeting) -> dict[str, Any]:
    return {
        "name": meeting.name,
        "on": day(meeting.happened_on),
        "due": meeting.due,
        "present": meeting.present,
    }
