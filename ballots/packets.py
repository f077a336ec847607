"""Which paper does a person hold, and which comes next where there are several to fill in?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.views.decorators.debug import sensitive_variables

from ballots.models import Channel, Elector, Envelope, Poll, Slip, Subject
from ballots.queries import PollQuerySet
from ballots.slips import digest
from selection import clock

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


def held(public_id: UUID, user: User) -> Poll | None:
    """The poll and its paper in one statement; none for whoever is not on its roll, and no draft."""
    subjects = (
        Subject.objects.filter(poll__public_id=public_id, poll__electors__user=user)
        .exclude(poll__state=Poll.State.DRAFT)
        .select_related("poll__organisation")
    )
    return _with_paper(subjects)


def kept(public_id: UUID) -> Poll | None:
    """An opened poll as this process first read it: only what its opening fixed can be relied on."""
    try:
        return _opened(public_id)
    except Poll.DoesNotExist:
        return None


@lru_cache(maxsize=64)
def _opened(public_id: UUID) -> Poll:
    subjects = Subject.objects.filter(poll__public_id=public_id).exclude(poll__state=Poll.State.DRAFT)
    poll = _with_paper(subjects.select_related("poll__organisation"))
    if poll is None:
        raise Poll.DoesNotExist
    return poll


@sensitive_variables()
def held_by_slip(public_id: UUID, code: str) -> Poll | None:
    """The same for whoever holds a slip."""
    subjects = (
        Subject.objects.filter(poll__public_id=public_id, poll__slips__code_digest=digest(code))
        .exclude(poll__state=Poll.State.DRAFT)
        .select_related("poll__organisation")
    )
    return _with_paper(subjects)


@sensitive_variables()
def next_by_slip(code: str) -> Poll | None:
    """The first open paper to which the slip still admits, in one statement."""
    subjects = (
        Subject.objects.filter(
            Q(poll__closes_at=None) | Q(poll__closes_at__gt=clock.now()),
            poll__state=Poll.State.OPEN,
            poll__slips__code_digest=digest(code),
            poll__slips__state=Slip.State.ISSUED,
            poll__slips__envelope=None,
        )
        .select_related("poll__organisation")
        .order_by("poll", "position")
    )
    return _with_paper(subjects)


@sensitive_variables()
def last_by_slip(code: str) -> Poll | None:
    """The poll by which to say why a slip admits to nothing any more: an open one if there is one."""
    known = Poll.objects.filter(slips__code_digest=digest(code)).select_related("organisation")
    return min(known, key=lambda poll: (poll.state != Poll.State.OPEN, -poll.pk), default=None)


@sensitive_variables()
def progress_by_slip(poll: Poll, code: str) -> Progress | None:
    if poll.packet_id is None:
        return None
    mine = Slip.objects.filter(
        poll__packet=poll.packet_id, poll__state=Poll.State.OPEN, code_digest=digest(code)
    )
    return _progress(mine.values_list(Exists(Envelope.objects.filter(slip=OuterRef("pk"))), flat=True))


def _with_paper(subjects: QuerySet[Subject]) -> Poll | None:
    """What stands on a paper is fixed by the opening, so it need not be read twice."""
    first = next(iter(subjects), None)
    if first is None:
        return None
    poll: Poll = first.poll
    subjects._result_cache = [each for each in subjects if each.poll_id == poll.pk]
    poll._prefetched_objects_cache = {"subjects": subjects}
    return poll


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
    return _progress(mine.values_list(Exists(Envelope.objects.filter(elector=OuterRef("pk"))), flat=True))


def coming(poll: Poll, user: User) -> int:
    """With how many papers of the meeting ``user`` will vote by account; none without this one."""
    drafts = _drafts_of_meeting(poll).filter(channel=Channel.ONLINE)
    mine = drafts.filter(electors__user=user, electors__is_recused=False).values_list("pk", flat=True)
    return len(mine) if poll.pk in mine else 0


@sensitive_variables()
def coming_by_slip(poll: Poll, code: str) -> int:
    """The same for whoever holds a slip."""
    slips = {"slips__code_digest": digest(code), "slips__state": Slip.State.ISSUED}
    return _drafts_of_meeting(poll).filter(**slips).count()


def _drafts_of_meeting(poll: Poll) -> PollQuerySet:
    return Poll.objects.of_meeting(poll).filter(state=Poll.State.DRAFT)


def _progress(are_cast: Iterable[bool]) -> Progress | None:
    papers = list(are_cast)
    return Progress(sum(papers), len(papers)) if len(papers) > 1 else None


def handled_by(user: User) -> PollQuerySet:
    """The open polls in which ``user`` has nothing left to do: voted, or recused."""
    electors = Elector.objects.filter(poll=OuterRef("pk"), user=user)
    polls = (
        Poll.objects.of_voter(user)
        .filter(state=Poll.State.OPEN)
        .exclude(pk__in=Poll.objects.waiting_for(user))
    )
    return polls.annotate(
        is_recused=Exists(electors.filter(is_recused=True)),
        has_paper=Exists(electors.filter(envelope__channel=Channel.PAPER)),
    ).order_by("-pk")
