"""Which number and account does a person get, and how do the two stay in step?

The staff number is the login, so it is unique over all schools.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import count, islice

from personnel.models import StaffMember
from selection.accounts import roles
from selection.accounts.acts import Role
from selection.accounts.models import Organisation, User

TAIL = 4


def issue(organisation: Organisation, how_many: int, avoid: Iterable[str] = ()) -> list[str]:
    """The school's next free numbers: its key and a running number, digits only to be typed on a phone.

    Call it under a lock of the organisation's row.
    """
    if not how_many:
        return []
    prefix = f"{organisation.pk:03d}"
    taken = set(avoid) | set(
        User.objects.filter(username__startswith=prefix).values_list("username", flat=True)
    )
    known = StaffMember.objects.filter(staff_number__startswith=prefix)
    taken |= set(known.values_list("staff_number", flat=True))
    return list(islice(_free(prefix, taken), how_many))


def _free(prefix: str, taken: set[str]) -> Iterator[str]:
    last = max((int(each[-TAIL:]) for each in taken if _is_issued(each, prefix)), default=0)
    candidates = (f"{prefix}{number:0{TAIL}d}" for number in count(last + 1))
    return (number for number in candidates if number not in taken)


def _is_issued(number: str, prefix: str) -> bool:
    return number.isdecimal() and len(number) == len(prefix) + TAIL and number.startswith(prefix)


def open_accounts(people: list[StaffMember], by: User | None) -> list[User]:
    """An account without a usable password for each, with the staff role in the person's school."""
    accounts = [
        User(username=person.staff_number, name=person.name, organisation=person.organisation)
        for person in people
    ]
    for account in accounts:
        account.set_unusable_password()
    accounts = User.objects.bulk_create(accounts)
    if people:
        roles.grant_all(accounts, Role.STAFF, people[0].organisation, by)
    return accounts


def keep_account_in_step(staff: StaffMember) -> None:
    """Login and shown name follow the register; whoever has left can't sign in."""
    if staff.user is None:
        return
    staff.user.username = staff.staff_number
    staff.user.name = staff.name
    staff.user.is_active = staff.left_on is None
    staff.user.save(update_fields=["username", "name", "is_active"])
