"""In what do two rulesets differ, field by field?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from campaigns.rulesets.schema import Ruleset
from campaigns.rulesets.sentences import Sentence, approver_words, effect_words, sentence
from campaigns.rulesets.tree import leaves

FORCE_PART, APPROVERS_PART = "规则的约束力", "例外事项的批准机关"


@dataclass(frozen=True)
class Difference:
    """One thing that two rulesets say otherwise."""

    section: str
    one: Sentence
    other: Sentence


def differences(one: Ruleset, other: Ruleset) -> list[Difference]:
    """In the order of the page."""
    return [*_fields(one, other), *_effects(one, other), *_approvers(one, other)]


def _fields(one: Ruleset, other: Ruleset) -> Iterator[Difference]:
    for leaf in leaves():
        if leaf.of(one) != leaf.of(other):
            yield Difference(leaf.section, sentence(leaf, one), sentence(leaf, other))


def _effects(one: Ruleset, other: Ruleset) -> Iterator[Difference]:
    for key in sorted(one.effects.keys() | other.effects.keys()):
        if one.effects.get(key) != other.effects.get(key):
            yield Difference(FORCE_PART, effect_words(key, one), effect_words(key, other))


def _approvers(one: Ruleset, other: Ruleset) -> Iterator[Difference]:
    for key in sorted(one.approvers.keys() | other.approvers.keys()):
        if one.approvers.get(key) != other.approvers.get(key):
            yield Difference(APPROVERS_PART, approver_words(key, one), approver_words(key, other))
