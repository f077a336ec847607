"""What would a table change, what has no post yet, and how do many schools stand?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Sum

from personnel.models import Post, QuotaTable, Tenure
from personnel.quota.figures import Figures, overview, taken
from selection import clock
from selection.accounts.models import Organisation


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
    taken_up: Counter[int] = Counter()
    for place in held | coming:
        in_post[place[0]] += held[place]
        taken_up[place[0]] += taken(held[place], leaving[place], coming[place])
    return [
        Summary(each, approved.get(each.pk), in_post[each.pk], taken_up[each.pk]) for each in organisations
    ]
