"""Which paper comes next for a person who has several to fill in?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef

from ballots.models import Elector, Envelope, Poll
from ballots.queries import PollQuerySet

if TYPE_CHECKING:
    from selection.accounts.models import User


@dataclass(frozen=True)
class Progress:
    """Of the meeting's open papers: how many there are for this person, how many are in the urn."""

    cast: int
    papers: int

    @property
    def number(self) -> int:
        return min(self.cast + 1, self.papers)


def following(poll: Poll, user: User) -> Poll | None:
    """The next open paper of the same meeting that ``user`` hasn't cast."""
    if poll.packet_id is None:
        return None
    return Poll.objects.waiting_for(user).filter(packet=poll.packet_id).order_by("pk").first()


def progress(poll: Poll, user: User) -> Progress | None:
    """None for a poll that stands alone."""
    if poll.packet_id is None:
        return None
    mine = Elector.objects.filter(
        poll__packet=poll.packet_id, poll__state=Poll.State.OPEN, user=user, is_recused=False
    )
    papers = list(mine.values_list(Exists(Envelope.objects.filter(elector=OuterRef("pk"))), flat=True))
    return Progress(sum(papers), len(papers)) if len(papers) > 1 else None


def handled_by(user: User) -> PollQuerySet:
    """The open polls in which ``user`` has nothing left to do: voted, or recused."""
    electors = Elector.objects.filter(poll=OuterRef("pk"), user=user)
    polls = (
        Poll.objects.of_voter(user)
        .filter(state=Poll.State.OPEN)
        .exclude(pk__in=Poll.objects.waiting_for(user))
    )
    return polls.annotate(is_recused=Exists(electors.filter(is_recused=True))).order_by("-pk")
