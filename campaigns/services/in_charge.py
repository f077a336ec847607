"""Who would settle at the school what is reported about it? What names one of them goes past the school."""

from __future__ import annotations

from collections.abc import Iterator

from personnel.models import PartyRole, StaffMember
from selection import clock
from selection.accounts import roles
from selection.accounts.models import Organisation
from selection.accounts.roles import Role


def names_in_charge(school: Organisation, said: str) -> bool:
    """Whether principal, secretary or officer is named, be it with blanks within the name."""
    written = "".join(said.split())
    return any(name in written for name in _names(school))


def _names(school: Organisation) -> Iterator[str]:
    serving = StaffMember.objects.of(school).serving()
    yield from serving.filter(leadership=StaffMember.Leadership.PRINCIPAL).values_list("name", flat=True)
    secretaries = PartyRole.objects.of(school).in_force(clock.today()).filter(role=PartyRole.Role.SECRETARY)
    yield from secretaries.values_list("staff__name", flat=True)
    yield from roles.holders(Role.OFFICER, school).values_list("name", flat=True)
