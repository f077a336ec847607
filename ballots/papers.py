"""How many ballots of paper are out, how many came back, and what do the two ways give away apart?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from django.db.models import QuerySet
from django.db.models.functions import Coalesce

from ballots.batches import COLLECTED
from ballots.models import Channel, Elector, Envelope, PaperBatch, Poll
from ballots.slips import UNFINISHED, pile

COUNTED_IN = (Poll.State.CLOSED, Poll.State.COUNTED, Poll.State.RELEASED)


def handed_out(poll: Poll) -> QuerySet[Elector]:
    """The persons who were handed a ballot of paper."""
    return poll.electors.filter(envelope__channel=Channel.PAPER)


def lacking(poll: Poll) -> QuerySet[Elector]:
    """Whom paper may be offered: all but the recused and those who hold a slip or paper.

    Who has voted by account is among them: while the poll is open nobody is told.
    """
    holding = poll.electors.filter(envelope__channel__in=[Channel.PAPER, Channel.SLIP])
    return poll.electors.filter(is_recused=False).exclude(pk__in=holding)


@dataclass(frozen=True)
class Pile:
    """The ballots of paper of one category: how many persons took one, how many came back (signed for)."""

    category: str
    issued: int
    collected: int | None

    @property
    def label(self) -> str:
        return f"{self.category}的纸质票" if self.category else "纸质票"

    @property
    def sentence(self) -> str:
        """What keeps the round from being counted; empty once a scrutineer has signed."""
        if self.collected is not None:
            return ""
        return f"{self.label}发出{self.issued}份，还没有录入并由监票人签字，不能计票；请在“纸质票”页办理"

    def as_data(self) -> dict[str, Any]:
        return asdict(self)


def piles(poll: Poll) -> list[Pile]:
    """Those of which any ballot is out. Once the urn is opened they are what they were then."""
    if poll.turnout is not None and poll.state not in UNFINISHED:
        return [Pile(**data) for data in poll.turnout.get("paper", [])]
    issued = Counter(pile(poll, category) for category in handed_out(poll).values_list("category", flat=True))
    back = {batch.category: batch.counted[COLLECTED] for batch in signed(poll)}
    return [Pile(category, number, back.get(category)) for category, number in sorted(issued.items())]


def signed(poll: Poll) -> QuerySet[PaperBatch]:
    return poll.paper_batches.filter(signed_by__isnull=False)


def faults(piles: Iterable[Pile]) -> list[str]:
    return [pile.sentence for pile in piles if pile.sentence]


@dataclass(frozen=True)
class Split:
    """How many of one category came on paper and how many in the system; paper that is not counted yet, as issued."""

    category: str
    paper: int
    online: int


def splits(poll: Poll) -> list[Split]:
    """One for each pile, of a poll that is open or closed or, from the turnout, counted."""
    turnout = poll.turnout or {}
    if poll.is_counted:
        by_category = turnout.get("by_category", {})
        return [
            Split(
                each.category, each.collected or 0, _all(turnout, by_category, each) - (each.collected or 0)
            )
            for each in piles(poll)
        ]
    cast = Counter(_categories_of_cast(poll))
    return [
        Split(each.category, each.issued if each.collected is None else each.collected, cast[each.category])
        for each in piles(poll)
    ]


def _all(turnout: Mapping[str, Any], by_category: Mapping[str, Any], pile: Pile) -> int:
    collected: int = by_category[pile.category]["collected"] if by_category else turnout["collected"]
    return collected


def _categories_of_cast(poll: Poll) -> Iterator[str]:
    cast = Envelope.objects.of(poll).filter(channel=Channel.ONLINE)
    for category in cast.values_list(Coalesce("elector__category", "slip__category"), flat=True):
        yield pile(poll, category)


def is_split_finely(poll: Poll) -> bool:
    """Whether the two ways taken apart show a group smaller than the least cell."""
    least = poll.counting.min_cell
    return any(
        split.paper and split.online and min(split.paper, split.online) < least for split in splits(poll)
    )
