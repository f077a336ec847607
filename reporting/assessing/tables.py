"""What do the two tables of an assessment ask? (forms.md 16)"""

from __future__ import annotations

from collections.abc import Iterable

from ballots.definitions import CHECKLIST, OPINION, Counting, Layout, Option, SubjectSpec
from ballots.verdicts import Bar
from reporting.assessing.promoted import Promoted

USUAL_CELL = 10
QUALITIES = (
    Option("good", "好"),
    Option("fair", "较好"),
    Option("middling", "一般"),
    Option("poor", "差"),
)
VIEWS = (
    Option("accept", "认同"),
    Option("mostly", "基本认同"),
    Option("reject", "不认同"),
    Option("unknown", "不了解"),
)
ONE = (Option("view", ""),)

QUESTIONS = (
    SubjectSpec("overall", "对选人用人工作的总体评价"),
    SubjectSpec("supervision", "对干部全方位管理和经常性监督的评价"),
    SubjectSpec("mending", "对上一年度评议所提问题整改的评价"),
)
PROBLEMS = tuple(
    SubjectSpec(f"problem-{number}", label, contest=CHECKLIST)
    for number, label in enumerate(
        (
            "落实选人用人的要求不够",
            "队伍建设缺少统筹谋划，结构不合理",
            "选出的干部能力素质与岗位不相适应",
            "干部精神状态不佳，担当不够",
            "政治标准和廉洁情况把关不严",
            "看实绩、重公认不够",
            "能上能下推进不力",
            "民主集中制执行不好，个人说了算",
            "任人唯亲、说情打招呼",
            "执行政策和程序不规范",
            "对一把手用人权的监督不够",
            "指出的问题整改不到位",
        ),
        start=1,
    )
)
OPINIONS = (
    SubjectSpec("advice", "对选人用人工作的意见建议", contest=OPINION),
    SubjectSpec("meeting", "对评议工作的建议", contest=OPINION),
)
OF_WORK = (*QUESTIONS, *PROBLEMS, *OPINIONS)
HOW_OF_WORK = "前三题各选一项；主要问题可以选多项，没有就不选；意见建议可以不写。"
HOW_OF_PERSONS = "对每一位各选一项；不认同的，可以写明主要原因。"


def of_persons(judged: Iterable[Promoted]) -> tuple[SubjectSpec, ...]:
    return tuple(
        SubjectSpec(each.key, each.name, f"{each.born}\n{each.former}\n{each.present}") for each in judged
    )


def judging_work(quorum: Bar | None, least: int) -> Counting:
    layout = Layout("工作评价", "评议内容", checklist="选人用人工作存在的主要问题", paper="表")
    return _counting(QUALITIES, layout, quorum, least)


def judging_persons(quorum: Bar | None, least: int) -> Counting:
    layout = Layout(
        "对提拔任用的看法",
        facts=("出生年月", "原任职务及任职时间", "现任职务及任职时间"),
        remark="不认同的主要原因",
        is_ranked=True,
        paper="表",
    )
    return _counting(VIEWS, layout, quorum, least)


def _counting(grades: tuple[Option, ...], layout: Layout, quorum: Bar | None, least: int) -> Counting:
    return Counting(
        noun="评议",
        grades=grades,
        dimensions=ONE,
        layout=layout,
        opening=quorum,
        validity=quorum,
        min_cell=least,
    )
