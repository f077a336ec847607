"""How does a ledger read on a page?"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from selection import clock
from selection.accounts.models import User
from selection.records.models import LedgerEntry

SYSTEM = "系统"


@dataclass(frozen=True)
class Line:
    """One entry, ready to show."""

    number: int
    act: str
    who: str
    happened_on: date
    at: datetime
    is_backfilled: bool
    details: str
    digest: str


def lines(entries: Iterable[LedgerEntry]) -> list[Line]:
    """The entries with the names of those who wrote them, in one further query."""
    read = [(entry, entry.content) for entry in entries]
    names = dict(
        User.objects.filter(pk__in={content["by"] for _entry, content in read}).values_list("pk", "name")
    )
    return [_line(entry, content, names) for entry, content in read]


def _line(entry: LedgerEntry, content: dict[str, Any], names: dict[int, str]) -> Line:
    return Line(
        number=entry.number,
        act=content["act"],
        who=names.get(content["by"], SYSTEM),
        happened_on=date.fromisoformat(content["happened_on"]),
        at=clock.local(datetime.fromisoformat(content["at"])),
        is_backfilled=content["backfilled"],
        details="；".join(value for value in content["payload"].values() if value and isinstance(value, str)),
        digest=entry.digest,
    )
