"""What are a report's figures now: what the program counts and what its author has entered, this year and last?"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from functools import cached_property
from typing import Any

from reporting import years
from reporting.assessing import summary
from reporting.counting import COUNTED, count
from reporting.models import Report
from reporting.tables import Table, by_school, of_figures, of_structure
from reporting.wording import said
from reporting.years import Year
from selection.accounts.models import Organisation
from selection.chinese import day

Values = dict[str, Any]


@dataclass(frozen=True)
class Figures:
    """One organisation's year beside the year before.

    ``entered`` is what authors counted themselves, by year; ``assessment`` what 一报告两评议 came to in words,
    empty until it is released.
    """

    organisation: Organisation
    year: Year
    before: Year
    entered: dict[int, Values]
    assessment: str

    @cached_property
    def this(self) -> Values:
        return self._values(self.year)

    @cached_property
    def last(self) -> Values:
        return self._values(self.before)

    @cached_property
    def tokens(self) -> dict[str, str]:
        of_the_whole = {
            "年度": f"{self.year.year}年",
            "统计日期": day(years.as_of(self.year.year)),
            "单位": self.organisation.name,
            "一报告两评议的结果": self.assessment,
        }
        return of_the_whole | said(self.this, self.last)

    def tables(self, *, sees_people: bool) -> list[Table]:
        """In the order of the report: each part beside last year, each organisation below, the structure."""
        code = self.organisation.code
        found = list(of_figures(self.year.year, self.this, self.last, code))
        if below := [each for each in self._below if each.pk != self.organisation.pk]:
            found.append(by_school(self.year, self.organisation, below))
        return [*found, *of_structure(self.year, code, sees_people=sees_people)]

    def as_printed(self) -> list[Values]:
        """A paper goes through many hands: it says of the structure what nobody can be told by."""
        return [asdict(table) for table in self.tables(sees_people=False)]

    @cached_property
    def _below(self) -> list[Organisation]:
        return list(Organisation.objects.below(self.organisation).order_by("path"))

    def _values(self, year: Year) -> Values:
        return {path: count(path, year) for path in COUNTED} | self.entered.get(year.year, {})


def of(organisation: Organisation, year: int) -> Figures:
    reports = Report.objects.filter(organisation=organisation, year__in=(year, year - 1))
    return Figures(
        organisation,
        years.load(organisation, year),
        years.load(organisation, year - 1),
        dict(reports.values_list("year", "figures")),
        judged.text if (judged := summary(organisation, year)) else "",
    )


def adds_up(values: Values) -> bool:
    """T060: what was settled and what is due are all there was; what nobody counted contradicts nothing."""
    known: list[Any] = [values.get(f"posts.{name}") for name in ("was_over", "over_settled", "over_due")]
    return None in known or known[0] == known[1] + known[2]
