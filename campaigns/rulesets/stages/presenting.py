"""What does a ruleset ask of a contest from the list of the qualified to the inspectees?"""

from __future__ import annotations

from dataclasses import dataclass

from campaigns.rulesets.values import Spare, item
from campaigns.rulesets.vocabulary import COUNTED_BY, KEPT_OF_CONTESTS, PRESENTING, SHEETS_SHOWN


@dataclass(frozen=True)
class ContestRules:
    """演讲, 评委量分 and 确定考察对象 on the competitive track."""

    presentation: bool = item("资格审查合格的人选在全体教师大会或教代会上演讲", "A096", False)
    modes: tuple[str, ...] = item("演讲可采用的形式，由方案确定", "A096", (), choices=PRESENTING)
    topics: tuple[str, ...] = item("演讲内容", "A097 A098 A099", ())
    minutes: int = item("演讲时间", "A100", 0, says="演讲统一时间，建议每人{}分钟", least=0, most=60)
    judges_least: int = item("评委的最少人数", "A101", 0, says="评委不少于{}人", least=0, most=20)
    judges_most: int = item("评委的最多人数", "A101", 0, says="评委不多于{}人", least=0, most=20)
    may_drop: bool = item(
        "平均分的算法",
        "A102 AMB-14",
        False,
        yes="取全部评委的平均分，排名前不取整；评委5人以上的，方案可以规定去掉一个最高分和一个最低分",
    )
    further_parts: tuple[str, ...] = item("方案可以增加的量分项目", "AMB-15 E020", ())
    weighing: bool = item(
        "三项依据的权重",
        "A106 AMB-15",
        False,
        yes="据评委量分、民主测评和书面意见确定考察对象，权重由方案在演讲前确定，合计100，也可以只分别排名",
    )
    spare: Spare | None = item("考察对象的人数", "A107 E021 AMB-16", None)
    counted_by: str = item("考察对象人数的计算", "AMB-16", "", choices=COUNTED_BY)
    in_order: bool = item("从高到低确定考察对象，不按名次的须说明理由", "E008 A108", False)
    sheets_shown: str = item("量分结束后各评委的评分", "A102", "", choices=SHEETS_SHOWN)
    disclosed: tuple[str, ...] = item("竞岗中公开的内容", "E022", ())
    kept: tuple[str, ...] = item("竞岗须记录的事项", "E020 E023 E024 E025 E026", (), choices=KEPT_OF_CONTESTS)
