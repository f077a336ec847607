"""Which school term is, or was lately, at its end?"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from serving.choices import SchoolTerm


class TermEnd(NamedTuple):
    """A term, the first day on which its cadres are graded, and the last."""

    school_year: int
    term: SchoolTerm
    opens_on: date
    due_on: date

    @property
    def label(self) -> str:
        return self.term.of(self.school_year)


def latest(today: date) -> TermEnd:
    """The term whose end was reached last: the first ends in winter, the second in summer."""
    year = today.year
    if today.month == 12:
        return _first(year)
    if today.month < 6:
        return _first(year - 1)
    return TermEnd(year - 1, SchoolTerm.SECOND, date(year, 6, 1), date(year, 7, 15))


def _first(year: int) -> TermEnd:
    return TermEnd(year, SchoolTerm.FIRST, date(year, 12, 1), date(year + 1, 1, 31))
