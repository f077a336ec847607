"""Which organisations review, in which order: the rulebook's chain met with the school's place."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from campaigns.rulesets.values import Level
from selection.accounts.models import Organisation
from selection.accounts.roles import Role

ACTS = {Role.ZONE_REVIEWER: "review_zone", Role.BUREAU_REVIEWER: "review_bureau"}


def levels(chain: Iterable[Level], organisation: Organisation) -> list[dict[str, Any]]:
    """The review's levels; one that the school lacks (直属学校 has no zone) is skipped."""
    found = []
    for level in chain:
        reviewer = organisation.zone if level.role == Role.ZONE_REVIEWER else organisation.bureau
        if reviewer is not None:
            found.append(
                {
                    "role": str(level.role),
                    "act": ACTS[Role(level.role)],
                    "organisation": reviewer.pk,
                    "label": level.label,
                }
            )
    return found
