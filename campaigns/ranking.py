"""Who stands before whom in a contest? (A106, AMB-14, AMB-15)

Pure functions of exact fractions of 100. Nothing is rounded before it is printed, so two who look alike
on paper are tied only if they are equal.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Generic, TypeVar

WHOLE = 100
LEAST_TO_DROP = 5  # with fewer judges, one high and one low are too large a part of them
Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True)
class Part:
    """One part of the score, of 100, and for how much of 100 it counts; None is not entered yet."""

    title: str
    weight: int
    points: Fraction | None


@dataclass(frozen=True)
class Weights:
    """How much of 100 the score, the evaluation and the written opinions count for."""

    scores: int
    evaluation: int
    opinions: int


@dataclass(frozen=True)
class Inputs:
    """What is known of one person for one post: the parts of the score, and two shares of voices, of 100."""

    parts: tuple[Part, ...]
    evaluation: Fraction | None
    opinions: Fraction | None

    @property
    def score(self) -> Fraction | None:
        return weighed([(part.weight, part.points) for part in self.parts])

    def composite(self, weights: Weights) -> Fraction | None:
        return weighed(
            [
                (weights.scores, self.score),
                (weights.evaluation, self.evaluation),
                (weights.opinions, self.opinions),
            ]
        )


@dataclass(frozen=True)
class Place(Generic[Key]):
    """A rank; those who are equal share the better one, and the next is passed over."""

    number: int
    equals: tuple[Key, ...] = ()

    @property
    def is_tied(self) -> bool:
        return bool(self.equals)


def mean(totals: Sequence[Fraction], drops_extremes: bool = False) -> Fraction | None:
    """Of the judges' totals; without one highest and one lowest where the plan says so."""
    if not totals or (drops_extremes and len(totals) < LEAST_TO_DROP):
        return None
    counted = sorted(totals)[1:-1] if drops_extremes else totals
    return Fraction(sum(counted), len(counted))


def weighed(inputs: Sequence[tuple[int, Fraction | None]]) -> Fraction | None:
    """None while something is wanting; what counts for nothing isn't waited for."""
    counted = [(weight, points) for weight, points in inputs if weight]
    if not counted or any(points is None for _, points in counted):
        return None
    return sum((weight * points for weight, points in counted if points is not None), Fraction()) / WHOLE


def share(agreeing: int, of: int) -> Fraction | None:
    return Fraction(WHOLE * agreeing, of) if of else None


def places(figures: Mapping[Key, Fraction | None]) -> dict[Key, Place[Key]]:
    """From the highest down; whoever has no figure yet has no place."""
    known = {key: figure for key, figure in figures.items() if figure is not None}
    return {
        key: Place(
            1 + sum(other > figure for other in known.values()),
            tuple(other for other in known if other != key and known[other] == figure),
        )
        for key, figure in known.items()
    }


def shown(figure: Fraction | None) -> str:
    """Two decimals for the eye, half up; a blank line for what is not known."""
    if figure is None:
        return "—"
    hundredths = (figure * 200 + 1) // 2
    return f"{hundredths // 100}.{hundredths % 100:02d}"
