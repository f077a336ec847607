"""What of a school's materials has been kept long enough?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from campaigns.eligibility.counting import anniversary
from keeping.holdings import HOLDINGS, Item
from keeping.kinds import Kind, kinds
from keeping.models import DestructionLine
from selection import clock
from selection.accounts.models import Organisation, User
from selection.records.models import Ledger


class Due(NamedTuple):
    """An item whose years are over since ``until``."""

    kind: Kind
    item: Item
    until: date

    @property
    def name(self) -> str:
        """As it is named in a form."""
        return f"{self.kind.key}:{self.item.key}"


def due(school: Organisation, reader: User) -> list[Due]:
    """What may be listed; the reader's own matters, and relatives', are for others to list (R-25)."""
    own = set(Ledger.objects.concerning(reader).values_list("pk", flat=True))
    return [each for each in _over(school) if each.item.ledger not in own]


def _over(school: Organisation) -> Iterator[Due]:
    gone = set(DestructionLine.objects.destroyed_at(school).values_list("kind", "key"))
    for key, kind in kinds().items():
        for item in HOLDINGS[key].found(school):
            until = anniversary(item.since, kind.years)
            if until <= clock.today() and (key, item.key) not in gone:
                yield Due(kind, item, until)
