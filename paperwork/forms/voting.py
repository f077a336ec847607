"""投票: what is read out at its meeting, and what is filled by hand where nobody votes in the program."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from ballots import words
from ballots.models import Poll
from campaigns.choices import Stage
from campaigns.models import Campaign, Candidacy, Round
from paperwork.blocks import Column, Prose, Table, empty_table, numbered, table
from paperwork.kinds import NOMINATED, VOTED, Facts, Form, Subject, itself, no_sheets, nothing

BLANK_ROWS = 8
GAP = "＿＿＿"
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


SAID = {
    "宣布到会情况": f"应到{GAP}人，实到{GAP}人，达到规定人数，现在开会。",
    "宣布监票人": f"提议{GAP}{GAP}为监票人，{GAP}{GAP}为计票人，请举手表决。",
    "说明填写办法": f"本次会议对{GAP}{GAP}进行民主推荐（测评、表决）。请本人独立填写，不署名，按说明画票。",
    "开始投票": f"共发出{GAP}张。请填写，填好后依次投入票箱。",
    "截止和计票": f"收回{GAP}张，不多于发出的张数，投票有效。请监票人、计票人清点计票。",
    "结束": "计票结果按规定报送，不在会上宣布。谢谢大家。",
}


def polls_of(campaign: Campaign) -> list[tuple[Round, Poll]]:
    """Of the rounds that stand, those that were held in the program."""
    rounds = campaign.rounds.filter(is_superseded=False).select_related("poll")
    return [(held, held.poll) for held in rounds if held.poll is not None]


def _polls(campaign: Campaign) -> list[Subject]:
    return [Subject(held.pk, str(held), poll) for held, poll in polls_of(campaign)]


def _words(poll: Poll) -> Facts:
    return _spoken(poll.organisation.name, poll.title, words.script(poll))


def _empty_words(school: str) -> Facts:
    return _spoken(school, "", SAID.items())


def _spoken(school: str, subtitle: str, said: Iterable[tuple[str, str]]) -> Facts:
    blocks = [Prose(f"{number}.{heading}", [text]) for number, (heading, text) in numbered(said)]
    particulars = [f"学校：{school}", "主持人：", "　　年　　月　　日"]
    return {"title": HOSTING.title, "subtitle": subtitle, "particulars": particulars, "blocks": blocks}


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
HOSTING = Form(
    "host_words", "主持词", "A065 A070", Stage.RECOMMEND, _polls, _words, _empty_words, tracks=VOTED
)
FORMS = (RECOMMENDING, EVALUATING, OPINIONS, HOSTING)
