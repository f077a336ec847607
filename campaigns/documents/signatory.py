"""Who signs a report upward (签发人): the head of the school on that day."""

from __future__ import annotations

from personnel.models import PartyRole, StaffMember
from selection import clock
from selection.accounts.models import Organisation


def signatory(school: Organisation) -> str:
    """The principal; where none is registered, the party secretary."""
    heads = StaffMember.objects.of(school).serving().filter(leadership=StaffMember.Leadership.PRINCIPAL)
    if head := heads.first():
        return head.name
    roles = PartyRole.objects.of(school).in_force(clock.today()).filter(role=PartyRole.Role.SECRETARY)
    return next((role.staff.name for role in roles.select_related("staff")), "")
