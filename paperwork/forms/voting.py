"""投票: what is handed out to be filled by hand where nobody votes in the program."""

from __future__ import annotations

from collections.abc import Callable

from campaigns.choices import Stage
from campaigns.models import Campaign, Candidacy
from paperwork.blocks import Column, Table, empty_table, numbered, table
from paperwork.kinds import NOMINATED, VOTED, Facts, Form, itself, no_sheets, nothing

BLANK_ROWS = 8
SECRET = "本票不署名。同意的在“同意”栏内画“○”，不同意的在“不同意”栏内画“○”，弃权的在“弃权”栏内画“○”；每人只画一处，多画无效。"
DIMENSIONS = ("德", "能", "勤", "绩", "廉", "总体评价")


def _named(head: str) -> tuple[Column, ...]:
    return (
        Column("序号", lambda row: row[0]),
        Column("姓名", lambda row: row[1].staff.name),
        Column(head, lambda row: str(row[1].opening.post), is_long=True),
    )


ANSWERS = tuple(Column(label, lambda row: "") for label in ("同意", "不同意", "弃权"))
NOMINATING = (
    Column("序号", lambda row: row[0]),
    Column("拟任职位", lambda row: "", is_long=True),
    Column("推荐人选姓名", lambda row: ""),
    Column("现任岗位", lambda row: "", is_long=True),
    Column("备注", lambda row: "", is_long=True),
)
MARKING = (*_named("拟任职务"), *(Column(each, lambda row: "") for each in DIMENSIONS), *ANSWERS)
SAYING = (
    *_named("拟任职务"),
    Column("主要优点", lambda row: "", is_long=True),
    Column("主要不足", lambda row: "", is_long=True),
    Column("对其任用的意见建议", lambda row: "", is_long=True),
)


def _blank(title: str, columns: tuple[Column, ...], remarks: str, **more: object) -> Callable[[str], Facts]:
    def sheet(school: str) -> Facts:
        return _sheet(title, school, [empty_table(columns, BLANK_ROWS)], remarks) | more

    return sheet


def _with_names(
    title: str, columns: tuple[Column, ...], remarks: str, **more: object
) -> Callable[[Campaign], Facts]:
    """The names of who goes on, and room for the answers."""

    def sheet(campaign: Campaign) -> Facts:
        people: list[Candidacy] = list(campaign.live())
        blocks = [table(columns, numbered(people))]
        return _sheet(title, campaign.organisation.name, blocks, remarks) | more

    return sheet


def _sheet(title: str, school: str, blocks: list[Table], remarks: str) -> Facts:
    return {
        "title": title,
        "particulars": [f"学校：{school}", "填表人类别：", "　　年　　月　　日"],
        "blocks": blocks,
        "remarks": remarks,
    }


GRADES = "每一栏只填一个等次：优秀、称职、基本称职、不称职。" + SECRET
WRITE = "本表不署名，请如实填写，由考察组当场收回。"
WHOLE = "本票不署名。推荐人选请写全名，同名的注明现任岗位；推荐人数多于规定名额的无效。"

RECOMMENDING = Form(
    "recommendation_paper",
    "民主推荐票（非定向）",
    "A065",
    Stage.RECOMMEND,
    no_sheets,
    nothing,
    _blank("民主推荐票（非定向）", NOMINATING, WHOLE),
    tracks=NOMINATED,
)
EVALUATING = Form(
    "evaluation_paper",
    "民主测评表",
    "A070",
    Stage.EVALUATE,
    itself,
    _with_names("民主测评表", MARKING, GRADES, is_wide=True),
    _blank("民主测评表", MARKING, GRADES, is_wide=True),
    tracks=VOTED,
)
OPINIONS = Form(
    "written_opinions",
    "书面征求意见表",
    "A071",
    Stage.EVALUATE,
    itself,
    _with_names("书面征求意见表", SAYING, WRITE, is_wide=True),
    _blank("书面征求意见表", SAYING, WRITE, is_wide=True),
    tracks=VOTED,
)
FORMS = (RECOMMENDING, EVALUATING, OPINIONS)
