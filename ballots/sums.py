"""What do the sums of a counted poll come to, by the poll's own rules or held against any bar?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING

from ballots.definitions import Consent
from ballots.sheets import VOID
from ballots.tallies import NOT_CHOSEN
from ballots.verdicts import (
    Bar,
    Base,
    Counts,
    Part,
    Verdict,
    Words,
    judge,
    judge_weighted,
    percent,
    rank,
    weighted,
)

if TYPE_CHECKING:
    from ballots.models import Poll

Sums = dict[str, dict[str, int]]
Parts = tuple[Part, ...]
_ANSWERS = (Consent.AGREE, Consent.OPPOSE, NOT_CHOSEN, Consent.ABSTAIN, VOID)


@dataclass(frozen=True)
class Voices:
    """The sums of a counted poll, in all or of one category, and what they come to by its own rules."""

    poll: Poll
    sums: Sums
    by_category: dict[str, Sums]
    category: str = ""

    @classmethod
    def of(cls, poll: Poll, category: str = "") -> Voices:
        found: dict[str, Sums] = {}
        for row in poll.tally_set.select_related("subject"):
            found.setdefault(row.category, {})[row.subject.key] = row.counts
        return cls(poll, found.pop(category, {}), found, category)

    @property
    def is_weighted(self) -> bool:
        return bool(self.poll.counting.weights) and not self.category

    @property
    def base(self) -> Base:
        """Shares are printed of what the bar is taken of, else of 收回."""
        bar = self.poll.counting.approval
        return bar.base if bar else Base.COLLECTED

    def verdict(self, key: str) -> Verdict | None:
        """One subject's 同意 held against the poll's own bar, where it has one."""
        counting = self.poll.counting
        return self.held_against(counting.approval, key, counting.words("approval"))

    def held_against(self, bar: Bar | None, key: str, words: Words) -> Verdict | None:
        """One subject's 同意 held against any bar; None where there is nothing to hold."""
        counts, sums = self.poll.turnout_counts, self.sums.get(key)
        if bar is None or counts is None or sums is None or Consent.AGREE not in sums or self.category:
            return None
        if self.is_weighted:
            return judge_weighted(bar, self.parts(key), words)
        return judge(bar, sums[Consent.AGREE], replace(counts, agree_oppose=_voiced(sums)), words)

    def parts(self, key: str) -> Parts:
        weights = self.poll.counting.weights
        return tuple(
            self._part(category, weight, self.by_category.get(category, {}).get(key, {}))
            for category, weight in sorted(weights.items())
        )

    def _part(self, category: str, weight: int, sums: dict[str, int]) -> Part:
        whole = sum(sums.get(each, 0) for each in _ANSWERS)
        base = _voiced(sums) if self.base == Base.AGREE_OPPOSE else whole
        return Part(category, weight, sums.get(Consent.AGREE, 0), base)

    def score(self, key: str) -> int | Fraction | None:
        """By what persons are ranked: voices, or of 100 where categories weigh; None where that has no result."""
        if self.is_weighted:
            return weighted(self.parts(key))
        return self.sums[key][Consent.AGREE]

    def share(self, key: str) -> str:
        share = self.exact_share(key)
        return "—" if share is None else percent(share, 100)

    def exact_share(self, key: str) -> Fraction | None:
        """What is printed as a percentage, of 100 and unrounded; None of nobody."""
        if self.is_weighted:
            return weighted(self.parts(key))
        sums, counts = self.sums[key], self.poll.turnout_counts or Counts(0)
        if self.base == Base.AGREE_OPPOSE:
            whole: int | None = _voiced(sums)
        elif self.category:
            whole = sum(sums.get(each, 0) for each in _ANSWERS)
        else:
            whole = counts.of(self.base)
        return Fraction(100 * sums[Consent.AGREE], whole) if whole else None

    @property
    def share_label(self) -> str:
        if self.is_weighted:
            return "加权得票率"
        return f"得票率（占{Base.VALID.label if self.category else self.base.label}）"

    def places(self, keys: Iterable[str]) -> dict[str, int]:
        """Who has no result has no place either."""
        return {place.key: place.rank for place in rank(self.scores(keys), 0).order}

    def scores(self, keys: Iterable[str]) -> dict[str, int | Fraction]:
        return {key: score for key in keys if (score := self.score(key)) is not None}

    def tie(self, keys: Iterable[str], seats: int) -> str:
        """What people have to decide where more of the adopted are equal than seats are left."""
        verdicts = {key: self.verdict(key) for key in keys}
        adopted = [key for key, verdict in verdicts.items() if verdict is None or verdict.holds]
        return rank(self.scores(adopted), seats).sentence


def _voiced(sums: dict[str, int]) -> int:
    return sums.get(Consent.AGREE, 0) + sums.get(Consent.OPPOSE, 0)
