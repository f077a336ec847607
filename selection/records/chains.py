"""Through whose hands does a school's review pass?"""

from collections.abc import Iterable
from typing import Any

from selection.accounts.acts import Act, Role
from selection.accounts.models import Organisation

Levels = list[dict[str, Any]]
REVIEWING = {
    Role.ZONE_REVIEWER: (Act.REVIEW_ZONE, "学区"),
    Role.BUREAU_REVIEWER: (Act.REVIEW_BUREAU, "教育局"),
}


def levels_for(organisation: Organisation, roles: Iterable[str]) -> Levels:
    """The chain of a school through the roles; a level that the school lacks is skipped."""
    seats = {Role.ZONE_REVIEWER: organisation.zone, Role.BUREAU_REVIEWER: organisation.bureau}
    return [
        {"role": str(role), "act": str(act), "organisation": seat.pk, "label": label}
        for role in map(Role, roles)
        for act, label in [REVIEWING[role]]
        if (seat := seats[role]) is not None
    ]
