"""How many posts were approved, how many are held, and where is a school above its quota?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction
from django.db.models import Min, Sum

from personnel.models import Department, Post, QuotaLine, QuotaTable, Rank, Tenure
from personnel.models.tenures import TenureQuerySet
from selection import clock
from selection.accounts.models import Organisation, User
from selection.reasons import Refused
from selection.records import ledgers

Numbers = Mapping[tuple[int, str], int]


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
        return _taken(self.held, leaving, len(self.coming))

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


def _taken(held: int, leaving: int, coming: int) -> int:
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


@dataclass(frozen=True)
class Change:
    """One rank of one department as a table asks for it, beside what was approved before."""

    figures: Figures
    before: int | None

    @property
    def difference(self) -> int:
        return self.figures.requested - (self.before or 0)

    @property
    def signed(self) -> str:
        return f"{self.difference:+d}"


def changes(table: QuotaTable) -> list[Change]:
    """What a table would change, rank by rank; those that nobody holds, has or asks for are left out."""
    earlier = QuotaTable.objects.of(table.organisation).filter(review__state="approved", pk__lt=table.pk)
    before = earlier.order_by("-review__approved_on", "-pk").first()
    lines = {(line.department_id, line.rank): line.approved for line in before.lines.all()} if before else {}
    silent = 0 if before else None  # an approved table approves none of which it says nothing
    compared = [
        Change(figures, lines.get((figures.department.pk, figures.rank.value), silent))
        for figures in overview(table.organisation, table.reference_on, table).figures
    ]
    return [each for each in compared if each.before or each.figures.requested or each.figures.held]


def without_post(organisation: Organisation) -> list[Figures]:
    """What was approved and has no post in the list yet, so that nobody can be selected for it."""
    known = set(
        Post.objects.filter(department__organisation=organisation).active().values_list("department", "rank")
    )
    return [
        figures
        for figures in overview(organisation).figures
        if figures.approved and (figures.department.pk, figures.rank.value) not in known
    ]


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


@dataclass(frozen=True)
class Summary:
    """One school's totals for the list of schools."""

    organisation: Organisation
    approved: int | None
    held: int
    taken: int

    @property
    def vacant(self) -> int | None:
        return None if self.approved is None else self.approved - self.taken


def summaries(organisations: Iterable[Organisation], on: date | None = None) -> list[Summary]:
    """Totals of many schools in a constant number of queries."""
    organisations = list(organisations)
    tables = QuotaTable.objects.filter(organisation__in=organisations, review__state="approved")
    latest = tables.annotate(total=Sum("lines__approved")).order_by("review__approved_on", "pk")
    approved = {table.organisation_id: table.total or 0 for table in latest}
    tenures = Tenure.objects.filter(post__department__organisation__in=organisations)
    day = on or clock.today()
    places = tenures.counting().values_list(
        "post__department__organisation", "post__department", "post__rank"
    )
    held, leaving, coming = (
        Counter(places.filter(pk__in=found.values("pk")))
        for found in (
            tenures.in_force(day),
            tenures.in_force(day).filter(ended_on__isnull=False),
            tenures.to_come(day),
        )
    )
    in_post: Counter[int] = Counter()
    taken: Counter[int] = Counter()
    for place in held | coming:
        in_post[place[0]] += held[place]
        taken[place[0]] += _taken(held[place], leaving[place], coming[place])
    return [Summary(each, approved.get(each.pk), in_post[each.pk], taken[each.pk]) for each in organisations]


@transaction.atomic
def open_table(organisation: Organisation, *, reference_on: date, note: str = "", by: User) -> QuotaTable:
    """A new table that begins with what is in force: approved numbers as the request."""
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    if unfinished := _unfinished(organisation):
        raise Refused(f"《{unfinished}》还没有批复，请在这张表上修改。")
    before = table_in_force(organisation)
    table = QuotaTable.objects.create(organisation=organisation, reference_on=reference_on, note=note)
    QuotaLine.objects.bulk_create(
        QuotaLine(table=table, department_id=line.department_id, rank=line.rank, requested=line.approved or 0)
        for line in (before.lines.all() if before else ())
    )
    _put_down(table, "新建职数核定表", by, str(table))
    return table


def _unfinished(organisation: Organisation) -> QuotaTable | None:
    tables = QuotaTable.objects.of(organisation).select_related("review")
    return next((table for table in tables if not table.is_approved), None)


@transaction.atomic
def save_lines(table: QuotaTable, numbers: Numbers, *, by: User) -> None:
    """Write the head of the table and how many posts each (department, rank) asks for."""
    kept = QuotaTable.objects.select_for_update(of=("self",)).select_related("review").get(pk=table.pk)
    refuse_if_fixed(kept)
    known = set(Department.objects.of(kept.organisation).values_list("pk", flat=True))
    if any(department not in known for department, _rank in numbers):
        raise Refused("部门有变动，请刷新页面后重新填写。")
    kept.reference_on, kept.note = table.reference_on, table.note
    kept.save(update_fields=["reference_on", "note"])
    kept.lines.all().delete()
    QuotaLine.objects.bulk_create(
        QuotaLine(table=kept, department_id=department, rank=rank, requested=requested)
        for (department, rank), requested in sorted(numbers.items())
        if requested
    )
    _put_down(kept, "填报职数核定表", by, f"申报{sum(numbers.values())}名")


def refuse_if_fixed(table: QuotaTable) -> None:
    if table.is_approved:
        raise Refused("这张职数核定表已经批复，不能修改；职数有调整时请另填一张报送。")
    if not table.is_editable:
        raise Refused("这张职数核定表正在审核，不能修改；需要修改时请先在审核情况页撤回。")


def first_day_of(organisation: Organisation) -> date | None:
    """From when the register knows who held the school's posts."""
    return Tenure.objects.at(organisation).aggregate(first=Min("starts_on"))["first"]


@transaction.atomic
def approve_lines(table: QuotaTable, numbers: Numbers | None = None, *, by: User | None) -> None:
    """Write the approved numbers at the end of the review: as requested, unless given otherwise."""
    lines = list(table.lines.all())
    for line in lines:
        line.approved = (numbers or {}).get((line.department_id, line.rank), line.requested)
        line.save(update_fields=["approved"])
    _put_down(table, "核定职数", by, f"核定{sum(line.approved or 0 for line in lines)}名")


def as_content(table: QuotaTable) -> dict[str, object]:
    """What is frozen with each submission of the table, in the order of the form."""
    found = overview(table.organisation, table.reference_on, table)
    return {
        "organisation": table.organisation.name,
        "reference_on": table.reference_on.isoformat(),
        "note": table.note,
        "rows": [
            {
                "department": row.department.name,
                **{figures.rank.value: _frozen(figures) for figures in row.ranks},
                "uncounted": [tenure.staff.name for tenure in row.uncounted],
            }
            for row in found.rows
        ],
    }


def _frozen(figures: Figures) -> dict[str, object]:
    return {
        "requested": figures.requested,
        "held": figures.held,
        "names": [tenure.staff.name for tenure in figures.tenures],
    }


def _put_down(table: QuotaTable, act: str, by: User | None, said: str) -> None:
    ledger = ledgers.of_organisation(table.organisation)
    ledgers.append(ledger, act, by=by, about=f"quotatable:{table.pk}", said=said)
