"""What may the projector and two thousand waiting phones ask every few seconds?

Titles, states and numbers of people; never a content. One answer is kept for all watchers of a
meeting, and one of them a second asks the database, in one statement; an opening is seen at once. Each
process looks at the shared answer four times a second at most.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.core.cache import cache, caches
from django.db.models import F, Func, IntegerField, OuterRef, Q, QuerySet, Subquery

from ballots.definitions import Counting
from ballots.meetings import Quorum, quorum
from ballots.models import Channel, CheckIn, Elector, Envelope, Poll

FRESH = 1
KEPT = 60
MOMENT = 0.25


@dataclass(frozen=True)
class Glance:
    """One poll as anybody in the room may see it."""

    public_id: UUID
    title: str
    state: str
    closes_at: datetime | None
    entitled: int
    present: int | None
    collected: int | None
    quorum: Quorum | None

    @property
    def is_draft(self) -> bool:
        return self.state == Poll.State.DRAFT

    @property
    def is_open(self) -> bool:
        return self.state == Poll.State.OPEN

    @property
    def word(self) -> str:
        """未开始, 投票中, and after the close one word for whatever follows."""
        if self.state == Poll.State.VOID:
            return "本轮已作废"
        return Poll.State(self.state).label if self.is_draft or self.is_open else "投票已截止"


def glances(public_id: UUID) -> tuple[Glance, ...]:
    """The poll and those of its packet, little more than a second old; nothing where there is no such poll."""
    mine = caches["process"]
    seen: tuple[Glance, ...] | None = mine.get(f"pulse:{public_id}")
    if seen is None:
        seen = _shared(public_id)
        if seen:
            mine.set(f"pulse:{public_id}", seen, MOMENT)
    return seen


def forget(poll: Poll) -> None:
    """The poll has moved on: whoever asks next, by whichever paper of the packet, looks anew."""
    known = list(Poll.objects.of_meeting(poll).values_list("public_id", flat=True))
    cache.delete_many([f"pulse-fresh:{public_id}" for public_id in known])
    caches["process"].delete_many([f"pulse:{public_id}" for public_id in known])


def _shared(public_id: UUID) -> tuple[Glance, ...]:
    """Whoever finds the answer stale renews it, the others meanwhile take the one that is there."""
    key, fresh = f"pulse:{public_id}", f"pulse-fresh:{public_id}"
    kept: tuple[Glance, ...] | None = cache.get(key)
    if cache.add(fresh, True, FRESH) or kept is None:
        kept = _look(public_id)
        if kept:
            cache.set(key, kept, KEPT)
    return kept


def state_of(public_id: UUID) -> str:
    """Of the poll alone, for a waiting phone; empty where there is none."""
    return next((each.state for each in glances(public_id) if each.public_id == public_id), "")


def _look(public_id: UUID) -> tuple[Glance, ...]:
    packet = Poll.objects.filter(public_id=public_id).values("packet")
    polls = Poll.objects.filter(Q(public_id=public_id) | Q(packet__in=packet)).order_by("pk")
    electors = Elector.objects.filter(poll=OuterRef("pk"))
    # A cast envelope has content and belongs to the roll or to a slip.
    cast = Envelope.objects.filter(channel=Channel.ONLINE)
    rows = polls.annotate(
        entitled=_number(electors),
        recused=_number(electors.filter(is_recused=True)),
        came=_number(CheckIn.objects.filter(elector__poll=OuterRef("pk"))),
        by_account=_number(cast.filter(elector__poll=OuterRef("pk"))),
        by_slip=_number(cast.filter(slip__poll=OuterRef("pk"))),
    )
    return tuple(
        _glance(poll, poll.entitled, poll.recused, poll.came, poll.by_account + poll.by_slip) for poll in rows
    )


def _number(rows: QuerySet) -> Subquery:
    """How many rows, in the same statement: a count over all of them is one row, also of none."""
    counted = rows.order_by().annotate(number=Func(F("pk"), function="COUNT")).values("number")
    return Subquery(counted, output_field=IntegerField())


def _glance(poll: Poll, entitled: int, recused: int, came: int, cast: int) -> Glance:
    counting = Counting.from_data(poll.definition)
    present = came or poll.present
    if present is None and counting.opening is not None:
        present = 0
    collected = cast if poll.state == Poll.State.OPEN else poll.collected
    if poll.is_on_paper and poll.state == Poll.State.OPEN:
        collected = None  # what lies in the box is not known
    light = quorum(counting, entitled, recused, present or 0)
    return Glance(
        poll.public_id,
        poll.title,
        poll.state,
        poll.closes_at,
        entitled,
        present,
        collected,
        light,
    )
