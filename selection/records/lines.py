"""How does a ledger read on a page?"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from selection import chinese, clock
from selection.accounts.models import User
from selection.records.models import LedgerEntry

SYSTEM = "系统"
DIGEST = re.compile(r"[0-9a-f]{32,}")
CODE = re.compile(r"[A-Za-z_]+\d*")
FIRST = ("title", "person")
DAY = re.compile(r"\d{4}-\d\d-\d\d")


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
        details="；".join(_readable(content["payload"])),
        digest=entry.digest,
    )


def _readable(payload: dict[str, Any]) -> list[str]:
    """The texts of an entry, its title or person first; references, codes and digests are for the machine."""
    texts = {name: value for name, value in payload.items() if value and isinstance(value, str)}
    ordered = [texts[name] for name in sorted(texts, key=lambda name: name not in FIRST)]
    told = [text for text in ordered if not DIGEST.fullmatch(text) and not CODE.fullmatch(text)]
    return list(dict.fromkeys(_in_words(text) for text in told))


def _in_words(text: str) -> str:
    return chinese.day(date.fromisoformat(text)) if DAY.fullmatch(text) else text.rstrip("。")
