"""How does one person's ballot get into the urn, once and unread?

Nothing here is logged, cached or kept in a session, and no sentence repeats what was chosen.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import transaction
from django.db.models import TextChoices
from django.views.decorators.debug import sensitive_variables

from ballots import keys, locks
from ballots.models import Channel, Elector, Envelope, Poll
from ballots.sheets import BallotPaper, paper_of
from selection import clock
from selection.reasons import Refused

if TYPE_CHECKING:
    from selection.accounts.models import User

Choices = Mapping[str, Any]


class Standing(TextChoices):
    """How a person stands to a poll; the label is what they are told."""

    MAY_VOTE = "may_vote", "请投票"
    VOTED = "voted", "您已投票，以首次提交为准"
    WAITING = "waiting", "投票还没有开始，请等候通知"
    ENDED = "ended", "投票已截止，不再收票"
    VOIDED = "voided", "本轮投票已作废，是否重新组织请等候通知"
    RECUSED = "recused", "您在本次投票中回避，不参加投票"
    STRANGER = "stranger", "您不在本次投票的应到名册上，如有疑问请联系工作人员"


class AlreadyVoted(Refused):
    """The person's envelope was there before."""

    def __init__(self) -> None:
        super().__init__(Standing.VOTED.label)


def standing(poll: Poll, user: User) -> Standing:
    """What ``user`` may do or has done here; who has voted is known only until the urn is opened."""
    elector = poll.electors.filter(user=user).first()
    answer = _standing(poll, elector)
    if elector and Envelope.objects.filter(elector=elector).exists():
        return Standing.VOTED
    return answer


def _standing(poll: Poll, elector: Elector | None) -> Standing:
    """The same, but for whether they have voted: only the urn's unique key decides that."""
    if elector is None:
        return Standing.STRANGER
    if poll.state == Poll.State.DRAFT:
        return Standing.WAITING
    if poll.state == Poll.State.VOID:
        return Standing.VOIDED
    if poll.state != Poll.State.OPEN or (poll.closes_at is not None and poll.closes_at <= clock.now()):
        return Standing.ENDED
    return Standing.RECUSED if elector.is_recused else Standing.MAY_VOTE


@sensitive_variables()
@transaction.atomic
def cast(poll: Poll, user: User, choices: Choices, remarks: Mapping[str, str] | None = None) -> None:
    """Seal what ``user`` chose and put it into the urn; when this returns and commits, it is there.

    ``choices`` maps a section (a subject, in a choice the contest) to an answer, or to answers by
    question. Whatever is left out is 弃权.
    """
    locks.shared(poll)
    elector = poll.electors.filter(user=user).select_related("poll").first()
    if elector is None or (answer := _standing(elector.poll, elector)) is not Standing.MAY_VOTE:
        raise Refused(Standing.STRANGER.label if elector is None else answer.label)
    sealed = _seal(elector.poll, paper_of(poll), choices, remarks)
    if not _drop(Envelope(elector=elector, channel=Channel.ONLINE, sealed=sealed)):
        raise AlreadyVoted


@sensitive_variables()
def _seal(poll: Poll, paper: BallotPaper, choices: Choices, remarks: Mapping[str, str] | None) -> bytes:
    return keys.seal(bytes(poll.public_key or b""), paper.encode(paper.fill(choices, remarks)))


@sensitive_variables()
def _drop(envelope: Envelope) -> bool:
    return Envelope.objects.drop(envelope)


def cast_for_remaining(poll: Poll, chooser: Callable[[Elector], Choices | None]) -> int:
    """Demo only: let those who haven't voted do so as ``chooser`` says (None stays away); gives how many.

    A chooser may also give a pair of choices and remarks.
    """
    if not settings.DEMO:
        raise Refused("只有演示环境可以代为投票")
    remaining = poll.electors.filter(is_recused=False, envelope=None, user__isnull=False)
    return sum(_cast_for(poll, elector, chooser(elector)) for elector in remaining.select_related("user"))


def _cast_for(poll: Poll, elector: Elector, chosen: Any) -> bool:
    if chosen is None or elector.user is None:
        return False
    choices, remarks = chosen if isinstance(chosen, tuple) else (chosen, None)
    cast(poll, elector.user, choices, remarks)
    return True
