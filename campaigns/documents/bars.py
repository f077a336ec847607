"""How do bars, minimums and periods read in a sentence of a paper?"""

from __future__ import annotations

from ballots.verdicts import Bar
from campaigns.choices import BarChoice
from campaigns.models import Plan
from campaigns.rulesets.values import COUNTING, UNITS, OpenBar, Period, TalkMinimum

COLLECTIVE = "是否较低由班子集体研究认定"
UNSETTLED = "达到尚待确定的票数要求"


def bar(value: Bar, unit: str = "人") -> str:
    """不低于应到的2/3，且不少于50人"""
    return f"{value.phrase}{unit if value.minimum else ''}"


def support(plan: Plan, name: str, rule: Bar | OpenBar) -> str:
    """What a person has to reach, as the plan settled it (AMB-10)."""
    if isinstance(rule, OpenBar) and name not in plan.bars:
        return UNSETTLED
    if isinstance(rule, OpenBar) and plan.bars[name]["choice"] == BarChoice.COLLECTIVE:
        return COLLECTIVE
    settled = plan.bar(name, rule)
    assert settled is not None
    return bar(settled, "票")


def minimum(value: TalkMinimum) -> str:
    """不少于50人，且不少于会议推荐到会人数的1/2"""
    persons = f"不少于{value.persons}人" if value.persons else ""
    share = f"不少于会议推荐到会人数的{value.share}" if value.share else ""
    return "，且".join(part for part in (persons, share) if part)


def period(value: Period) -> str:
    """5个工作日"""
    return f"{value.n}{UNITS[value.unit]}"


def counted_from(value: Period, event: str) -> str:
    """自发布公示的当日起计算；自公示期满的次日起计算"""
    return f"自{event}的{COUNTING[value.count_from]}起计算"
