"""Do the figures of a paper count add up?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ballots.arithmetic import Fault, Number, answered, returned, shrinking
from campaigns.choices import Purpose, TalkScope, View
from campaigns.models import Candidacy

ORDER = (
    ("entitled", "应到"),
    ("present", "实到"),
    ("issued", "发出"),
    ("collected", "收回"),
)
ANSWERS = (("agree", "同意"), ("oppose", "不同意"), ("abstain", "弃权"))


def faults(purpose: Purpose, figures: Mapping[str, Any], persons: Mapping[str, Candidacy]) -> Iterator[str]:
    """Chinese sentences about every number that cannot be."""
    for fault in located(purpose, figures, persons):
        yield fault.sentence


def located(
    purpose: Purpose, figures: Mapping[str, Any], persons: Mapping[str, Candidacy]
) -> Iterator[Fault]:
    """The same with the place of each, for the form in which they are typed."""
    strangers = [key for key in figures.get("subjects", {}) if key not in persons]
    if strangers:
        yield Fault("subjects", "得票表中有不属于本次选拔的人选，请重新选择")
        return
    if purpose in (Purpose.RECOMMENDATION, Purpose.EVALUATION, Purpose.DECISION):
        yield from _ballot_faults(figures, persons)
    else:
        yield from _talk_faults(figures, persons)


def _ballot_faults(figures: Mapping[str, Any], persons: Mapping[str, Candidacy]) -> Iterator[Fault]:
    yield from shrinking([Number(name, label, figures[name]) for name, label in ORDER])
    yield from returned(figures["collected"], figures["valid"], figures["spoiled"])
    for key, tally in figures["subjects"].items():
        answers = {label: tally[name] for name, label in ANSWERS}
        yield from answered(key, persons[key].staff.name, answers, figures["valid"])


def _talk_faults(figures: Mapping[str, Any], persons: Mapping[str, Candidacy]) -> Iterator[Fault]:
    scopes = sum(figures.get(scope, 0) for scope in TalkScope.values)
    if scopes > figures["held"]:
        yield Fault("held", f"两类谈话对象合计{scopes}人，多于谈话人数{figures['held']}人")
    for key, tally in figures.get("subjects", {}).items():
        total = sum(tally.get(view, 0) for view in View.values)
        if total > figures["held"]:
            name = persons[key].staff.name
            yield Fault(key, f"{name}的谈话意见合计{total}人，多于谈话人数{figures['held']}人")
