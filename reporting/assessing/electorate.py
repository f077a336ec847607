"""Who takes part in an assessment, and of which class is the ticket: A, B or C?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from django.db.models import Q

from ballots.definitions import Counting, DeductionSpec, ElectorSpec
from campaigns.services.rolls import of_staff
from personnel.models import Body, BodyMember, PartyRole, StaffMember
from reporting.models import Assessment
from selection import clock
from selection.accounts.models import Organisation, User

CHIEFS, LEADERS, STAFF = "A类（党政主要领导）", "B类（班子成员）", "C类（干部职工代表）"
LEADING = "A、B类（领导班子）"
LEADING_BODIES = (Body.Kind.PARTY_MEETING, Body.Kind.JOINT_MEETING, Body.Kind.LEADING_GROUP)


def roll(assessment: Assessment) -> tuple[list[ElectorSpec], list[DeductionSpec]]:
    """A school's staff of the chosen categories; the bureau keeps no register, so there everybody with an account."""
    organisation = assessment.organisation
    if organisation.kind == Organisation.Kind.BUREAU:
        users = User.objects.filter(organisation=organisation, is_active=True).order_by("username")
        return [ElectorSpec(user, user.name, STAFF) for user in users], []
    electors, deductions = of_staff(organisation, assessment.categories)
    classes = _classes(organisation)
    return [replace(each, category=classes.get(each.user.pk, STAFF)) for each in electors], deductions


def _classes(school: Organisation) -> dict[int, str]:
    """Account → class, of those who lead; who leads the rest is a chief."""
    today = clock.today()
    seats = BodyMember.objects.of(school).filter(body__kind__in=LEADING_BODIES).in_force(today)
    roles = PartyRole.objects.of(school).in_force(today)
    leaders = (
        Q(leadership=StaffMember.Leadership.VICE_PRINCIPAL)
        | Q(party_roles__in=roles.filter(role=PartyRole.Role.DEPUTY_SECRETARY))
        | Q(body_memberships__in=seats)
    )
    chiefs = (
        Q(leadership=StaffMember.Leadership.PRINCIPAL)
        | Q(party_roles__in=roles.filter(role=PartyRole.Role.SECRETARY))
        | Q(body_memberships__in=seats.filter(is_first_leader=True))
    )
    staff = StaffMember.objects.of(school).serving().exclude(user=None)
    return {
        user: label
        for label, which in ((LEADERS, leaders), (CHIEFS, chiefs))
        for user in staff.filter(which).values_list("user", flat=True)
    }


def apart(counting: Counting, electors: Iterable[ElectorSpec]) -> Counting:
    """By class where each hides its members; leaders as one class where only together they do; else not at all."""
    sizes = Counter(each.category for each in electors)
    for each in (counting, counting.merging((CHIEFS, LEADERS), LEADING)):
        counted: Counter[str] = Counter()
        for category, size in sizes.items():
            counted[each.category_of(category)] += size
        if len(counted) > 1 and min(counted.values()) >= counting.min_cell:
            return replace(each, by_category=True)
    return counting
