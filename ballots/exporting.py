"""What does somebody need who counts a released poll again, without this program?

Its opened sections, its rules with the numbers of the round, and the chain of the record that sealed
both. ``tools/recount.py`` reads them.
"""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from selection import clock
from selection.reasons import Refused
from selection.records import ledgers

if TYPE_CHECKING:
    from ballots.models import Poll

SCHEMA = 1
UNRELEASED = "结果提供之后才能导出；请先启封计票并提供结果"
DAWN = (1980, 1, 1, 0, 0, 0)  # a zip's earliest time: the same poll gives the same bytes


def archive(poll: Poll) -> bytes:
    """rules.json, sections.jsonl and ledger.jsonl in one file."""
    if poll.state != poll.State.RELEASED:
        raise Refused(UNRELEASED)
    parts = {
        "rules.json": ledgers.canonical(rules(poll)) + "\n",
        "sections.jsonl": "".join(f"{line}\n" for line in sections(poll)),
        "ledger.jsonl": "".join(f"{line}\n" for line in _entries(poll)),
    }
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, text in parts.items():
            packed.writestr(zipfile.ZipInfo(name, DAWN), text, zipfile.ZIP_DEFLATED)
    return file.getvalue()


def name(poll: Poll) -> str:
    day = clock.local(poll.released_at).date() if poll.released_at else clock.today()
    return f"{poll.title}-计票数据-{day.isoformat()}.zip"


def rules(poll: Poll) -> dict[str, Any]:
    """All by which the poll was held and is counted, but for the ballots."""
    subjects = poll.subjects.order_by("position").values_list("key", "label", "note", "contest")
    return {
        "schema": SCHEMA,
        "poll": poll.pk,
        "title": poll.title,
        "organisation": poll.organisation.name,
        "kind": poll.kind,
        "definition": poll.definition,
        "asks_remarks": poll.asks_remarks,
        "subjects": [list(subject) for subject in subjects],
        "present": poll.present,
        "turnout": poll.turnout,
        "spoiled": poll.spoiled,
    }


def sections(poll: Poll) -> list[str]:
    """Each opened section as one line, sorted: the order in which they lie tells nothing and changes nothing."""
    rows = poll.ballots.values_list("section", "category", "content")
    return sorted(ledgers.canonical(list(row)) for row in rows.iterator())


def digest(lines: Iterable[str]) -> str:
    digest = hashlib.sha256()
    for line in lines:
        digest.update(f"{line}\n".encode())
    return digest.hexdigest()


def _entries(poll: Poll) -> Iterator[str]:
    for number, text, its_digest in poll.ledger.entries.values_list("number", "text", "digest"):
        yield ledgers.canonical({"number": number, "text": text, "digest": its_digest})
