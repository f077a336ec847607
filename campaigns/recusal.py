"""Who holds a role on a plan and is, or is related to, a person under consideration? (R-25)"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db.models import Q

from personnel.models import Relation, StaffMember

if TYPE_CHECKING:
    from campaigns.models import Plan, PlanRole
    from selection.accounts.models import User


def own_ledgers(user: User) -> Q:
    """The ledgers of plans in which the user, or a relative of the user, is under consideration."""
    from campaigns.models import Plan

    return Q(plan__in=Plan.objects.of_candidate_or_relative(user))


def conflicts(plan: Plan) -> list[tuple[PlanRole, str]]:
    """Running roles in conflict, each with its reason in words."""
    from campaigns.models import Candidacy

    people = Candidacy.objects.live().filter(opening__campaign__plan=plan).select_related("staff")
    return conflicts_through(plan, [person.staff for person in people])


def conflicts_through(plan: Plan, persons: Iterable[StaffMember]) -> list[tuple[PlanRole, str]]:
    """The same, as it is or would be with these persons under consideration."""
    staff = {person.pk: person for person in persons}
    users = {person.user_id: person for person in staff.values() if person.user_id}
    relations = Relation.objects.filter(Q(staff__in=staff) | Q(relative__in=staff)).select_related(
        "staff", "relative"
    )
    related: dict[int | None, str] = {}
    for relation in relations:
        for one, other in ((relation.staff, relation.relative), (relation.relative, relation.staff)):
            if other.pk in staff and one.user_id:
                related[one.user_id] = f"与人选{other.name}有{relation.get_kind_display()}关系"
    found = []
    for role in plan.roles.filter(ended_on=None).select_related("user"):
        if role.user_id in users:
            found.append((role, "是本次人选"))
        elif role.user_id in related:
            found.append((role, related[role.user_id]))
    return found
