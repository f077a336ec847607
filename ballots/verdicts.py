"""Does a number of voices reach its bar, and which sentence says so?

Everything here is a pure function of whole numbers. A fraction is compared by cross multiplication;
a percentage is never compared. The sentence always carries base, count, bar and what was needed, so
page, paper and ledger need no wording of their own.
"""

from collections.abc import Mapping, Sequence
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


def quorum(
    opening: Bar | None, validity: Bar | None, counts: Counts, came: int | None, words: tuple[Words, Words]
) -> Verdict | None:
    """Both tests of a round: who came, where that is known, then what was collected; a failed one speaks."""
    tests = []
    if opening is not None and came is not None:
        tests.append(judge(opening, came, counts, words[0]))
    if validity is not None:
        tests.append(judge(validity, counts.collected, counts, words[1]))
    failed = [verdict for verdict in tests if not verdict.holds]
    return (failed + tests[::-1])[0] if tests else None


@dataclass(frozen=True)
class Part:
    """What one category gave to one subject, and how much of 100 it weighs."""

    category: str
    weight: int
    count: int
    base: int

    def sentence(self, base: Base, words: Words) -> str:
        given = f"{words.counted}{self.count}{words.unit}"
        return f"{self.category}（权重{self.weight}）{base.label}{self.base}{base.unit}、{given}"


def weighted(parts: Sequence[Part]) -> Fraction | None:
    """Of 100; a category without a base leaves no result, its weight goes to nobody else."""
    if any(not part.base for part in parts):
        return None
    return sum((Fraction(part.weight * part.count, part.base) for part in parts), Fraction(0))


def judge_weighted(bar: Bar, parts: Sequence[Part], words: Words) -> Verdict:
    """Hold the weighted share against the bar's fraction, and all voices against its minimum."""
    score, count = weighted(parts), sum(part.count for part in parts)
    if score is None:
        empty = "、".join(part.category for part in parts if not part.base)
        return Verdict(None, f"{empty}{bar.base.label}0{bar.base.unit}，加权没有结果", count, None, None)
    bound = Fraction(100 * bar.numerator, bar.denominator)
    holds = (score > bound if bar.strict else score >= bound) and count >= bar.minimum
    start = "，".join(part.sentence(bar.base, words) for part in parts)
    reach = _measure(bar, holds, words.unit)
    end = words.holds if holds else words.fails
    return Verdict(holds, f"{start}，加权{percent(score, 100)}，{reach}，{end}", count, None, None)


def percent(part: int | Fraction, whole: int | None) -> str:
    """A percentage for the eye, rounded half up on whole numbers; nothing is ever compared with it."""
    if not whole:
        return "—"
    tenths = int(Fraction(part) * 1000 / whole + Fraction(1, 2))
    return f"{tenths // 10}.{tenths % 10}%"


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
    count: int | Fraction
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
        got = (
            f"同得{first.count}票" if isinstance(first.count, int) else f"加权同为{percent(first.count, 100)}"
        )
        tie = f"{len(self.tied)}人{got}，并列第{first.rank}名"
        return f"{tie}，只余{seats}个名额，须集体研究或重新投票决定"


def rank(scores: Mapping[str, int | Fraction], places: int) -> Ranking:
    """Order by count. Who is tied across the cut-off is flagged, never picked by chance or by name."""
    ordered = sorted(scores.items(), key=lambda item: -item[1])
    counts = [count for _, count in ordered]
    edge = counts[places - 1] if 0 < places < len(counts) and counts[places - 1] == counts[places] else None
    return Ranking(
        tuple(Place(key, count, counts.index(count) + 1, count == edge) for key, count in ordered),
        places,
    )
