"""竞岗: in which order do they speak, and what do the judges give them?"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from campaigns import contest, permissions
from campaigns.choices import Stage
from campaigns.models import Campaign, Judge, Presentation
from paperwork.blocks import UNDATED, Column, Table, empty_table, numbered, table
from paperwork.kinds import CONTEST, Facts, Form, Subject, itself
from selection.accounts.models import User
from selection.chinese import day

BLANK_ROWS = 12
BLANK_CRITERIA = (("对职务的认识", 30), ("有利条件和不足", 30), ("今后工作设想", 40))
TURN = (
    Column("序号", lambda slot: slot.number),
    Column("姓名", lambda slot: slot.staff.name),
    Column("部门", lambda slot: str(slot.staff.department or ""), is_long=True),
    Column("演讲日期", lambda slot: day(slot.spoke_on) if slot.spoke_on else ""),
    Column("本人签字", lambda slot: ""),
    Column("备注", lambda slot: f"未到场：{slot.absence}" if slot.absence else "", is_long=True),
)


def _drawn(campaign: Campaign) -> Facts:
    held = contest.presentation_of(campaign)
    slots = contest.turns(held) if held is not None else []
    draw = held.draw if held is not None else None
    how = draw.get_drawn_by_display() if draw is not None else "尚未抽签"
    on = day(draw.happened_on) if draw is not None else UNDATED
    return _sheet(LOTS, campaign.organisation.name, f"抽签方式：{how}", on) | {
        "blocks": [table(TURN, slots)],
        "signatures": ["抽签主持人", "监督人"],
    }


def _undrawn(school: str) -> Facts:
    return _sheet(LOTS, school, "抽签方式：", UNDATED) | {
        "blocks": [empty_table(TURN, BLANK_ROWS)],
        "signatures": ["抽签主持人", "监督人"],
    }


def _judges(campaign: Campaign) -> list[Subject]:
    """One sheet a judge, with what that judge gave where the rulebook has it shown."""
    held = contest.presentation_of(campaign)
    return [Subject(each.pk, each.name, each) for each in held.panel] if held is not None else []


def _marking(judge: Judge) -> Facts:
    held = judge.presentation
    criteria = [(each.title, each.points) for each in held.criteria.all()]
    given = {sheet.staff_id: sheet for sheet in held.sheets().filter(judge=judge).prefetch_related("scores")}
    rows = []
    for slot in contest.turns(held):
        sheet = given.get(slot.staff_id)
        scores = [shown_points(each.points) for each in sheet.scores.all()] if sheet else [""] * len(criteria)
        rows.append([slot.number, slot.staff.name, *scores, sheet.shown if sheet else ""])
    return _marking_sheet(held.campaign.organisation.name, criteria, rows, judge.name)


def shown_points(points: Any) -> str:
    """9.5, and 9 for 9.00."""
    return f"{points.normalize():f}"


def _unmarked(school: str) -> Facts:
    rows = [[number, "", *[""] * len(BLANK_CRITERIA), ""] for number in range(1, BLANK_ROWS + 1)]
    return _marking_sheet(school, BLANK_CRITERIA, rows, "")


def _marking_sheet(
    school: str, criteria: Iterable[tuple[str, int]], rows: Iterable[Iterable[object]], judge: str
) -> Facts:
    heads = ["序号", "姓名", *(f"{title}（{points}分）" for title, points in criteria), "合计"]
    return _sheet(MARKING, school, f"评委：{judge}", UNDATED) | {
        "blocks": [Table(heads, [[(str(cell), False) for cell in row] for row in rows])],
        "signatures": ["评委（签字）"],
        "remarks": "各项得分不超过该项满分，合计为各项之和。",
    }


def _totals(campaign: Campaign) -> Facts:
    lines = contest.table(campaign)
    names = list(dict.fromkeys(name for line in lines for name in line.figures))
    heads = ["序号", "拟任职位", "姓名", *names, "名次"]
    rows = [
        [(str(number), False), (str(line.person.opening.post), True), (line.person.staff.name, False)]
        + [(line.figures.get(name, ""), False) for name in names]
        + [(line.placed, False)]
        for number, line in numbered(lines)
    ]
    held = contest.presentation_of(campaign)
    how = f"合计办法：{held.formula or held.get_weighing_display()}" if held is not None else ""
    return _sheet(TOTALS, campaign.organisation.name, UNDATED) | {
        "blocks": [Table(heads, rows)],
        "remarks": how,
        "signatures": ["计分人", "监督人", "负责人"],
    }


def _no_totals(school: str) -> Facts:
    heads = ["序号", "拟任职位", "姓名", "量分", "民主测评", "书面意见", "综合", "名次"]
    return _sheet(TOTALS, school, UNDATED) | {
        "blocks": [Table(heads, [[("", False)] * len(heads)] * BLANK_ROWS)],
        "remarks": "合计办法：",
        "signatures": ["计分人", "监督人", "负责人"],
    }


def _sheet(form: Form, school: str, *said: str) -> Facts:
    return {"title": form.title, "particulars": [f"学校：{school}", *said]}


def _reads_sheets(campaign: Campaign, user: User) -> bool:
    held: Presentation | None = contest.presentation_of(campaign)
    return held is not None and permissions.may_see_sheets(held, user)


LOTS = Form("lots", "演讲顺序抽签表", "A096", Stage.RECOMMEND, itself, _drawn, _undrawn, tracks=CONTEST)
MARKING = Form(
    "marking",
    "评委评分表",
    "A097 A098 A099",
    Stage.RECOMMEND,
    _judges,
    _marking,
    _unmarked,
    reads=_reads_sheets,
    tracks=CONTEST,
)
TOTALS = Form(
    "totals", "评委评分汇总表", "A102 A106", Stage.RECOMMEND, itself, _totals, _no_totals, tracks=CONTEST
)
FORMS = (LOTS, MARKING, TOTALS)
