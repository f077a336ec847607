"""Which sections does the report have, what do they say until the author words them, and which figures belong there?

A text names a figure as ``{任用中层正职}``; a level below each section stand the subjects that only an author knows.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from campaigns.documents import outline
from campaigns.documents import tokens as locked
from campaigns.documents.outline import Heading
from reporting.counting import COUNTED
from reporting.yearly import Entry, entries

# Section → its title, what it proposes to say, the figures and the subjects that belong to it
SECTIONS: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "preamble": (
        "",
        "{年度}，{单位}按照中层干部选拔任用的有关规定和上级要求开展选拔任用工作，共任用中层正职{任用中层正职}、"
        "副职{任用中层副职}，其中提拔任用{提拔任用}、续聘{续聘}。现将有关情况报告如下。",
        ("appointments",),
    ),
    "learning": (
        "学习贯彻情况",
        "每次选拔之前组织学习有关办法，全年{选拔前学习有关办法}；印发学习材料{印发学习材料}，举办专题讲座{专题讲座}，"
        "组织理论学习考试{理论学习考试}，办理选拔任用工作的人员熟悉条件、程序和纪律。",
        ("study",),
    ),
    "standards": (
        "坚持选人用人标准",
        "坚持德才兼备、以德为先，重师德、重实绩、重公认。每名人选都按基本条件和任职资格逐项审查，不符合的不列为人选；"
        "确需例外的，按权限报经批准，全年{批准的例外事项}，理由在公示中一并说明。不竞岗聘任{不竞岗聘任}、竞岗聘任{竞岗聘任}、"
        "直接聘任{直接聘任}，各按规定的情形和程序办理。",
        ("appointments.imported", "exceptions", "differential"),
    ),
    "recommendation": (
        "民主推荐和测评",
        "组织推荐、测评和表决共{组织推荐、测评和表决}，应到{应到}，收回选票{收回选票}，参加率{参加率}；"
        "谈话推荐{谈话推荐}、谈话征求意见{谈话征求意见}。推荐和测评结果作为确定人选的重要依据，不简单以票取人。",
        ("voices.channels",),
    ),
    "inspection": (
        "组织考察",
        "对考察对象全部制定考察方案、发布考察公告，组织考察{组织考察}，考察谈话{考察谈话}，全面了解德、能、勤、绩、廉和师德表现；"
        "逐人征求纪检意见，答复{纪检答复廉政意见}，其中不同意任用{纪检不同意任用}，不同意的一律不再列为人选。",
        ("inspections", "supervision.inspectors"),
    ),
    "decision": (
        "讨论决定",
        "坚持集体领导、民主集中、个别酝酿、会议决定，全年召开会议讨论决定拟聘人选{讨论决定拟聘人选}，逐一介绍人选情况，"
        "到会成员充分发表意见后作出决定，不临时动议，不以个人意见代替集体决定。",
        ("disclosure",),
    ),
    "publicity": (
        "任前公示",
        "拟聘公示{拟聘公示}，公示拟聘人选{公示拟聘人选}。公示期间受理反映{受理反映}，其中转教育局纪检办理{转教育局纪检办理的反映}；"
        "学校核查办结的，查无实据{学校核查查无实据}、不影响任用{学校核查不影响任用}、影响任用{学校核查影响任用}，尚未办结{学校尚未办结}。"
        "没有查清之前不办理任用手续。经批复备案{批复备案}。",
        ("voices", "voices.joint"),
    ),
    "supervision": (
        "监督管理",
        "任职谈话{任职谈话}，任后廉政谈话{任后廉政谈话}，诫勉谈话{诫勉谈话}；任职培训{任职培训}。"
        "因免职、解聘、未续聘、期满和交流不再任职的，分别为{免职}、{解聘}、{未续聘}、{期满自然免去}、{交流}。",
        ("departures", "supervision", "growth", "reviews"),
    ),
    "data": (
        "数据与结构",
        "截至{统计日期}，核定职数{核定职数}，在任{在任}，空缺{空缺}，超配{超配}。各项数据和上一年的比较见附件，"
        "人数足以分档的，附件一并列出人员结构。",
        ("posts",),
    ),
    "problems": ("存在的问题", "", ()),
    "measures": ("改进措施", "", ()),
    "appraisals": ("“一报告两评议”情况", "{一报告两评议的结果}", ()),
    "closing": ("", "特此报告。", ()),
}
PENDING = "＿＿"  # what stands for a figure that its author has still to count


def _subjects() -> dict[str, str]:
    """Path → section, of what an author writes or counts: named by itself, else by its part."""
    named = {name: section for section, (_, _, names) in SECTIONS.items() for name in names}
    return {
        path: named.get(path) or named[path.partition(".")[0]]
        for path in entries()
        if path not in COUNTED and path not in SECTIONS
    }


SUBJECTS = _subjects()


def _outline() -> Iterator[Heading]:
    for section, (title, _, _) in SECTIONS.items():
        yield Heading(section, title)
        for path in subjects(section):
            if not entries()[path].unit:
                yield Heading(path, entries()[path].label, level=2)


def subjects(section: str) -> list[str]:
    return [path for path, home in SUBJECTS.items() if home == section]


OUTLINE = tuple(_outline())
LABELS = {"addressee": "主送机关"} | outline.labels(OUTLINE) | {"closing": "结语"}
TEXTS = {heading.key: "" for heading in OUTLINE} | {key: text for key, (_, text, _) in SECTIONS.items()}


def said(values: Mapping[str, Any], last: Mapping[str, Any]) -> dict[str, str]:
    """Token → what is printed for it: each figure by its name, and that of the year before."""
    figures = [entry for entry in entries().values() if entry.unit]
    return {each.label: _printed(each, values) for each in figures} | {
        f"上年{each.label}": _printed(each, last) for each in figures
    }


def _printed(entry: Entry, values: Mapping[str, Any]) -> str:
    """A share of nothing is a dash; what its author has still to count is a gap."""
    number = values.get(entry.path)
    if number is None and entry.path in COUNTED:
        return "—"
    return f"{PENDING if number is None else number}{entry.unit}"


def faults(texts: Mapping[str, str], tokens: Mapping[str, str]) -> list[str]:
    """What keeps a text from being saved: a name of no figure, a brace too many, subjects below no text."""
    found = [fault for key, text in texts.items() for fault in locked.faults(LABELS[key], text, "", tokens)]
    return found + [
        f"“{title}”写了分项情况，这一部分的文字却是空的，请写上几句概括的话"
        for section, (title, _, _) in SECTIONS.items()
        if not texts.get(section) and any(texts.get(path) for path in subjects(section))
    ]


def pending(texts: Mapping[str, str], tokens: Mapping[str, str]) -> list[str]:
    """What keeps the paper from being issued: a text that names a figure which nobody has counted."""
    return [
        f"“{LABELS[key]}”里的“{{{token}}}”还没有数字，请填写这个数字，或者把它从文字里删去"
        for key, text in texts.items()
        for token in locked.named(text)
        if tokens.get(token, "").startswith(PENDING)
    ]
