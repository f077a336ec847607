"""How does a ruleset read in Chinese, field by field, with the rows it cites?"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

import campaigns.eligibility.rules  # noqa: F401 (registers the rules that maps may name)
from ballots.definitions import Spoils
from ballots.verdicts import Bar
from campaigns.choices import Approver
from campaigns.rulesets.rows import Row, rows
from campaigns.rulesets.schema import Ruleset
from campaigns.rulesets.tree import Leaf, leaves
from campaigns.rulesets.values import (
    COUNTING,
    SCHOOL_LEVELS,
    UNITS,
    WRITTEN_IN_FROM,
    ByGender,
    ByLevel,
    ByTrack,
    Cap,
    Chosen,
    Level,
    OpenBar,
    Period,
    Procedure,
    Spare,
    TalkMinimum,
    Weight,
    WriteIns,
)
from campaigns.rulesets.vocabulary import TRACKS
from selection.reasons import RULES

SILENT = "未作规定"
SOURCE_ROW = re.compile(r"[ABDET]\d")  # of one of the sources, not of what higher rules add
FORCE = {
    "block": "必须做到",
    "warn": "一般应当做到，例外须经批准",
    "advise": "提示，不作限制",
    "off": "不适用",
}


@dataclass(frozen=True)
class Sentence:
    """What one field says; a silent one says that the rulebook asks for nothing there."""

    text: str
    cites: tuple[str, ...]
    is_silent: bool = False
    path: str = ""  # of the field that it speaks for

    @property
    def rows(self) -> list[Row]:
        return [rows()[number] for number in self.cites]

    def __str__(self) -> str:
        return f"{self.text}（{'、'.join(self.cites)}）" if self.cites else self.text


@dataclass(frozen=True)
class Section:
    """One part of the rulebook."""

    label: str
    sentences: tuple[Sentence, ...]

    @property
    def spoken(self) -> list[Sentence]:
        return [sentence for sentence in self.sentences if not sentence.is_silent]

    @property
    def silent(self) -> list[Sentence]:
        return [sentence for sentence in self.sentences if sentence.is_silent]


def sentences(ruleset: Ruleset) -> list[Section]:
    """Every field in one sentence, by part; then what the rulebook says of rules and exceptions."""
    parts = [
        Section(label, tuple(replace(sentence(leaf, ruleset), path=leaf.path) for leaf in group))
        for label, group in groupby(leaves(), key=lambda leaf: leaf.section)
    ]
    maps = [Section("规则的约束力", _effects(ruleset)), Section("例外事项的批准机关", _approvers(ruleset))]
    return parts + [part for part in maps if part.sentences]


def sentence(leaf: Leaf, ruleset: Ruleset) -> Sentence:
    value, cites = leaf.of(ruleset), cited(leaf.cites, ruleset)
    if isinstance(value, ByTrack):
        return Sentence(f"{leaf.label}：{_by_track(value, ruleset.tracks, leaf)}", cites)
    if isinstance(value, bool):
        return _switch(leaf, value, cites)
    if value and (says := leaf.field.metadata.get("says")):
        return Sentence(says.replace("{}", str(value)) + _caution(leaf, value), cites)
    words = WORDS[type(value)](value, leaf)
    text = f"{leaf.label}：{words or leaf.field.metadata.get('none', SILENT)}"
    return Sentence(text, cites, is_silent=not words)


def cited(cites: tuple[str, ...], ruleset: Ruleset) -> tuple[str, ...]:
    """The rows of the ruleset's own source and of the higher rules; of other sources where it has none."""
    own = tuple(row for row in cites if row.startswith(ruleset.source) or not SOURCE_ROW.match(row))
    return own or cites


def _switch(leaf: Leaf, is_on: bool, cites: tuple[str, ...]) -> Sentence:
    words = leaf.field.metadata
    if is_on:
        return Sentence(words.get("yes", leaf.label), cites)
    return Sentence(words.get("no", f"{leaf.label}：{SILENT}"), cites, is_silent="no" not in words)


def _caution(leaf: Leaf, value: int) -> str:
    caution = leaf.field.metadata.get("caution")
    return f"（{caution['says']}）" if caution and value < caution["below"] else ""


def _nothing(value: None, leaf: Leaf) -> str:
    return ""


def _number(value: int, leaf: Leaf) -> str:
    return f"{value}{leaf.field.metadata.get('unit', '')}" if value else ""


def _word(value: str, leaf: Leaf) -> str:
    word: str = leaf.field.metadata.get("choices", {}).get(value, value)
    return word if value else ""


def _list(value: tuple[Any, ...], leaf: Leaf) -> str:
    if value and isinstance(value[0], Level):
        return " → ".join(level.label for level in value)
    if value and isinstance(value[0], Weight):
        return "、".join(f"{_word(each.category, leaf)}{each.percent}" for each in value) + "，合计100"
    words = [_word(each, leaf) for each in value]
    return ("；" if any("、" in word or "，" in word for word in words) else "、").join(words)


def _by_track(value: ByTrack, tracks: tuple[str, ...], leaf: Leaf) -> str:
    chains = {track: _list(value.for_(track), leaf) or "不须报批" for track in tracks}
    if len(chains) == 1:
        return next(iter(chains.values()))
    return "；".join(f"{TRACKS[track]}——{chain}" for track, chain in chains.items())


def _by_gender(value: ByGender, leaf: Leaf) -> str:
    if value.male == value.female:
        return _number(value.male or 0, leaf)
    limits = [("男", value.male), ("女", value.female)]
    return "，".join(f"{who}{_number(limit, leaf) if limit else '不限'}" for who, limit in limits)


def _by_level(value: ByLevel, leaf: Leaf) -> str:
    return "，".join(f"{label}{_word(value.for_(level), leaf)}" for level, label in SCHOOL_LEVELS.items())


def _bar(value: Bar, leaf: Leaf) -> str:
    unit = "人" if value.minimum else ""
    return f"{leaf.field.metadata['counts']}{value.phrase}{unit}"


def _open_bar(value: OpenBar, leaf: Leaf) -> str:
    proposal = f"原文未定比例，由方案在投票前确定，建议{_bar(value.proposed, leaf)}"
    reason = f"（未达{value.reason_below.fraction}的须说明理由）" if value.reason_below else ""
    return f"{proposal}{reason}，也可由班子集体研究认定"


def _period(value: Period, leaf: Leaf) -> str:
    event = leaf.field.metadata["event"]
    return f"{value.n}{UNITS[value.unit]}，自{event}{COUNTING[value.count_from]}起计算"


def _talk_minimum(value: TalkMinimum, leaf: Leaf) -> str:
    persons = f"不少于{value.persons}人" if value.persons else ""
    share = f"不少于会议推荐到会人数的{value.share}" if value.share else ""
    return "，且".join(part for part in (persons, share) if part)


def _cap(value: Cap, leaf: Leaf) -> str:
    persons = f"不超过{value.persons}人" if value.persons else ""
    share = f"不超过票上人数的{value.share}（取整，至少1人）" if value.share else ""
    most = "，且".join(part for part in (persons, share) if part)
    return f"{most}；超出的，{Spoils(value.spoils).label}"


def _chosen(value: Chosen, leaf: Leaf) -> str:
    most = f"不超过职数加{value.beyond}人" if value.beyond else "不超过职数"
    least = f"，不少于{value.least}人，一人也不推荐的为弃权" if value.least else ""
    return f"{most}{least}；不符合的，{Spoils(value.spoils).label}"


def _write_ins(value: WriteIns, leaf: Leaf) -> str:
    return f"每个岗位可以另选{value.places}人，从{WRITTEN_IN_FROM[value.out_of]}中选"


def _spare(value: Spare, leaf: Leaf) -> str:
    persons = f"多于职数{value.persons}人以上" if value.persons else ""
    even = "，正好等于的不算" if value.strict else "，正好等于的也算"
    share = f"超过职数的{value.share}{even}" if value.share else ""
    return "，且".join(part for part in (persons, share) if part)


WORDS: dict[type, Callable[[Any, Leaf], str]] = {
    type(None): _nothing,
    int: _number,
    str: _word,
    tuple: _list,
    ByGender: _by_gender,
    ByLevel: _by_level,
    Bar: _bar,
    OpenBar: _open_bar,
    Period: _period,
    TalkMinimum: _talk_minimum,
    Cap: _cap,
    Chosen: _chosen,
    WriteIns: _write_ins,
    Spare: _spare,
    Procedure: lambda value, leaf: value.phrase,
}


def _effects(ruleset: Ruleset) -> tuple[Sentence, ...]:
    return tuple(effect_words(key, ruleset) for key in sorted(ruleset.effects))


def effect_words(key: str, ruleset: Ruleset) -> Sentence:
    """What force a rule has here: the ruleset's own word, else the rule's."""
    effect = ruleset.effects.get(key) or (RULES[key].effect if key in RULES else "off")
    return Sentence(f"{_title(key)}：{FORCE[effect]}", _cites(key, ruleset))


def _approvers(ruleset: Ruleset) -> tuple[Sentence, ...]:
    named = tuple(approver_words(key, ruleset) for key in sorted(ruleset.approvers))
    rest = Sentence(f"其余例外事项由{Approver.SCHOOL_MEETING.label}决定", ("AMB-3",))
    return (*named, rest)


def approver_words(key: str, ruleset: Ruleset) -> Sentence:
    approver = Approver(ruleset.approvers.get(key, Approver.SCHOOL_MEETING))
    return Sentence(f"{_title(key)}的例外，由{approver.label}批准", _cites(key, ruleset))


def _title(key: str) -> str:
    return f"“{RULES[key].title}”" if key in RULES else f"“{key}”"


def _cites(key: str, ruleset: Ruleset) -> tuple[str, ...]:
    return cited(RULES[key].cites, ruleset) if key in RULES else ()
