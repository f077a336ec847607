"""How is the urn opened and counted, once, all or nothing?"""

from __future__ import annotations

import secrets
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db import transaction
from nacl.exceptions import CryptoError

from ballots import exporting, keys, locks, results, slips
from ballots.models import Ballot, Channel, Envelope, Poll, Remark, Tally
from ballots.services.authority import ask_owners, require
from ballots.services.opening import paper_digest, roll_digest
from ballots.sheets import BallotPaper, Mark, Sheet, paper_of
from ballots.tallies import tally
from selection import clock
from selection.reasons import Refused
from selection.records import ledgers

if TYPE_CHECKING:
    from selection.accounts.models import User

BATCH = 2000
_random = secrets.SystemRandom()


@dataclass
class Opened:
    """What came out of the urn, torn into sections; in memory only, and only while counting."""

    sections: dict[tuple[str, str], list[Mark]] = field(default_factory=lambda: defaultdict(list))
    remarks: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    valid: int = 0
    spoiled: int = 0
    blank: int = 0


@transaction.atomic
def count(poll: Poll, by: User) -> None:
    """Open every envelope, keep shuffled sections and sums, drop the envelopes, destroy the key.

    The key goes after the commit; should the process die in between, the next tick sweeps it.
    """
    ask_owners(poll)
    locks.exclusive(poll)
    require(poll.count, by)
    if reasons := list(obstacles(poll)):
        raise Refused(reasons)
    paper = paper_of(poll)
    opened = _open_all(poll, paper)
    _store(poll, paper, opened)
    Envelope.objects.of(poll).delete()
    poll.valid, poll.spoiled, poll.blank = opened.valid, opened.spoiled, opened.blank
    poll.counted_at = clock.now()
    poll.count()
    poll.save()
    ledgers.append(
        poll.ledger,
        "启封计票",
        by=by,
        about=poll.title,
        poll=poll.pk,
        collected=poll.collected,
        valid=poll.valid,
        spoiled=poll.spoiled,
        sections=exporting.digest(exporting.sections(poll)),
        result=result_digest(poll),
    )
    transaction.on_commit(lambda: keys.destroy(poll))


@transaction.atomic
def release(poll: Poll, by: User) -> None:
    """Hand the result to those who may know it; who they are is the affair of whoever ordered the poll."""
    locks.exclusive(poll)
    require(poll.release, by)
    poll.released_at = clock.now()
    poll.release()
    poll.save()
    ledgers.append(
        poll.ledger, "提供投票结果", by=by, about=poll.title, poll=poll.pk, result=result_digest(poll)
    )


def obstacles(poll: Poll) -> Iterator[str]:
    """Everything that keeps a closed urn from being opened."""
    verdict, collected = poll.validity, poll.collected
    if collected is None:
        yield "投票尚未截止"
        return
    if verdict is not None and not verdict.holds:
        yield f"{verdict.sentence}，不得启封；请作废本轮，重新组织"
    if poll.present is not None and collected > poll.present:
        yield f"收回{collected}份，多于实到{poll.present}人，请先更正实到人数"
    yield from _small_categories(poll)
    yield from slips.faults(slips.balances(poll))
    if poll.roll_digest != roll_digest(poll) or poll.paper_digest != paper_digest(poll):
        yield "名册或票样与开始投票时不一致，不得启封；请作废本轮，重新组织"
    if Envelope.objects.of(poll).filter(channel=Channel.ONLINE).count() != collected:
        yield "封存的票数与截止时不一致，不得启封；请作废本轮，重新组织"


def _small_categories(poll: Poll) -> Iterator[str]:
    least = poll.counting.min_cell
    for category, numbers in (poll.turnout or {}).get("by_category", {}).items():
        if numbers["collected"] < least:
            few = f"{category or '未分类'}收回{numbers['collected']}份，少于{least}份"
            yield f"{few}，不得启封；请作废本轮，合并类别后重新组织"


def _open_all(poll: Poll, paper: BallotPaper) -> Opened:
    box, opened, unreadable = keys.opener(poll), Opened(), 0
    envelopes = Envelope.objects.of(poll).filter(channel=Channel.ONLINE)
    rows = envelopes.values_list("sealed", "elector__category", "slip__category")
    by_category = poll.counting.by_category
    for sealed, of_elector, of_slip in rows.iterator(chunk_size=BATCH):
        try:
            text = box.decrypt(bytes(sealed or b""))
        except CryptoError:
            unreadable += 1
            continue
        _tear(opened, paper, paper.decode(text), (of_elector or of_slip or "") if by_category else "")
    if unreadable:
        raise Refused(f"有{unreadable}份密封票无法启封，未计票；请作废本轮，重新组织投票")
    return opened


def _tear(opened: Opened, paper: BallotPaper, sheet: Sheet | None, category: str) -> None:
    if sheet is None:
        opened.spoiled += 1
        return
    opened.valid += 1
    opened.blank += paper.is_blank(sheet)
    for key, mark in sheet.marks.items():
        opened.sections[key, category].append(mark)
    for key, text in sheet.remarks.items():
        opened.remarks[key].append(text)


def _store(poll: Poll, paper: BallotPaper, opened: Opened) -> None:
    """Sections and remarks in an order of their own each, under random keys; then the sums."""
    subjects = {subject.key: subject for subject in poll.subjects.all()}
    for (key, category), marks in opened.sections.items():
        _random.shuffle(marks)
        Ballot.objects.bulk_create(
            (Ballot(poll=poll, section=key, category=category, content=mark) for mark in marks), BATCH
        )
    for key, texts in opened.remarks.items():
        _random.shuffle(texts)
        Remark.objects.bulk_create((Remark(subject=subjects[key], text=text) for text in texts), BATCH)
    Tally.objects.bulk_create(
        Tally(poll=poll, subject=subjects[key], category=category, counts=counts)
        for key, category, counts in _sums(paper, opened)
    )


def _sums(paper: BallotPaper, opened: Opened) -> Iterator[tuple[str, str, dict[str, int]]]:
    categories = sorted({category for _, category in opened.sections} - {""})
    for section in paper.sections:
        every = [mark for (key, _), marks in opened.sections.items() if key == section.key for mark in marks]
        for subject, counts in tally(section, every).items():
            yield subject, "", counts
        for category in categories:
            for subject, counts in tally(section, opened.sections[section.key, category]).items():
                yield subject, category, counts


def result_digest(poll: Poll) -> str:
    """A digest of the result's sentences, for the ledger: the figures themselves are not for all who read it."""
    return exporting.digest(results.lines(poll))
