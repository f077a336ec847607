"""职数核定表: how many posts each department has, who holds them, and what is vacant (A052)."""

from __future__ import annotations

from campaigns.choices import Stage
from campaigns.models import Campaign
from paperwork.blocks import UNDATED, Column, Table, empty_table, numbered, table
from paperwork.kinds import Facts, Form, itself
from personnel import quota
from personnel.models import Tenure
from selection.chinese import day

BLANK_ROWS = 10
RANKS = ("chief", "deputy")


def _figures(rank: str) -> tuple[Column, ...]:
    return (
        Column("职数", lambda row: _said(getattr(row[1], rank).approved)),
        Column("现任数", lambda row: getattr(row[1], rank).held),
        Column("空缺数", lambda row: _said(getattr(row[1], rank).vacant)),
        Column("现任干部", lambda row: _names(getattr(row[1], rank).tenures), is_long=True),
    )


def _said(number: int | None) -> str:
    return "" if number is None else str(number)


def _names(tenures: list[Tenure]) -> str:
    return "、".join(tenure.staff.name for tenure in tenures)


LINE = (
    Column("序号", lambda row: row[0]),
    Column("内设机构", lambda row: str(row[1].department), is_long=True),
    *(column for rank in RANKS for column in _figures(rank)),
    Column("姓名", lambda row: _names(row[1].uncounted), is_long=True),
    Column("现任合计", lambda row: sum(figures.held for figures in row[1].ranks)),
)
GROUPS = (("单位", 2), ("正职", 4), ("副职", 4), ("其他（不占职数）", 1), ("合计", 1))


def _table(campaign: Campaign) -> Facts:
    plan = campaign.plan
    overview = quota.overview(plan.organisation, plan.reference_on)
    listed = table(LINE, numbered(overview.rows), groups=GROUPS)
    return _sheet(plan.organisation.name, day(overview.on), listed, "；".join(overview.sentences))


def _empty_table(school: str) -> Facts:
    return _sheet(school, UNDATED, empty_table(LINE, BLANK_ROWS, groups=GROUPS), "")


def _sheet(school: str, on: str, listed: Table, over: str) -> Facts:
    return {
        "title": QUOTA.title,
        "particulars": [f"单位：{school}", f"统计日期：{on}"],
        "blocks": [listed],
        "is_wide": True,
        "remarks": f"空缺数＝职数－现任数－已聘待到任数，负数为超配。{over}",
        "signatures": ["学校意见（盖章）", "学区意见（盖章）", "县教育局意见（盖章）"],
    }


QUOTA = Form("quota", "职数核定表", "A052 A053 A054", Stage.PREPARE, itself, _table, _empty_table)
FORMS = (QUOTA,)
