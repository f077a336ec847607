"""Who may give whom a role, or a way to a new password?

The officer keeps the school's accounts, and the leaders confirm what the officer enters: so whoever runs a
school's selections makes nobody its leader and prints no leader a slip, and nobody gives a role to oneself.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q

from selection.accounts.acts import Act, Role
from selection.accounts.models import Organisation, User, UserQuerySet
from selection.reasons import Refused

SECOND_PERSON = "教育局审核员、学区组织员或本校另一名学校领导"
IN_TRUST = (Role.LEADER, Role.OFFICER)  # the accounts that lie with those who manage leaders


def objection(role: str, person: User, organisation: Organisation, *, by: User) -> str:
    """Why ``by`` neither gives nor takes the role; empty where nothing speaks against it."""
    if person == by:
        return "不能给自己授予或收回角色，请由其他有权管理账号的人办理"
    runs = by.may(Act.RUN_CAMPAIGNS, organisation)
    if by.may(Act.MANAGE_LEADERS, organisation) and role in IN_TRUST and not (runs and role == Role.LEADER):
        return ""
    if role == Role.LEADER:
        return f"“学校领导”由{SECOND_PERSON}授予或收回"
    if not by.may(Act.MANAGE_ACCOUNTS, organisation):
        return f"“{Role(role).label}”由本校人事干部授予或收回"
    return ""


def refuse_role(role: str, person: User, organisation: Organisation, *, by: User) -> None:
    if said := objection(role, person, organisation, by=by):
        raise Refused(said)


def resettable_by(user: User) -> UserQuerySet:
    """The accounts for which ``user`` may print a set-password slip."""
    kept = Q(organisation__in=user.organisations_for(Act.MANAGE_ACCOUNTS)) & ~Q(pk__in=_held(Role.LEADER))
    trusted = Q(organisation__in=user.organisations_for(Act.MANAGE_LEADERS).schools())
    confirming = Q(organisation__in=user.organisations_for(Act.RUN_CAMPAIGNS), pk__in=_held(Role.LEADER))
    return User.objects.filter(kept | trusted & Q(pk__in=_held(*IN_TRUST)) & ~Q(pk=user.pk) & ~confirming)


def refuse_slips(people: Iterable[User], *, by: User) -> None:
    people = list(people)
    allowed = set(resettable_by(by).filter(pk__in=[each.pk for each in people]).values_list("pk", flat=True))
    if others := [each.name for each in people if each.pk not in allowed]:
        raise Refused(
            f"不能由您打印{'、'.join(others)}的纸条：学校领导的由{SECOND_PERSON}打印，其他人的由本校人事干部打印"
        )


def refuse_reset(person: User, *, by: User) -> None:
    """A second factor is taken away by whoever may also print the slip, but never one's own."""
    if person == by:
        raise Refused("不能清除自己的两步验证：换手机请在“我的账号”里办理")
    if not resettable_by(by).filter(pk=person.pk).exists():
        raise Refused(f"学校领导的两步验证由{SECOND_PERSON}清除，其他人的由本校人事干部清除")


def _held(*roles: str) -> UserQuerySet:
    return User.objects.filter(groups__role_group__role__in=roles).values("pk")
