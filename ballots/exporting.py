"""What does somebody need who counts a released poll again, without this program?

Its opened sections, its rules with the numbers of the round, and the chain of the record that sealed
both. ``tools/recount.py`` reads them.
"""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any

from ballots import papers
from selection import clock
from selection.reasons import Refused
from selection.records import ledgers

if TYPE_CHECKING:
    from ballots.models import Poll

SCHEMA = 1
HANDFUL = 2000
UNRELEASED = "结果提供之后才能导出；请先启封计票并提供结果"
SPLIT = "纸质票或系统内的票很少，导出的数据会把它们分开列出，不能导出；要核对结果，请监票人对照纸质票和监票计票报告单"
DAWN = (1980, 1, 1, 0, 0, 0)  # a zip's earliest time: the same poll gives the same bytes


def archive(poll: Poll) -> bytes:
    """rules.json, sections.jsonl and ledger.jsonl in one file."""
    if poll.state != poll.State.RELEASED:
        raise Refused(UNRELEASED)
    if papers.is_split_finely(poll):
        raise Refused(SPLIT)
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
        "paper": paper(poll),
    }


def paper(poll: Poll) -> list[list[Any]]:
    """What was signed of the ballots of paper: category, and the number of each cell."""
    return [[batch.category, batch.counted] for batch in papers.signed(poll)]


def paper_digest(poll: Poll) -> str:
    return ledgers.sha256(ledgers.canonical(paper(poll)))


def sections(poll: Poll) -> list[str]:
    """Each opened section as one line, sorted: the order in which they lie tells nothing and changes nothing."""
    rows = poll.ballots.values_list("section", "category", "content")
    return sorted(ledgers.canonical(list(row)) for row in rows.iterator())


def digest(lines: Iterable[str]) -> str:
    digest = hashlib.sha256()
    unread = iter(lines)
    while handful := "".join(f"{line}\n" for line in islice(unread, HANDFUL)):
        digest.update(handful.encode())
    return digest.hexdigest()


def _entries(poll: Poll) -> Iterator[str]:
    for number, text, its_digest in poll.ledger.entries.values_list("number", "text", "digest"):
        yield ledgers.canonical({"number": number, "text": text, "digest": its_digest})
