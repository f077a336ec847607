"""How does a poll begin, and what is fixed from then on?"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from itertools import chain, islice
from types import EllipsisType
from typing import TYPE_CHECKING, Any

from django.db import transaction

from ballots import disclosure, keys, locks, meetings, pulse, slips
from ballots.definitions import Counting
from ballots.models import Packet, Poll
from ballots.services import entrusting
from ballots.services.authority import OBJECTIONS, ask_owners, require
from ballots.verdicts import Counts, Verdict, Words, judge
from selection import clock
from selection.reasons import Refused
from selection.records import ledgers

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from selection.accounts.models import User

HANDFUL = 2000


@transaction.atomic
def open_poll(
    poll: Poll, by: User, present: int | None = None, closes_at: datetime | EllipsisType | None = ...
) -> None:
    """Freeze roll and paper, make the key unless it was rehearsed, let people vote. ``present`` is 实到.

    ``closes_at`` ``...`` keeps the deadline of the draft; None leaves the end to those who hold the poll.
    The key's file is on the disk before this commits, so no poll stands open without one.
    """
    ask_owners(poll)
    locks.exclusive(poll)
    require(poll.open, by)
    poll.present = _present(poll, present)
    if not isinstance(closes_at, EllipsisType):
        poll.closes_at = closes_at
    if reasons := list(obstacles(poll)):
        raise Refused(reasons)
    poll.roll_digest, poll.paper_digest = roll_digest(poll), paper_digest(poll)
    if not poll.is_shared:
        poll.public_key = keys.create(poll)
    poll.opened_at = clock.now()
    poll.open()
    poll.save()
    transaction.on_commit(lambda: pulse.forget(poll), robust=True)
    ledgers.append(
        poll.ledger,
        "开始投票",
        by=by,
        about=poll.title,
        poll=poll.pk,
        entitled=poll.electors.count(),
        recused=poll.electors.filter(is_recused=True).count(),
        present=poll.present,
        roll=poll.roll_digest,
        paper=poll.paper_digest,
    )


def _present(poll: Poll, typed: int | None) -> int | None:
    """实到: by check-in where there is one, else as typed now or when the poll was drawn up."""
    came = meetings.came(poll)
    if came is not None and typed not in (None, came):
        raise Refused(f"实到按签到计，现为{came}人，与填写的{typed}人不一致，请在签到页核对")
    return next((number for number in (came, typed) if number is not None), poll.present)


@transaction.atomic
def open_packet(
    packet: Packet, by: User, present: int | None = None, closes_at: datetime | EllipsisType | None = ...
) -> None:
    """Open all polls of the meeting together, or none and every reason why."""
    drafts = list(packet.polls.filter(state=Poll.State.DRAFT).order_by("pk"))
    if not drafts:
        raise Refused("没有待开始的投票")
    reasons: list[str] = []
    for poll in drafts:
        try:
            with transaction.atomic():
                open_poll(poll, by, present, closes_at)
        except Refused as refusal:
            reasons += [f"{poll.title}：{reason}" for reason in refusal.reasons]
    if reasons:
        raise Refused(reasons)


def obstacles(poll: Poll) -> Iterator[str]:
    """Everything that keeps a draft from being opened."""
    counting = poll.counting
    entitled = poll.electors.count()
    if not poll.electors.filter(is_recused=False).exists():
        yield "名册上没有可以投票的人员，请先编制应到名册"
    if poll.closes_at is not None and poll.closes_at <= clock.now():
        yield "截止时间已过，请先改期"
    if poll.present is not None and poll.present > entitled:
        yield f"实到{poll.present}人多于应到{entitled}人，请核对"
    elif (verdict := opening_verdict(poll)) is not None and not verdict.holds:
        yield verdict.sentence
    if counting.by_category:
        yield from _small_categories(poll, counting)
    if counting.weights:
        yield from _unweighted(poll, counting)
    if poll.is_by_slip:
        yield from _other_rolls(poll)
    yield from entrusting.obstacles(poll)
    yield from disclosure.subtractions(poll)
    for objections in OBJECTIONS:
        yield from objections(poll)


def opening_verdict(poll: Poll) -> Verdict | None:
    """Are enough present to begin? None where no bar is set or 实到 isn't known beforehand."""
    bar, noun = poll.counting.opening, poll.counting.noun
    if bar is None or poll.present is None:
        return None
    recused = poll.electors.filter(is_recused=True).count()
    counts = Counts(poll.electors.count(), recused, present=poll.present)
    return judge(bar, poll.present, counts, Words("实到", "人", f"可以开始{noun}", f"不能开始{noun}"))


def _unweighted(poll: Poll, counting: Counting) -> Iterator[str]:
    voting = set(poll.electors.filter(is_recused=False).values_list("category", flat=True))
    for category in sorted(voting - set(counting.weights)):
        yield f"{category or '未分类'}没有设定权重，请与其他类别合并"
    for category in sorted(set(counting.weights) - voting):
        yield f"{category}设有权重，名册上却没有这一类可以投票的人，请与其他类别合并"


def _other_rolls(poll: Poll) -> Iterator[str]:
    """One slip admits to all papers of the packet, so it must be for the same persons."""
    rows = "user", "name", "category", "is_recused"
    mine = set(poll.electors.values_list(*rows))
    for other in slips.sharing(poll):
        if other != poll and set(other.electors.values_list(*rows)) != mine:
            yield f"与“{other.title}”共用一张码条，但两份应到名册不一致，请重新准备后再开始"


def _small_categories(poll: Poll, counting: Counting) -> Iterator[str]:
    sizes = Counter(poll.electors.filter(is_recused=False).values_list("category", flat=True))
    for category, size in sorted(sizes.items()):
        if size < counting.min_cell:
            name = category or "未分类"
            yield f"{name}只有{size}人，少于分类统计所需的{counting.min_cell}人，请与其他类别合并"


def roll_digest(poll: Poll) -> str:
    """A digest of who stands on the roll, as what, and who was deducted why."""
    electors = poll.electors.order_by("pk").values_list("pk", "user", "name", "category", "is_recused")
    deductions = poll.deductions.order_by("pk").values_list("name", "category", "reason")
    digest = hashlib.sha256(b"[")
    for piece in chain(_written(electors), ",", _written(deductions), "]"):
        digest.update(piece.encode())
    return digest.hexdigest()


def _written(rows: QuerySet[Any, Any]) -> Iterator[str]:
    """The rows as one canonical list, however many: a handful at a time."""
    yield "["
    comma, unread = "", rows.iterator()
    while handful := list(islice(unread, HANDFUL)):
        yield comma + ledgers.canonical(handful)[1:-1]
        comma = ","
    yield "]"


def paper_digest(poll: Poll) -> str:
    """A digest of all that is asked and of how it is counted."""
    subjects = poll.subjects.order_by("position").values_list("key", "label", "note", "contest")
    return ledgers.sha256(ledgers.canonical([poll.kind, poll.definition, poll.asks_remarks, list(subjects)]))
