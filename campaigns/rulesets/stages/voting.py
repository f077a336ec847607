"""What does a ruleset ask of the votes of the staff: 民主推荐 and 民主测评?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ballots.verdicts import Bar, Base
from campaigns.rulesets.values import (
    Cap,
    Chosen,
    OpenBar,
    TalkMinimum,
    Weight,
    WriteIns,
    item,
)
from campaigns.rulesets.vocabulary import (
    BALLOTS,
    CATEGORIES,
    FIVE,
    LEAST_CELL,
    USUAL_CELL,
)


def _by_category() -> Any:
    return item("按人员类别分别统计", "AMB-20", False)


def _weights() -> Any:
    """Weights of categories total 100; none, and every voice counts the same."""
    return item("各类人员的权重", "AMB-15 AMB-20", (), choices=CATEGORIES, none="不设，每票相同")


def _min_cell() -> Any:
    """Fewer in a category, and the result says who of it voted how."""
    return item(
        "分类统计的最少人数",
        "AMB-20",
        USUAL_CELL,
        says="按类别分别统计的，每一类的名册人数和收回票数均不少于{}",
        least=LEAST_CELL,
        most=100,
        caution={"below": USUAL_CELL, "says": "一类不到10人的，这一类意见一致就等于公开"},
    )


def _recused() -> Any:
    """In polls of all staff; from a vote of the deciding body whoever is concerned is always recused."""
    return item(
        "教职工投票的回避",
        "R-25",
        "nobody",
        choices={
            "nobody": "人选本人及其亲属照常参加",
            "candidates": "人选本人回避",
            "relatives": "人选本人及其亲属回避",
        },
    )


@dataclass(frozen=True)
class RecommendationRules:
    """民主推荐: talks, the meeting's ballot, nomination by the organisation."""

    team_before: bool = item("推荐前组建考察组", "B026 D007", False)
    team_size: int = item(
        "考察组人数", "B027 R-11", 2, says="考察组不少于{}人", least=1, most=15, tighter="more"
    )
    talks: bool = item("个别谈话推荐", "A065 B028 R-3 D003", True)
    talk_minimum: TalkMinimum = item("谈话推荐的最少人数", "B033", TalkMinimum())
    talk_bar: OpenBar | None = item("谈话推荐人数的要求", "A067 AMB-10", None, counts="推荐人数")
    shortlist_meeting: bool = item("据谈话情况集体研究确定会议推荐人选", "B034", False)
    meeting: bool = item("会议推荐", "A065 B035 R-3 D003 E003 E006", True)
    categories: tuple[str, ...] = item(
        "参加人员的类别（建议，由方案确定）",
        "B029 B030 B031 B032 B035 AMB-20",
        ("established", "recorded"),
        choices=CATEGORIES,
    )
    quorum: Bar | None = item("会议推荐的有效人数", "B036 AMB-21", None, counts="到会人数")
    advised_quorum: Bar | None = item(
        "会议推荐的到会人数（上级规定，未达到时提示）", "R-5 AMB-21", None, counts="到会人数"
    )
    ballot: str = item("会议推荐票的填法", "B039", "consent", choices=BALLOTS)
    chosen: Chosen | None = item("每个岗位推荐的人数", "B039", None, none="不限")
    write_ins: WriteIns | None = item("另选他人", "B039", None, none="不可以另选")
    bar: Bar | OpenBar = item(
        "会议推荐票数的要求",
        "A067 B040 AMB-10 AMB-22 E007",
        OpenBar(Bar.at_least("1/3", of=Base.COLLECTED)),
        counts="推荐票",
    )
    low_is: str = item(
        "票数未达要求的人选",
        "A067 B040 AMB-23",
        "held",
        choices={"held": "提拔的暂缓", "excluded": "不列为考察对象"},
    )
    valid_months: int = item(
        "推荐结果的有效期", "R-6", 12, says="推荐结果{}个月内有效", least=1, most=24, tighter="less"
    )
    signed: bool = item("人选须有署名的推荐材料，不接受电话和口头推荐", "R-2 T008 T009", False)
    organisation: bool = item("可由组织提名，须经班子集体研究决定", "A064 A066 E003", True)
    by_category: bool = _by_category()
    weights: tuple[Weight, ...] = _weights()
    min_cell: int = _min_cell()
    recused: str = _recused()


@dataclass(frozen=True)
class EvaluationRules:
    """述职, 民主测评 and 谈话征求意见."""

    duty_report: bool = item("人选述职并表态发言，不述职不表态的视为自动放弃", "A068 A069", False)
    ballot: bool = item("组织民主测评", "A070 B041 D002", True)
    electorate: str = item(
        "参加测评的范围",
        "A070 B041",
        "plan",
        choices={
            "staff": "全体教职工",
            "congress": "教职工代表会议",
            "plan": "全体教职工或教职工代表，由方案确定",
        },
    )
    dimensions: tuple[str, ...] = item("测评内容", "B041", FIVE)
    max_excellent: Cap | None = item("每一项评为优秀的人数", "B041", None, none="不限")
    quorum: Bar | None = item("民主测评的有效人数", "A072 A073 AMB-32", None, counts="到会和收回数均")
    bar: OpenBar | None = item("测评赞成票数的要求", "A074 AMB-10", None, counts="赞成票")
    written_opinions: bool = item("书面征求意见", "A071", False)
    consult_talks: bool = item("谈话征求意见，范围含中层及以上干部和教职工代表", "A075 A076", False)
    talk_bar: OpenBar | None = item("谈话赞成人数的要求", "A077 AMB-10", None, counts="赞成人数")
    with_recommendation: bool = item("可与会议推荐同时进行", "B042", False, no="在会议推荐之后进行")
    by_category: bool = _by_category()
    weights: tuple[Weight, ...] = _weights()
    min_cell: int = _min_cell()
    recused: str = _recused()
