"""When was anything last put down about a selection?"""

from __future__ import annotations

import json
from datetime import datetime
from typing import NamedTuple

from django.db.models import OuterRef, QuerySet, Subquery

from campaigns.models import Campaign
from selection import clock
from selection.records.models import LedgerEntry


class Pace(NamedTuple):
    campaign: Campaign
    last_at: datetime | None

    @property
    def days(self) -> int:
        """Since the last entry; 0 where there is none yet."""
        return (clock.today() - clock.local(self.last_at).date()).days if self.last_at else 0


def pace_of(campaigns: QuerySet[Campaign]) -> list[Pace]:
    """In one query, in the order given."""
    entries = LedgerEntry.objects.filter(ledger=OuterRef("plan__ledger")).order_by("-number")
    found = campaigns.annotate(last_entry=Subquery(entries.values("text")[:1]))
    return [Pace(each, _at(each.last_entry)) for each in found]


def _at(text: str | None) -> datetime | None:
    return datetime.fromisoformat(json.loads(text)["at"]) if text else None
