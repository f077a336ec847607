"""Which posts do the schools of the demo county ask for?"""

from __future__ import annotations

from collections import Counter

from personnel import quota
from personnel.demo.offices import ASKED_FOR, OFFICES
from personnel.models import Department, QuotaTable
from selection import clock
from selection.accounts.models import Organisation, User


def fill_in_quota(key: str, school: Organisation, *, by: User) -> QuotaTable:
    """The school's first 职数核定表, filled in and ready to be handed in; the one in force if there is one."""
    if table := quota.table_in_force(school) or QuotaTable.objects.of(school).first():
        return table
    each_post = Counter((office.name, rank) for office in OFFICES[key] for rank in office.posts.values())
    asked = ASKED_FOR.get(key, each_post)
    departments = {each.name: each.pk for each in Department.objects.of(school)}
    table = quota.open_table(school, reference_on=clock.today(), by=by)
    numbers = {(departments[name], rank.value): number for (name, rank), number in asked.items()}
    quota.save_lines(table, numbers, by=by)
    return table
