"""拟聘公示: who is to be appointed, from which day to which, and where objections are received."""

from __future__ import annotations

from typing import Any

from campaigns.choices import AgendaPurpose, Approver, WaiverKind
from campaigns.documents import drafting, meetings, persons, procedure
from campaigns.documents.dates import until
from campaigns.models import Document, Publicity, Waiver
from campaigns.rulesets.values import UNITS
from selection.accounts.models import User
from selection.chinese import day

KIND = "publicity_notice"
TEMPLATE = "papers/publicity_notice.html"
LABEL = "拟聘公示"
SECTIONS = {
    "addressee": "受文对象",
    "preamble": "引言",
    "period": "公示时间",
    "invitation": "反映方式",
    "contact": "受理方式",
}
TEXTS = {
    "addressee": "全校教职工",
    "preamble": (
        "根据{制定依据}和本校中层干部选拔任用工作方案，经{研究日期}{研究会议}集体讨论决定，"
        "现将{人数}拟聘人选公示如下。"
    ),
    "period": "公示时间为{公示起日}至{公示止日}，共{公示期}，公示方式为{公示方式}。",
    "invitation": (
        "公示期间，对拟聘人选有异议的，可以通过来信、来电、来访等方式如实反映。"
        "以单位名义反映的，应当加盖公章；以个人名义反映的，应当署真实姓名并提供联系方式。"
        "学校对反映人的信息和反映的内容严格保密，对反映的问题认真调查核实。"
    ),
    "contact": "受理方式：{受理方式}。",
}


def context(notice: Publicity) -> dict[str, Any]:
    campaign, school = notice.campaign, notice.campaign.organisation
    people = list(notice.candidacies.select_related("staff", "opening__post"))
    meeting = meetings.that_settled(campaign, AgendaPurpose.DECISION)
    on = campaign.plan.reference_on
    return {
        "about": f"publicity:{notice.pk}",
        "school": school.name,
        "title": f"{school.name}中层干部拟聘人选公示",
        "people": [
            {
                "candidacy": person.pk,
                "name": person.staff.name,
                "introduction": persons.introduction(person, on),
            }
            | _achievement(notice, person)
            for person in people
        ],
        "exceptions": [line for person in people for line in _exceptions(notice, person)],
        "tokens": meetings.tokens(meeting, "研究")
        | _period(notice)
        | {
            "制定依据": campaign.ruleset.basis,
            "人数": f"{len(people)}名",
            "受理方式": notice.contact,
        },
        "missing": meetings.missing(meeting, "讨论决定"),
        "not_before": meetings.not_before(meeting),
        "signer": school.name,
    }


def wording(facts: dict[str, Any]) -> dict[str, str]:
    return dict(TEXTS)


def draw_up(notice: Publicity, *, by: User) -> Document:
    people = notice.candidacies.all()
    return drafting.write(
        KIND, notice.campaign.plan, context(notice), campaign=notice.campaign, people=people
    )


def _achievement(notice: Publicity, person: Any) -> dict[str, str]:
    """What the team wrote of the work done (T065), where the ruleset wants it made public."""
    found = person.inspection if notice.campaign.ruleset.publicity.achievements else None
    return {"achievement": found.achievement} if found and found.is_confirmed else {}


def _period(notice: Publicity) -> dict[str, str]:
    """First counted to last day; a last day that rests on an unknown year is printed as 暂定."""
    last = until(notice.last_day, notice.first_day)
    return {
        "公示起日": day(notice.first_day),
        "公示止日": f"{last}（暂定）" if notice.is_provisional else last,
        "公示期": f"{notice.length}{UNITS[notice.unit]}",
        "公示方式": "、".join(notice.channels),
    }


def _exceptions(notice: Publicity, person: Any) -> list[dict[str, str]]:
    """R-18: what was waived for the person, why, and who agreed."""
    if not notice.campaign.ruleset.publicity.explains_exceptions:
        return []
    granted = [waiver for waiver in person.waivers.order_by("pk") if waiver.is_in_force]
    return [
        {
            "name": person.staff.name,
            "kind": "" if waiver.kind == WaiverKind.OTHER else waiver.get_kind_display(),
            "sentence": waiver.sentence,
            "reason": waiver.reason.rstrip("。；"),
            "approval": approval(waiver),
        }
        for waiver in granted
    ]


def approval(waiver: Waiver) -> str:
    """2026年3月5日经党政联席会议研究同意, or 经教育局批准 with the number of the paper"""
    assert waiver.granted_on is not None
    if waiver.agenda_item is not None:
        return f"{day(waiver.granted_on)}经{waiver.agenda_item.meeting.name}研究同意"
    number = procedure.numbers(waiver.review) if waiver.review else ""
    paper = f"（{number}）" if number else ""
    return f"{day(waiver.granted_on)}经{Approver(waiver.approver).label}批准{paper}"


drafting.register(KIND, TEMPLATE, label=LABEL, proposal=wording, sections=SECTIONS)
