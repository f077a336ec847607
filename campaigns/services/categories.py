"""Which categories of voters are counted apart in a draft, and which of them as one?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from django.db import transaction

from ballots import services as polls
from ballots.models import Poll
from campaigns.models import Round
from selection.accounts.models import User
from selection.reasons import Refused

from .acts import may_record
from .authority import take
from .sittings import beside


class Category(NamedTuple):
    """One category of a draft. ``came_in`` is what it handed in when the round was void for want of ballots."""

    label: str
    voters: int
    weight: int | None
    came_in: int | None
    least: int

    @property
    def is_small(self) -> bool:
        return self.voters < self.least or (self.came_in is not None and self.came_in < self.least)


def of_draft(held: Round) -> list[Category]:
    """None for a poll that isn't a draft, or that isn't broken down."""
    poll = held.poll
    if poll is None or poll.state != Poll.State.DRAFT or not poll.counting.by_category:
        return []
    counting, before = poll.counting, _before(held)
    sizes = Counter(poll.electors.filter(is_recused=False).values_list("category", flat=True))
    came_in: Counter[str] = Counter()
    for label, numbers in before.items():
        came_in[counting.category_of(label)] += numbers["collected"]
    return [
        Category(
            label,
            sizes[label],
            counting.weights.get(label),
            came_in[label] if before else None,
            counting.min_cell,
        )
        for label in sorted(polls.categories_of(poll))
    ]


def _before(held: Round) -> Mapping[str, Mapping[str, int]]:
    """What the categories handed in in the void round before; nothing where there was none."""
    last = last_void(held)
    turnout = last.poll.turnout if last is not None and last.poll is not None else None
    found: Mapping[str, Mapping[str, int]] = (turnout or {}).get("by_category", {})
    return found


def last_void(held: Round) -> Round | None:
    """The void round that this one takes the place of."""
    before = held.campaign.rounds.filter(
        purpose=held.purpose, opening=held.opening, number=held.number - 1, poll__state=Poll.State.VOID
    )
    return before.select_related("poll").first()


@transaction.atomic
def merge(held: Round, categories: Iterable[str], into: str, *, by: User) -> None:
    """In this draft, and in those which are opened with it: one slip admits to all."""
    may_record(take(held.campaign).plan, by)
    chosen = list(categories)
    for each in (held, *beside(held)):
        if each.poll is None:
            raise Refused("这一轮是线下办理的，没有需要合并的类别")
        polls.merge_categories(each.poll, chosen, into, by=by)
