"""Who plays which part in a simulated or demo campaign."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from personnel.models import Body, StaffMember, Tenure
from selection import clock
from selection.accounts import roles
from selection.accounts.models import Organisation, User
from selection.accounts.roles import Role


@dataclass(frozen=True)
class Cast:
    """The people of one school and of the bureau above it, and the dice of this run."""

    school: Organisation
    officer: User
    leader: User
    zone_reviewer: User | None
    bureau_reviewer: User
    discipline: User
    body: Body
    dice: Random

    @property
    def teachers(self) -> list[StaffMember]:
        """Staff of the usual electorate who hold no post and may be asked, in the order of their numbers."""
        staff = StaffMember.objects.of(self.school).serving().select_related("user")
        busy = {self.officer.pk, self.leader.pk}
        return [
            person
            for person in staff.filter(category="established", is_on_duty=True, leadership="")
            if person.user_id not in busy
        ]

    @property
    def cadres(self) -> list[StaffMember]:
        serving = Tenure.objects.at(self.school).in_force(clock.today()).values("staff")
        return list(StaffMember.objects.filter(pk__in=serving).select_related("user"))

    def reviewer_of(self, act: str) -> User:
        return self.zone_reviewer if act == "review_zone" and self.zone_reviewer else self.bureau_reviewer


def cast_of(school: Organisation, seed: int | str) -> Cast:
    """Take the parts from whoever holds the roles."""
    bureau, zone = school.bureau, school.zone
    assert bureau is not None
    return Cast(
        school=school,
        officer=_holder(Role.OFFICER, school),
        leader=_holder(Role.LEADER, school),
        zone_reviewer=_holder(Role.ZONE_REVIEWER, zone) if zone else None,
        bureau_reviewer=_holder(Role.BUREAU_REVIEWER, bureau),
        discipline=_holder(Role.DISCIPLINE, bureau),
        body=Body.objects.deciding_for(school).exclude(kind=Body.Kind.CONGRESS).earliest("pk"),
        dice=Random(seed),
    )


def _holder(role: Role, organisation: Organisation) -> User:
    found = roles.holders(role, organisation).order_by("pk").first()
    if found is None:
        raise LookupError(f"{organisation} has no {role}")
    return found
