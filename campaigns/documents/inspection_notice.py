"""考察公告: who is inspected, when, on what, by whom, and where opinions may be given."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from campaigns.choices import AgendaPurpose, PlanRoleKind, Stage, Standing
from campaigns.documents import drafting, meetings, outline, persons
from campaigns.documents.dates import until
from campaigns.documents.outline import Heading
from campaigns.documents.persons import UNKNOWN
from campaigns.models import Campaign, Candidacy, Document, Plan
from selection import clock, workdays
from selection.accounts.models import User
from selection.chinese import day
from selection.records import arrangements

KIND = "inspection_notice"
TEMPLATE = "papers/inspection_notice.html"
LABEL = "考察公告"
USUAL_DAYS = 4
OUTLINE = (
    Heading("preamble"),
    Heading("people", "考察对象基本情况", block="people"),
    Heading("time", "考察时间"),
    Heading("content", "考察内容"),
    Heading("team", "考察组成员"),
    Heading("contact", "联系电话和意见反馈地点"),
    Heading("discipline", "纪律要求"),
)
SECTIONS = outline.labels(OUTLINE)
TEXTS = {
    "preamble": (
        "根据本校中层干部选拔任用工作方案，经{研究日期}{研究会议}集体研究，"
        "确定下列{人数}同志为中层干部考察对象。现将有关事项公告如下。"
    ),
    "people": "",
    "time": "{考察起日}至{考察止日}，期间安排个别谈话{其他方式}。",
    "content": "全面了解考察对象{考察内容}各方面的表现，注重{考察重点}。",
    "team": "{考察组成员}。",
    "contact": "联系电话：{联系电话}。意见反馈地点：{意见反馈地点}。",
    "discipline": (
        "教职工反映情况应当实事求是，提倡署真实姓名。考察组成员应当公道正派，如实了解和反映情况，"
        "严格保守秘密，对反映人的信息和反映的内容不得泄露。"
    ),
}


def context(
    campaign: Campaign,
    *,
    starts_on: date | None = None,
    ends_on: date | None = None,
    phone: str = "",
    place: str = "",
) -> dict[str, Any]:
    """Dates not given follow the plan's calendar; phone and place are the school's."""
    school = campaign.organisation
    people = persons.rows(inspectees(campaign), campaign.plan.reference_on)
    meeting = meetings.that_settled(campaign, AgendaPurpose.INSPECTEES)
    first, last = _period(campaign.plan, starts_on, ends_on)
    phone = phone or school.phone
    return {
        "about": f"inspection:{campaign.pk}",
        "school": school.name,
        "title": f"{school.name}中层干部考察公告",
        "people": people,
        "tokens": meetings.tokens(meeting, "研究")
        | _content(campaign)
        | {
            "人数": f"{len(people)}名",
            "考察起日": day(first),
            "考察止日": until(last, first),
            "考察组成员": _team(campaign.plan),
            "联系电话": phone or UNKNOWN,
            "意见反馈地点": place or f"{school.address or school.name}意见箱",
        },
        "missing": [
            *meetings.missing(meeting, "确定考察对象"),
            *([] if people else ["尚未确定考察对象，不能发布考察公告"]),
            *([] if campaign.plan.inspectors else ["考察组尚未组建，请先指定考察组成员"]),
            *([] if phone else ["学校的联系电话尚未登记，请先登记再签发考察公告"]),
        ],
        "not_before": meetings.not_before(meeting),
        "outline": outline.facts(OUTLINE),
        "signer": school.name,
    }


def wording(facts: dict[str, Any]) -> dict[str, str]:
    texts = dict(TEXTS)
    if "其他方式" not in facts["tokens"]:
        texts["time"] = texts["time"].replace("{其他方式}", "")
    return texts


def draw_up(campaign: Campaign, *, by: User, **particulars: Any) -> Document:
    """``particulars``: starts_on, ends_on, phone, place, where they differ from the usual."""
    people = inspectees(campaign)
    return drafting.write(
        KIND, campaign.plan, context(campaign, **particulars), campaign=campaign, people=people
    )


def inspectees(campaign: Campaign) -> Iterable[Candidacy]:
    return campaign.candidacies().filter(standing=Standing.INSPECTEE)


def proposed_days(plan: Plan) -> dict[str, date]:
    first, last = _period(plan, None, None)
    return {"starts_on": first, "ends_on": last}


def _period(plan: Plan, starts_on: date | None, ends_on: date | None) -> tuple[date, date]:
    """From the planned day, or from the next working day where that has passed."""
    known = arrangements.current()
    planned = plan.planned(Stage.INSPECT)
    first = starts_on or (
        planned if planned and planned > clock.today() else workdays.add(clock.today(), 1, known)
    )
    return first, ends_on or workdays.add(first, USUAL_DAYS - 1, known)


def _content(campaign: Campaign) -> dict[str, str]:
    rules = campaign.ruleset.inspection
    weight = "师德表现和工作实绩" if rules.ethics else "工作实绩"
    said = {"考察内容": "、".join(rules.dimensions), "考察重点": weight}
    return said | ({"其他方式": "和实地走访"} if rules.visit else {})


def _team(plan: Plan) -> str:
    """组长王一，成员李二、张三"""
    named = {
        "组长": plan.people(PlanRoleKind.TEAM_LEADER),
        "成员": plan.people(PlanRoleKind.INSPECTOR),
    }
    said = [task + "、".join(user.name for user in users) for task, users in named.items() if users]
    return "，".join(said) or UNKNOWN


drafting.register(KIND, TEMPLATE, label=LABEL, proposal=wording, sections=SECTIONS)
