"""Does a number of voices reach its bar, and which sentence says so?

Everything here is a pure function of whole numbers. A fraction is compared by cross multiplication;
a percentage is never compared. The sentence always carries base, count, bar and what was needed, so
page, paper and ledger need no wording of their own.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Self

from django.db.models import TextChoices


class Base(TextChoices):
    """Of which number a fraction is taken."""

    ENTITLED = "entitled", "应到"
    PRESENT = "present", "实到"
    ISSUED = "issued", "发出"
    COLLECTED = "collected", "收回"
    VALID = "valid", "有效票"
    AGREE_OPPOSE = "agree_oppose", "同意与不同意合计"

    @property
    def unit(self) -> str:
        return _UNITS[self.value]


_UNITS = {
    "entitled": "人",
    "present": "人",
    "issued": "份",
    "collected": "份",
    "valid": "张",
    "agree_oppose": "票",
}


@dataclass(frozen=True)
class Bar:
    """A threshold: at least (or, if strict, more than) a fraction of a base, and never fewer than a minimum.

    A numerator of 0 leaves only the minimum, and then no base is needed.
    """

    base: Base
    strict: bool
    numerator: int
    denominator: int
    minimum: int = 0

    def __post_init__(self) -> None:
        if not 0 <= self.numerator <= self.denominator or self.denominator < 1 or self.minimum < 0:
            raise ValueError(f"not a bar: {self.numerator}/{self.denominator}, minimum {self.minimum}")

    @classmethod
    def at_least(cls, fraction: str, *, of: Base, minimum: int = 0) -> Self:
        """``Bar.at_least("2/3", of=Base.ENTITLED)``: exactly two thirds suffice."""
        part = Fraction(fraction)
        return cls(of, False, part.numerator, part.denominator, minimum)

    @classmethod
    def more_than(cls, fraction: str, *, of: Base, minimum: int = 0) -> Self:
        """``Bar.more_than("1/2", of=Base.PRESENT)``: exactly half fails."""
        part = Fraction(fraction)
        return cls(of, True, part.numerator, part.denominator, minimum)

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Self:
        part = Fraction(data["fraction"])
        return cls(
            Base(data["base"]), data["strict"], part.numerator, part.denominator, data.get("minimum", 0)
        )

    def as_data(self) -> dict[str, Any]:
        return {
            "base": self.base.value,
            "strict": self.strict,
            "fraction": f"{self.numerator}/{self.denominator}",
            "minimum": self.minimum,
        }

    def needed(self, base: int) -> int:
        """The smallest whole number that reaches this bar when the base is ``base``."""
        if self.numerator == 0:
            return self.minimum
        if self.strict:
            share = base * self.numerator // self.denominator + 1
        else:
            share = -(-base * self.numerator // self.denominator)
        return max(share, self.minimum)

    @property
    def fraction(self) -> str:
        return f"{self.numerator}/{self.denominator}" if self.denominator > 1 else "全部"

    @property
    def phrase(self) -> str:
        """The bar in words: “不低于应到的2/3，且不少于50人”."""
        least = f"不少于{self.minimum}" if self.minimum else ""
        if self.numerator == 0:
            return least or "不限"
        share = f"{'超过' if self.strict else '不低于'}{self.base.label}的{self.fraction}"
        return f"{share}，且{least}" if least else share


@dataclass(frozen=True)
class Counts:
    """The numbers of one round. ``None`` is “not known”, never zero."""

    entitled: int
    recused: int = 0
    present: int | None = None
    issued: int | None = None
    collected: int | None = None
    valid: int | None = None
    spoiled: int | None = None
    agree_oppose: int | None = None

    def of(self, base: Base) -> int | None:
        return getattr(self, base.value)


@dataclass(frozen=True)
class Words:
    """How a verdict speaks of what was counted: “收回55份 … 测评有效 / 测评无效”."""

    counted: str
    unit: str
    holds: str
    fails: str


@dataclass(frozen=True)
class Verdict:
    """The answer, its sentence and its numbers; ``holds`` is None where there is no result."""

    holds: bool | None
    sentence: str
    count: int | None
    base: int | None
    needed: int | None

    @property
    def finding(self) -> str:
        """The sentence's last clause, for whom its numbers are not: “表决未通过”."""
        return self.sentence.rpartition("，")[2]


def judge(bar: Bar, count: int | None, counts: Counts, words: Words) -> Verdict:
    """Hold ``count`` against the bar. Without a count, or without a base above zero, there is no result."""
    base = counts.of(bar.base)
    if count is None:
        return Verdict(None, f"尚无{words.counted}数，没有结果", None, base, None)
    if bar.numerator and not base:
        state = "未知" if base is None else f"{base}{bar.base.unit}"
        return Verdict(None, f"{bar.base.label}{state}，没有可比的基数，没有结果", count, base, None)
    needed = bar.needed(base or 0)
    return Verdict(count >= needed, _sentence(bar, count, base, needed, words), count, base, needed)


def _sentence(bar: Bar, count: int, base: int | None, needed: int, words: Words) -> str:
    holds = count >= needed
    start = f"{bar.base.label}{base}{bar.base.unit}，" if bar.numerator else ""
    tally = f"{words.counted}{count}{words.unit}"
    end = words.holds if holds else words.fails
    return f"{start}{tally}，{_measure(bar, holds, words.unit)}（需{needed}{words.unit}），{end}"


def _measure(bar: Bar, holds: bool, unit: str) -> str:
    """“达到2/3”, “未超过1/2”, “不足50人”, “未达到2/3、不少于50人的要求”."""
    least = f"{bar.minimum}{unit}"
    if bar.numerator == 0:
        return f"不少于{least}" if holds else f"不足{least}"
    if bar.minimum and not holds:
        return f"未达到{'超过' if bar.strict else ''}{bar.fraction}、不少于{least}的要求"
    reach = ("超过" if holds else "未超过") if bar.strict else ("达到" if holds else "未达")
    return f"{reach}{bar.fraction}" + (f"且不少于{least}" if bar.minimum else "")


@dataclass(frozen=True)
class Place:
    """One line of a ranking; ``is_tied`` marks the keys among which a cut-off can't choose."""

    key: str
    count: int
    rank: int
    is_tied: bool = False


@dataclass(frozen=True)
class Ranking:
    """Places from the highest count down, cut off after ``places``; equal counts share a rank."""

    order: tuple[Place, ...]
    places: int

    @property
    def tied(self) -> tuple[Place, ...]:
        return tuple(place for place in self.order if place.is_tied)

    @property
    def chosen(self) -> tuple[Place, ...]:
        """Those surely within the cut-off; a tie at the cut-off leaves all who are tied out."""
        return tuple(place for place in self.order if place.rank <= self.places and not place.is_tied)

    @property
    def sentence(self) -> str:
        """Empty without a tie at the cut-off; otherwise what people have to decide."""
        if not self.tied:
            return ""
        first = self.tied[0]
        seats = self.places - len(self.chosen)
        tie = f"{len(self.tied)}人同得{first.count}票，并列第{first.rank}名"
        return f"{tie}，只余{seats}个名额，须集体研究或重新投票决定"


def rank(scores: Mapping[str, int], places: int) -> Ranking:
    """Order by count. Who is tied across the cut-off is flagged, never picked by chance or by name."""
    ordered = sorted(scores.items(), key=lambda item: -item[1])
    counts = [count for _, count in ordered]
    edge = counts[places - 1] if 0 < places < len(counts) and counts[places - 1] == counts[places] else None
    return Ranking(
        tuple(Place(key, count, counts.index(count) + 1, count == edge) for key, count in ordered),
        places,
    )
