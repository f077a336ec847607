"""Who holds which role where, and how do the groups come to hold what the matrix says?"""

from collections.abc import Callable, Iterable

from django.contrib.auth.models import Group, Permission
from django.db import transaction

from selection.accounts import second_factor, stewards
from selection.accounts.acts import Act, Role, matrix
from selection.accounts.models import (
    Organisation,
    OrganisationGroupPermission,
    RoleChange,
    RoleGroup,
    User,
    UserQuerySet,
    ZoneOrganising,
)
from selection.reasons import Refused

SCHOOL, ZONE, BUREAU = Organisation.Kind.SCHOOL, Organisation.Kind.ZONE, Organisation.Kind.BUREAU
HOMES: dict[str, str] = {
    Role.OFFICER: SCHOOL,
    Role.LEADER: SCHOOL,
    Role.STAFF: SCHOOL,
    Role.ZONE_REVIEWER: ZONE,
    Role.ZONE_ORGANISER: ZONE,
    Role.BUREAU_REVIEWER: BUREAU,
    Role.DISCIPLINE: BUREAU,
    Role.SUPERVISOR: BUREAU,
}
# What of the officer's part goes to the zone's organisers with a school; the rest they see by role
RUNNING = (Act.MANAGE_REGISTER, Act.RUN_CAMPAIGNS)

# What hears of each role given or taken, in the same transaction and before anything else is locked; filled by
# the app that keeps the record
ON_CHANGE: list[Callable[[RoleChange], None]] = []


def roles_of(organisation: Organisation) -> list[Role]:
    """The roles that can be held in such an organisation."""
    return [Role(role) for role, home in HOMES.items() if home == organisation.kind]


@transaction.atomic
def grant(user: User, role: str, organisation: Organisation, by: User | None = None) -> None:
    """Give the person the role there; giving it twice changes nothing. It is put on record.

    Without ``by`` it is the program's own doing, or the command's: nobody is asked. A role that asks
    for a second factor asks for it at once: the person has to sign in anew.
    """
    if by is not None:
        stewards.refuse_role(role, user, organisation, by=by)
    changes = grant_all([user], role, organisation, by)
    _tell(changes)
    if changes and second_factor.is_needed_by(user):
        user.end_sessions()


@transaction.atomic
def grant_all(
    users: Iterable[User], role: str, organisation: Organisation, by: User | None = None
) -> list[RoleChange]:
    """Give everybody the role there, in as many queries as for one person; what was new to them."""
    if role not in roles_of(organisation):
        kind = organisation.get_kind_display()
        raise Refused(f"“{Role(role).label}”不是{kind}的角色，请另选角色或单位")
    held = set(holders(role, organisation).values_list("pk", flat=True))
    wanting = [user for user in users if user.pk not in held]
    if not wanting:
        return []
    _group(role, organisation).user_set.add(*wanting)
    return _remember(wanting, role, organisation, is_grant=True, by=by)


@transaction.atomic
def revoke(user: User, role: str, organisation: Organisation, by: User | None = None) -> None:
    """Take the role away, on record; the person has to sign in anew."""
    if by is not None:
        stewards.refuse_role(role, user, organisation, by=by)
    if not holders(role, organisation).filter(pk=user.pk).exists():
        return
    _tell(_remember([user], role, organisation, is_grant=False, by=by))
    user.groups.remove(_group(role, organisation))
    user.end_sessions()


def holders(role: str, organisation: Organisation) -> UserQuerySet:
    return User.objects.filter(groups__role_group__role=role, groups__role_group__organisation=organisation)


def align_with_matrix(**_signal: object) -> None:
    """After a migration: what every role group may do is what the file says, and for organisers their schools."""
    _align(list(RoleGroup.objects.select_related("organisation")))


def align_organisers(zone: Organisation) -> None:
    """Of which schools the zone's organisers run the selections has changed."""
    _align(
        list(
            RoleGroup.objects.filter(role=Role.ZONE_ORGANISER, organisation=zone).select_related(
                "organisation"
            )
        )
    )


def _remember(
    users: Iterable[User], role: str, organisation: Organisation, *, is_grant: bool, by: User | None
) -> list[RoleChange]:
    changes = []
    for user in users:
        user.forget_reach()
        changes.append(
            RoleChange(user=user, organisation=organisation, role=role, is_grant=is_grant, changed_by=by)
        )
    return RoleChange.objects.bulk_create(changes)


def _tell(changes: Iterable[RoleChange]) -> None:
    for change in changes:
        for listen in ON_CHANGE:
            listen(change)


def _group(role: str, organisation: Organisation) -> Group:
    held = RoleGroup.objects.filter(role=role, organisation=organisation).select_related("group").first()
    if held is None:
        group, _ = Group.objects.get_or_create(name=f"{organisation.path}{role}")
        held = RoleGroup.objects.create(role=role, organisation=organisation, group=group)
        _align([held])
    return held.group


def _run_by(held: RoleGroup) -> list[int]:
    """The schools whose selections the zone has been given to organise."""
    if held.role != Role.ZONE_ORGANISER:
        return []
    running = ZoneOrganising.objects.running().below(held.organisation)
    return list(running.values_list("school", flat=True))


def _align(held: list[RoleGroup]) -> None:
    permissions = dict(
        Permission.objects.filter(
            content_type__app_label="accounts", content_type__model="organisation"
        ).values_list("codename", "pk")
    )
    wanted = {
        (each.group_id, permissions[act], each.organisation_id)
        for each in held
        for act in matrix()[each.role]
    }
    wanted |= {
        (each.group_id, permissions[act], school)
        for each in held
        for school in _run_by(each)
        for act in RUNNING
    }
    rows = OrganisationGroupPermission.objects.filter(group__in=[each.group_id for each in held])
    present = {(row.group_id, row.permission_id, row.content_object_id): row.pk for row in rows}
    rows.filter(pk__in=[pk for key, pk in present.items() if key not in wanted]).delete()
    OrganisationGroupPermission.objects.bulk_create(
        OrganisationGroupPermission(group_id=group, permission_id=permission, content_object_id=organisation)
        for group, permission, organisation in sorted(wanted - present.keys())
    )
