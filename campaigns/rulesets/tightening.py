"""May a school's own ruleset say this? It fills what is left to the plan, or asks for more than its bureau.

A field says by ``tighter`` whether more or less of it is the stricter; without it, demands may be
added and bars raised, and whatever has no stricter side stays as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Any

from ballots.verdicts import Bar
from campaigns.choices import Approver
from campaigns.rulesets.schema import Ruleset
from campaigns.rulesets.tree import Leaf, leaves
from campaigns.rulesets.validation import Problem
from campaigns.rulesets.values import ByGender, ByTrack, Cap, Level, OpenBar, Period, TalkMinimum
from selection.reasons import ADVISE, BLOCK, OFF, RULES, WARN

STRICTER = (OFF, ADVISE, WARN, BLOCK)


def loosened(base: Ruleset, own: Ruleset) -> list[Problem]:
    """What the school's ruleset may not say; nothing when it only fills and tightens."""
    return [*_fields(base, own), *_effects(base, own), *_approvers(base, own)]


def _fields(base: Ruleset, own: Ruleset) -> Iterator[Problem]:
    for leaf in leaves():
        old, new = leaf.of(base), leaf.of(own)
        if old != new and not may_become(leaf, old, new):
            yield Problem(leaf.path, f"“{leaf.label}”{_why(leaf, old)}")


def _why(leaf: Leaf, old: Any) -> str:
    """What has no stricter side is the bureau's alone."""
    if type(old) in (int, str) and "tighter" not in leaf.field.metadata:
        return "由教育局规定，学校不能改"
    return "教育局已有规定，学校只能从严，不能改成这样"


def may_become(leaf: Leaf, old: Any, new: Any) -> bool:
    """Whether the new value fills what the old one leaves open, or is the stricter."""
    if isinstance(old, OpenBar):
        return isinstance(new, Bar | OpenBar)
    if old == "plan" or old == "":
        return True
    if old is None:
        return isinstance(new, Bar | Cap)
    tightens = TIGHTENS.get(type(old))
    return type(old) is type(new) and tightens is not None and tightens(leaf, old, new)


def _switch(leaf: Leaf, old: bool, new: bool) -> bool:
    """A plain demand; where either answer is a rule of its own, neither is the stricter."""
    return new and "yes" not in leaf.field.metadata


def _number(leaf: Leaf, old: int, new: int) -> bool:
    way = leaf.field.metadata.get("tighter")
    return new > old if way == "more" else way == "less" and new < old


def _by_gender(leaf: Leaf, old: ByGender, new: ByGender) -> bool:
    pairs = ((old.male, new.male), (old.female, new.female))
    return all(
        was is None or (is_now is not None and (was == is_now or _number(leaf, was, is_now)))
        for was, is_now in pairs
    )


def _bar(leaf: Leaf, old: Bar, new: Bar) -> bool:
    def height(bar: Bar) -> tuple[Fraction, bool]:
        return Fraction(bar.numerator, bar.denominator), bar.strict

    return old.base == new.base and height(new) >= height(old) and new.minimum >= old.minimum


def _period(leaf: Leaf, old: Period, new: Period) -> bool:
    is_stricter = new.n < old.n if leaf.field.metadata.get("tighter") == "less" else new.n > old.n
    return (old.unit, old.count_from) == (new.unit, new.count_from) and is_stricter


def _talk_minimum(leaf: Leaf, old: TalkMinimum, new: TalkMinimum) -> bool:
    return new.persons >= old.persons and Fraction(new.share or 0) >= Fraction(old.share or 0)


def _list(leaf: Leaf, old: tuple[Any, ...], new: tuple[Any, ...]) -> bool:
    way = leaf.field.metadata.get("tighter", "" if "choices" in leaf.field.metadata else "more")
    if way == "less":
        return set(new) <= set(old)
    return way == "more" and _is_within(old, new)


def _is_within(old: tuple[Any, ...], new: tuple[Any, ...]) -> bool:
    """All of the old ones, in their order, among the new ones."""
    rest = iter(new)
    return all(any(each == found for found in rest) for each in old)


def _by_track(leaf: Leaf, old: ByTrack, new: ByTrack) -> bool:
    pairs: list[tuple[tuple[Level, ...], tuple[Level, ...]]] = [
        (old.competitive, new.competitive),
        (old.non_competitive, new.non_competitive),
        (old.direct, new.direct),
    ]
    return all(_is_within(was, is_now) for was, is_now in pairs)


TIGHTENS: dict[type, Callable[[Leaf, Any, Any], bool]] = {
    bool: _switch,
    int: _number,
    ByGender: _by_gender,
    Bar: _bar,
    Period: _period,
    TalkMinimum: _talk_minimum,
    tuple: _list,
    ByTrack: _by_track,
}


def _effects(base: Ruleset, own: Ruleset) -> Iterator[Problem]:
    for key in base.effects.keys() | own.effects.keys():
        if key in RULES:
            old, new = (each.effects.get(key, RULES[key].effect) for each in (base, own))
            if STRICTER.index(new) < STRICTER.index(old):
                yield Problem(f"effects.{key}", f"“{RULES[key].title}”的约束力只能加强，不能减弱")


def _approvers(base: Ruleset, own: Ruleset) -> Iterator[Problem]:
    for key, approver in base.approvers.items():
        if approver == Approver.BUREAU != own.approvers.get(key) and key in RULES:
            yield Problem(f"approvers.{key}", f"“{RULES[key].title}”的例外须由教育局批准，学校不能改")
