"""How is a table opened, filled in, frozen for its review, and approved?"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.db import transaction

from personnel import register
from personnel.models import Department, QuotaLine, QuotaTable
from personnel.quota.figures import Figures, overview, table_in_force
from selection.accounts.models import Organisation, User
from selection.reasons import Refused
from selection.records import ledgers

Numbers = Mapping[tuple[int, str], int]


@transaction.atomic
def open_table(organisation: Organisation, *, reference_on: date, note: str = "", by: User) -> QuotaTable:
    """A new table that begins with what is in force: approved numbers as the request."""
    register.hold(organisation)
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
    register.hold(table.organisation)
    kept = (
        QuotaTable.objects.select_for_update(of=("self",), no_key=True)
        .select_related("review")
        .get(pk=table.pk)
    )
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


@transaction.atomic
def approve_lines(table: QuotaTable, numbers: Numbers | None = None, *, by: User | None) -> None:
    """Write the approved numbers at the end of the review: as requested, unless given otherwise."""
    register.hold(table.organisation)
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
