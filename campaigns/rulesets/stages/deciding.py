"""What does a ruleset ask before a matter comes before the deciding body, and of how it is talked over there?"""

from __future__ import annotations

from dataclasses import dataclass

from campaigns.rulesets.values import item
from campaigns.rulesets.vocabulary import GATES, REPORTABLE


@dataclass(frozen=True)
class AgendaRules:
    """上会: what has to be reported first, who is kept off the agenda, how the members speak."""

    reports: tuple[str, ...] = item(
        "事前须报上级同意的情形", "R-24 T041 T043", (), choices=REPORTABLE, none="不须事前报告"
    )
    report_over: int = item(
        "一次调整的人数",
        "T042 R-24",
        0,
        says="一次调整超过{}人的，事前报上级同意",
        none="人数不限",
        least=0,
        most=500,
    )
    gates: tuple[str, ...] = item(
        "不上会的情形",
        "D012 D013 D014 D015 D016 E013 E014 E016 E017 AMB-28",
        (),
        choices=GATES,
    )
    deliberation: bool = item("会前在书记、校长和分管领导中酝酿", "R-20 T024 E012 E019", False)
    co_admin_reply_days: int = item(
        "征求协管方意见的期限",
        "R-20",
        0,
        says="双重管理的，会前征求协管方意见，{}天未答复的视为同意",
        least=0,
        most=90,
    )
    materials: bool = item("议题和材料在会议之前送交会议成员，不临时动议", "D019 T025 T043", False)
    introduction: bool = item("会上逐一介绍提名、推荐、考察情况和任免理由", "D017", False)
    stances: bool = item(
        "到会成员逐一表明同意、不同意或缓议，主要负责人最后表态", "A127 B055 D018 R-23 T026", False
    )
