"""How many posts were approved, how many are held, and where is a school above its quota?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Min

from personnel.models import Department, QuotaTable, Rank, Tenure
from personnel.models.tenures import TenureQuerySet
from selection import clock
from selection.accounts.models import Organisation


@dataclass
class Figures:
    """One rank of one department: asked for, approved, held. ``approved`` is None without a table."""

    department: Department
    rank: Rank
    requested: int = 0
    approved: int | None = None
    tenures: list[Tenure] = field(default_factory=list)
    coming: list[Tenure] = field(default_factory=list)

    @property
    def held(self) -> int:
        return len(self.tenures)

    @property
    def taken(self) -> int:
        leaving = sum(tenure.ended_on is not None for tenure in self.tenures)
        return taken(self.held, leaving, len(self.coming))

    @property
    def to_begin(self) -> int:
        """Posts that are not held yet and no longer vacant."""
        return self.taken - self.held

    @property
    def vacant(self) -> int | None:
        return None if self.approved is None else self.approved - self.taken

    @property
    def to_fill(self) -> int:
        """What would be vacant if the request were approved."""
        return self.requested - self.taken

    @property
    def is_over(self) -> bool:
        return self.vacant is not None and self.vacant < 0

    @property
    def surplus(self) -> int:
        return max(-(self.vacant or 0), 0)

    @property
    def label(self) -> str:
        return f"{self.department}{self.rank.label}"


def taken(held: int, leaving: int, coming: int) -> int:
    """Posts held, or given to somebody whose term is to begin; who succeeds is not added to who leaves."""
    return max(held, held - leaving + coming)


@dataclass
class OverviewRow:
    """One department: its chiefs, its deputies, and those who hold a post without counting."""

    department: Department
    chief: Figures
    deputy: Figures
    uncounted: list[Tenure] = field(default_factory=list)

    @property
    def ranks(self) -> list[Figures]:
        return [self.chief, self.deputy]


@dataclass
class Overview:
    """A school's posts on one day against the table in force."""

    table: QuotaTable | None
    on: date
    rows: list[OverviewRow]

    @property
    def figures(self) -> list[Figures]:
        return [figures for row in self.rows for figures in row.ranks]

    @property
    def approved(self) -> int:
        return sum(figures.approved or 0 for figures in self.figures)

    @property
    def held(self) -> int:
        return sum(figures.held for figures in self.figures)

    @property
    def to_begin(self) -> int:
        return sum(figures.to_begin for figures in self.figures)

    @property
    def vacant(self) -> int:
        """What may still be filled; one department's surplus fills no gap of another."""
        return sum(max(figures.vacant or 0, 0) for figures in self.figures)

    @property
    def over(self) -> list[Figures]:
        return [figures for figures in self.figures if figures.is_over]

    @property
    def sentences(self) -> list[str]:
        return [
            f"{each.label}核定{each.approved}名，现任{each.held}名，"
            f"{f'已聘待到任{each.to_begin}名，' if each.to_begin else ''}超职数{each.surplus}名"
            for each in self.over
        ]


def table_in_force(organisation: Organisation) -> QuotaTable | None:
    """The one approved last; it serves until the next is approved."""
    tables = QuotaTable.objects.of(organisation).filter(review__state="approved")
    return tables.select_related("review").order_by("-review__approved_on", "-pk").first()


def incumbents(organisation: Organisation, department: Department, rank: str, on: date) -> TenureQuerySet:
    """Those who hold a post of that rank there on ``on`` and count against the quota."""
    return (
        Tenure.objects.at(organisation)
        .filter(post__department=department, post__rank=rank)
        .in_force(on)
        .counting()
        .select_related("staff", "post")
    )


def overview(organisation: Organisation, on: date | None = None, table: QuotaTable | None = None) -> Overview:
    """Against ``table``, else against the one in force; in a constant number of queries."""
    on = on or clock.today()
    table = table or table_in_force(organisation)
    rows = {
        department.pk: OverviewRow(
            department, Figures(department, Rank.CHIEF), Figures(department, Rank.DEPUTY)
        )
        for department in Department.objects.of(organisation)
    }
    for line in table.lines.all() if table else ():
        figures = _figures(rows, line.department_id, line.rank)
        figures.requested, figures.approved = line.requested, line.approved
    if table and table.is_approved:
        _approve_none_where_silent(rows.values())
    held = Tenure.objects.at(organisation).in_force(on).select_related("staff", "post")
    for tenure in held.order_by("post__position", "pk"):
        if tenure.counts_quota:
            _figures(rows, tenure.post.department_id, tenure.post.rank).tenures.append(tenure)
        else:
            rows[tenure.post.department_id].uncounted.append(tenure)
    for tenure in Tenure.objects.at(organisation).to_come(on).counting().select_related("staff", "post"):
        _figures(rows, tenure.post.department_id, tenure.post.rank).coming.append(tenure)
    return Overview(table, on, list(rows.values()))


def _approve_none_where_silent(rows: Iterable[OverviewRow]) -> None:
    """An approved table that says nothing of a department approves no post there."""
    for figures in (figures for row in rows for figures in row.ranks):
        figures.approved = figures.approved or 0


def _figures(rows: dict[int, OverviewRow], department: int, rank: str) -> Figures:
    return rows[department].chief if rank == Rank.CHIEF else rows[department].deputy


def first_day_of(organisation: Organisation) -> date | None:
    """From when the register knows who held the school's posts."""
    return Tenure.objects.at(organisation).aggregate(first=Min("starts_on"))["first"]
