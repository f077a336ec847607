"""How long does a sanction stand against a promotion? (R-10, R-37)"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from campaigns.eligibility.counting import months_after
from personnel.models import Sanction

# Kinds whose period the decision itself sets aren't here: without a typed end they are 待核.
MONTHS: Mapping[str, int] = {
    Sanction.Kind.ADMONITION: 6,
    Sanction.Kind.PARTY_WARNING: 12,
    Sanction.Kind.PARTY_SERIOUS_WARNING: 18,
    Sanction.Kind.WARNING: 6,
    Sanction.Kind.DEMERIT: 12,
    Sanction.Kind.SERIOUS_DEMERIT: 18,
    Sanction.Kind.DEMOTION: 24,
}


def sanction_until(kind: str, decided_on: date, until: date | None = None) -> date | None:
    """The last day of the effect: as registered, else by the kind; None where neither tells."""
    if until is not None or kind not in MONTHS:
        return until
    return months_after(decided_on, MONTHS[kind]) - timedelta(days=1)
