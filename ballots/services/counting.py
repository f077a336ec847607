"""How is the urn opened and counted, once, all or nothing?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import islice
from types import MappingProxyType
from typing import TYPE_CHECKING

from django.db import transaction
from django.views.decorators.debug import sensitive_variables
from nacl.exceptions import CryptoError
from nacl.public import SealedBox

from ballots import batches, exporting, keys, locks, papers, results, slips
from ballots.drawn import paper_of
from ballots.heaps import heap
from ballots.models import Ballot, Channel, Envelope, Poll, Remark, Tally
from ballots.opened import Opened
from ballots.permissions import may_count
from ballots.services import unlocking
from ballots.services.authority import ON_COUNTED, ask_owners, require
from ballots.services.opening import paper_digest, roll_digest
from selection import clock
from selection.reasons import Refused
from selection.records import ledgers

if TYPE_CHECKING:
    from selection.accounts.models import User

HANDFUL = 2000


@transaction.atomic
@sensitive_variables()
def count(poll: Poll, by: User, passphrases: Mapping[int, str] = MappingProxyType({})) -> None:
    """Open every envelope, keep shuffled sections and sums, drop the envelopes, destroy the key.

    ``passphrases`` are the holders', where scrutineers hold the key. The key goes after the commit; should the
    process die in between, the next tick sweeps it.
    """
    ask_owners(poll)
    locks.exclusive(poll)
    _refuse_others(poll, by)
    require(poll.count, by)
    if reasons := list(obstacles(poll)):
        raise Refused(reasons)
    opened, sections = _empty(poll, unlocking.opener(poll, passphrases))
    Envelope.objects.of(poll).delete()
    _add_paper(poll, opened)
    poll.counted_at = clock.now()
    poll.count()
    poll.save()
    ledgers.append(
        poll.ledger,
        "启封计票",
        by=by,
        about=poll.title,
        poll=poll.pk,
        issued=(poll.turnout or {})["issued"],
        collected=poll.collected,
        valid=poll.valid,
        spoiled=poll.spoiled,
        sections=sections,
        paper=exporting.paper_digest(poll),
        result=result_digest(poll),
        **unlocking.took_part(poll, passphrases),
    )
    for follow in ON_COUNTED:
        follow(poll)
    transaction.on_commit(lambda: keys.destroy(poll))


def _refuse_others(poll: Poll, by: User) -> None:
    names = "、".join(user.name for user in poll.scrutineers.all())
    if poll.state == Poll.State.CLOSED and names and not may_count(poll, by):
        raise Refused(f"启封计票由{names}办理，请在他们的账号中进行")


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
    if poll.turnout is None:
        yield "投票尚未截止"
        return
    verdict, collected, piles = poll.validity, poll.collected, papers.piles(poll)
    yield from papers.faults(piles)
    if collected == 0 and (verdict is None or verdict.holds):
        yield "没有收回选票，不能计票；请作废本轮，重新组织"
    if verdict is not None and not verdict.holds:
        yield f"{verdict.sentence}，不得启封；请作废本轮，重新组织"
    if collected is not None and poll.present is not None and collected > poll.present:
        yield f"收回{collected}份，多于实到{poll.present}人，请先更正实到人数"
    yield from _small_categories(poll)
    yield from unlocking.too_few(poll)
    yield from slips.faults(slips.balances(poll))
    if poll.roll_digest != roll_digest(poll) or poll.paper_digest != paper_digest(poll):
        yield "名册或票样与开始投票时不一致，不得启封；请作废本轮，重新组织"
    if collected is not None and collected != _online(poll) + sum(pile.collected or 0 for pile in piles):
        yield "封存的票数与截止时不一致，不得启封；请作废本轮，重新组织"


def _online(poll: Poll) -> int:
    return Envelope.objects.of(poll).filter(channel=Channel.ONLINE).count()


def _small_categories(poll: Poll) -> Iterator[str]:
    least = poll.counting.min_cell
    for category, numbers in (poll.turnout or {}).get("by_category", {}).items():
        if numbers["collected"] is not None and numbers["collected"] < least:
            few = f"{category or '未分类'}收回{numbers['collected']}份，少于{least}份"
            yield f"{few}，不得启封；请作废本轮，合并类别后重新组织"


def _empty(poll: Poll, box: SealedBox) -> tuple[Opened, str]:
    """Open everything and store what came out; gives it, with the digest of all sections."""
    subjects = {subject.key: subject for subject in poll.subjects.all()}
    with heap("torn_sections") as sections, heap("torn_remarks") as remarks:
        opened = Opened(paper_of(poll), subjects, sections, remarks)
        _open_all(poll, opened, box)
        _store(poll, opened)
        return opened, exporting.digest(line for line, number in sections.lines() for _ in range(number))


def _open_all(poll: Poll, opened: Opened, box: SealedBox) -> None:
    unreadable = 0
    ballots = _sealed(poll)
    while handful := list(islice(ballots, HANDFUL)):
        sheets: Counter[tuple[bytes, str]] = Counter()
        for sealed, category in handful:
            try:
                sheets[box.decrypt(sealed), category] += 1
            except CryptoError:
                unreadable += 1
        opened.take(sheets)
    if unreadable:
        raise Refused(f"有{unreadable}份密封票无法启封，未计票；请作废本轮，重新组织投票")


def _sealed(poll: Poll) -> Iterator[tuple[bytes, str]]:
    """Every ballot as it lies in the urn, with the category in which it counts."""
    envelopes = Envelope.objects.of(poll).filter(channel=Channel.ONLINE)
    by_category = poll.counting.by_category
    rows = envelopes.values_list("sealed", "elector__category", "slip__category")
    for sealed, of_elector, of_slip in rows.iterator(chunk_size=HANDFUL):
        yield bytes(sealed or b""), (of_elector or of_slip or "") if by_category else ""


def _store(poll: Poll, opened: Opened) -> None:
    """Sections and remarks in an order of their own each, under random keys; then the sums."""
    opened.sections.pour(
        Ballot, poll_id=str(poll.pk), section="torn ->> 0", category="torn ->> 1", content="torn -> 2"
    )
    opened.remarks.pour(Remark, subject_id="CAST(torn ->> 0 AS bigint)", text="torn ->> 1")
    sums = batches.added(opened.sums, opened.paper, papers.signed(poll))
    Tally.objects.bulk_create(
        Tally(poll=poll, subject=opened.subjects[key], category=category, counts=counts)
        for (key, category), counts in sums.items()
    )


def _add_paper(poll: Poll, opened: Opened) -> None:
    signed = list(papers.signed(poll))
    poll.valid = opened.valid + batches.total(signed, batches.VALID)
    poll.spoiled = opened.spoiled + batches.total(signed, batches.SPOILED)
    poll.blank = opened.blank + batches.total(signed, batches.BLANK)
    by_hand = batches.written_in(opened.paper, signed)
    poll.written_in = {key: opened.written_in[key] + named for key, named in by_hand.items()} or None


def result_digest(poll: Poll) -> str:
    """A digest of the result's sentences, for the ledger: the figures themselves are not for all who read it."""
    return exporting.digest(results.lines(poll))
