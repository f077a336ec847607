"""Can these numbers of ballots that were counted by hand be?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple


class Fault(NamedTuple):
    """A number that cannot be: where it was typed, and why in a sentence."""

    where: str
    sentence: str


class Number(NamedTuple):
    name: str
    label: str
    value: int


def shrinking(numbers: Sequence[Number]) -> Iterator[Fault]:
    """None is more than the one before it: 应到, 实到, 发出, 收回."""
    for more, less in pairwise(numbers):
        if less.value > more.value:
            yield Fault(less.name, f"{less.label}{less.value}不能多于{more.label}{more.value}，请核对")


def returned(collected: int, valid: int, spoiled: int) -> Iterator[Fault]:
    """收回＝有效＋废票."""
    if valid + spoiled != collected:
        yield Fault("valid", f"有效票{valid}加废票{spoiled}应等于收回{collected}，请核对")


def answered(where: str, whose: str, answers: Mapping[str, int], valid: int) -> Iterator[Fault]:
    """Of a question on which each ballot says one thing, the answers by label are as many as valid ballots."""
    total = sum(answers.values())
    if total != valid:
        yield Fault(where, f"{whose}的{'、'.join(answers)}合计{total}票，应等于有效票{valid}票")
