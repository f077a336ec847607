"""Who reads all that is on file about a person? Whoever keeps the register; all others read it veiled.

The table is ``WHOLE``; a birthday veiled is its month, an identity number only that there is one.
"""

from __future__ import annotations

from personnel.models import StaffMember
from selection import chinese
from selection.accounts.acts import Act
from selection.accounts.models import User
from selection.fields import mask_identity

# Which act lets one read the particular; without it the page has the second form
WHOLE = {"born": Act.MANAGE_REGISTER, "identity": Act.MANAGE_REGISTER, "health": Act.MANAGE_REGISTER}
NOT_SHOWN = "仅人事干部可见"


def seen_by(reader: User, staff: StaffMember) -> dict[str, str]:
    """Particular → as ``reader`` reads it; empty where nothing is on file."""
    forms = {"born": _born(staff), "identity": _identity(staff), "health": _health(staff)}
    return {
        name: whole if reader.may(WHOLE[name], staff.organisation) else veiled
        for name, (whole, veiled) in forms.items()
    }


def _born(staff: StaffMember) -> tuple[str, str]:
    if staff.born is None:
        return "", ""
    month = f"{staff.born:%Y.%m}"
    return chinese.day(staff.born) if staff.born_day_known else month, month


def _identity(staff: StaffMember) -> tuple[str, str]:
    return (mask_identity(staff.identity), "已登记") if staff.identity else ("", "")


def _health(staff: StaffMember) -> tuple[str, str]:
    whole = {True: "是", False: "否", None: ""}[staff.is_healthy]
    return whole, NOT_SHOWN
