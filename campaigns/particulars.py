"""What do the figures of an act say in words?"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from campaigns.choices import ActKind, Consulted, Outcome
from campaigns.rulesets.vocabulary import REPORTABLE

if TYPE_CHECKING:
    from campaigns.models import Act

REPORTED = {"batch": "一次调整人数较多的", **REPORTABLE}
INTRODUCED = {
    "nomination": "提名情况",
    "recommendation": "推荐情况",
    "inspection": "考察情况",
    "grounds": "任免理由",
}


def particulars(act: Act) -> list[str]:
    said = IN_WORDS.get(ActKind(act.kind))
    return list(said(act)) if said else []


def _reported(act: Act) -> Iterator[str]:
    yield "、".join(REPORTED[each] for each in act.figures["items"])
    yield f"文号：{act.figures['document_number']}"


def _deliberated(act: Act) -> Iterator[str]:
    view = act.figures["view"]
    said = Outcome(view).label if view else "已征求，尚未答复"
    yield f"{Consulted(act.figures['who']).label}{act.figures['name']}：{said}"


def _introduced(act: Act) -> Iterator[str]:
    for name, label in INTRODUCED.items():
        yield f"{label}：{act.figures[name]}"


def _agreed_to_reconsider(act: Act) -> Iterator[str]:
    yield f"同意复议{act.figures['agreed']}人"


IN_WORDS: dict[ActKind, Callable[[Act], Iterator[str]]] = {
    ActKind.PRE_REPORT: _reported,
    ActKind.DELIBERATION: _deliberated,
    ActKind.INTRODUCTION: _introduced,
    ActKind.RECONSIDERATION: _agreed_to_reconsider,
}
