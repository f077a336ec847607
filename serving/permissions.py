"""May this user see, enter or confirm what concerns that person in a post? Recusal comes first (R-25)."""

from __future__ import annotations

from functools import partial

from django.db.models import Q

from personnel.models import StaffMember
from selection.accounts.acts import Act
from selection.accounts.models import User
from selection.records.models.delegations import stood_in_for


def is_concerned(staff: StaffMember, user: User) -> bool:
    """The person, or a relative of the person."""
    return StaffMember.objects.close_to(user).filter(pk=staff.pk).exists()


def own_petitions(user: User) -> Q:
    """The reviews of petitions about the user or a relative (R-25)."""
    return Q(petition__tenures__staff__in=StaffMember.objects.close_to(user))


def may_keep(staff: StaffMember, user: User) -> bool:
    """The officer's part: enter what was found, decided or done about the person."""
    return user.may(Act.MANAGE_REGISTER, staff.organisation) and not is_concerned(staff, user)


def may_confirm(staff: StaffMember, user: User) -> bool:
    """The second person's part."""
    act, place = Act.CONFIRM_ACTS, staff.organisation
    stands_in = stood_in_for(user, act, place, partial(is_concerned, staff)) is not None
    return (user.may(act, place) or stands_in) and not is_concerned(staff, user)
