"""Where did every ledger stand, as told outside the database?

Who may write to the database may cut a ledger's end and mend the bureau's quotations of it as well, but
not a file that was taken away before.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

from selection import chinese, clock
from selection.accounts.models import Organisation
from selection.reasons import Refused
from selection.records import ledgers
from selection.records.ledgers import Quote
from selection.records.models import Ledger

Told = Mapping[int, list[Quote]]


def told() -> str:
    stands = Ledger.objects.order_by("pk").values_list("pk", "length", "head")
    return ledgers.canonical({"on": clock.today().isoformat(), "ledgers": list(stands)})


def read(file: Path) -> Told:
    try:
        content = json.loads(file.read_text(encoding="utf-8"))
        on = date.fromisoformat(content["on"])
        return {pk: [Quote(length, head, on)] for pk, length, head in content["ledgers"] if length}
    except (OSError, ValueError, KeyError, TypeError):
        raise Refused(f"看不懂 {file}：请指定备份目录里的 heads.json") from None


def missing(outside: Told) -> Iterator[str]:
    """Ledgers that are told of, here or by a bureau, and are gone as a whole."""
    known = set(Ledger.objects.values_list("pk", flat=True))
    within = [ledgers.quotes_of(bureau) for bureau in Organisation.objects.filter(parent=None)]
    for quotes in (*within, outside):
        for pk in sorted(quotes.keys() - known):
            last = quotes[pk][-1]
            yield f"编号为{pk}的全程纪实整本缺失（{chinese.day(last.on)}收录时有{last.length}条）"
