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
from ballots.drawn import paper_of
from ballots.models import Channel, Elector, Envelope, Poll, Slip
from ballots.sheets import BallotPaper
from ballots.slips import digest, handed_out, sharing
from selection import clock
from selection.reasons import Refused

if TYPE_CHECKING:
    from selection.accounts.models import User

Choices = Mapping[str, Any]
# Asked for every page and vote, so in SQL: the ORM needs longer to write it than the database to answer.
STANDS = (
    "SELECT poll.id, poll.state, poll.closes_at, poll.channel, poll.public_key, owner.id AS owner, {mark} AS mark,"
    " (SELECT channel FROM ballots_envelope WHERE {owned_by} = owner.id) AS envelope"
    " FROM ballots_poll AS poll JOIN {owners} AS owner ON owner.poll_id = poll.id"
    " WHERE poll.id = %s AND {known_by} = %s"
)
ELECTOR = STANDS.format(
    owners="ballots_elector", known_by="owner.user_id", mark="owner.is_recused", owned_by="elector_id"
)
SLIP = STANDS.format(
    owners="ballots_slip", known_by="owner.code_digest", mark="owner.state", owned_by="slip_id"
)


class Standing(TextChoices):
    """How a person stands to a poll; the label is what they are told."""

    MAY_VOTE = "may_vote", "请投票"
    VOTED = "voted", "您已投票，以首次提交为准"
    WAITING = "waiting", "投票还没有开始，请等候通知"
    ENDED = "ended", "投票已截止，不再收票"
    VOIDED = "voided", "本轮投票已作废，是否重新组织请等候通知"
    RECUSED = "recused", "您在本次投票中回避，不参加投票"
    BY_SLIP = "by_slip", "本次投票凭码条参加，请向现场工作人员领取码条"
    BY_PAPER = "by_paper", "本次投票用纸质票，请向现场工作人员领取"
    HAS_PAPER = "has_paper", "您已领取纸质票，请填写纸质票；要改用手机，请先把没有填的纸质票交还工作人员"
    SLIP_VOID = "slip_void", "这张码条已经作废，请向现场工作人员更换"
    NO_SLIP = "no_slip", "没有这个码，请对照码条重新输入；仍不行请向现场工作人员求助"
    STRANGER = "stranger", "您不在本次投票的应到名册上，如有疑问请联系工作人员"


class AlreadyVoted(Refused):
    """The person's envelope was there before."""

    def __init__(self) -> None:
        super().__init__(Standing.VOTED.label)


def standing(poll: Poll, user: User) -> Standing:
    """What ``user`` may do or has done here; who has voted is known only until the urn is opened."""
    now = _now(ELECTOR, poll, user.pk)
    answer = _standing(now)
    if now is None or now.is_by_slip:
        return answer
    if now.envelope == Channel.PAPER:
        return Standing.HAS_PAPER if answer in (Standing.MAY_VOTE, Standing.BY_PAPER) else answer
    return Standing.VOTED if now.envelope else answer


def _standing(now: Any) -> Standing:
    """The same, but for whether they have voted: only the urn's unique key decides that."""
    if now is None:
        return Standing.STRANGER
    answer = _of_state(now)
    if answer is not Standing.MAY_VOTE:
        return answer
    if now.mark:
        return Standing.RECUSED
    if now.is_on_paper:
        return Standing.BY_PAPER
    return Standing.BY_SLIP if now.is_by_slip else Standing.MAY_VOTE


@sensitive_variables()
def slip_standing(poll: Poll, code: str) -> Standing:
    """The same for whoever holds this slip."""
    now = _now(SLIP, poll, digest(code))
    return Standing.VOTED if now is not None and now.envelope else _slip_standing(now)


def _slip_standing(now: Any) -> Standing:
    if now is None:
        return Standing.NO_SLIP
    return Standing.SLIP_VOID if now.mark == Slip.State.VOID else _of_state(now)


def _of_state(poll: Poll) -> Standing:
    if poll.state == Poll.State.DRAFT:
        return Standing.WAITING
    if poll.state == Poll.State.VOID:
        return Standing.VOIDED
    if poll.state != Poll.State.OPEN or (poll.closes_at is not None and poll.closes_at <= clock.now()):
        return Standing.ENDED
    return Standing.MAY_VOTE


@sensitive_variables()
@transaction.atomic
def cast(
    poll: Poll,
    user: User,
    choices: Choices,
    remarks: Mapping[str, str] | None = None,
    *,
    insists: bool = False,
) -> None:
    """Seal what ``user`` chose and put it into the urn; when this returns and commits, it is there.

    ``choices`` maps a section (a subject, in a choice the contest) to an answer, or to answers by
    question. Whatever is left out is 弃权. A ballot that says more than it may is taken only from
    somebody who was told what becomes of it and ``insists``.
    """
    locks.shared(poll)
    now = _now(ELECTOR, poll, user.pk)
    if (answer := _standing(now)) is not Standing.MAY_VOTE:
        raise Refused(answer.label)
    sealed = _seal(now, paper_of(poll), choices, remarks, insists)
    if not _drop(Envelope(elector_id=now.owner, channel=Channel.ONLINE, sealed=sealed)):
        raise AlreadyVoted


@sensitive_variables()
@transaction.atomic
def cast_by_slip(
    poll: Poll,
    code: str,
    choices: Choices,
    remarks: Mapping[str, str] | None = None,
    *,
    insists: bool = False,
) -> None:
    """The same for whoever holds a slip; nobody here knows who that is."""
    locks.shared(poll)
    now = _now(SLIP, poll, digest(code))
    if (answer := _slip_standing(now)) is not Standing.MAY_VOTE:
        raise Refused(answer.label)
    sealed = _seal(now, paper_of(poll), choices, remarks, insists)
    if not _drop(Envelope(slip_id=now.owner, channel=Channel.ONLINE, sealed=sealed)):
        raise AlreadyVoted


def _now(statement: str, poll: Poll, known_by: Any) -> Any:
    """The poll as it stands, with the ``owner`` of an envelope, its channel, and their ``mark``.

    Of an elector the mark says whether they are recused, of a slip in which state it is.

    None for a stranger. It is settled only under the poll's lock.
    """
    return next(iter(Poll.objects.raw(statement, [poll.pk, known_by])), None)


@sensitive_variables()
def _seal(
    poll: Poll,
    paper: BallotPaper,
    choices: Choices,
    remarks: Mapping[str, str] | None,
    insists: bool = False,
) -> bytes:
    sheet = paper.fill(choices, remarks)
    if not insists and (flaws := paper.flaws(sheet)):
        raise Refused(flaws)
    return keys.seal(bytes(poll.public_key or b""), paper.encode(paper.settled(sheet)))


@sensitive_variables()
def _drop(envelope: Envelope) -> bool:
    return Envelope.objects.drop(envelope)


def cast_for_remaining(poll: Poll, chooser: Callable[[Elector], Choices | None]) -> int:
    """Demo only: let those who haven't voted do so as ``chooser`` says (None stays away); gives how many.

    A chooser may also give a pair of choices and remarks.
    """
    if not settings.DEMO:
        raise Refused("只有演示环境可以代为投票")
    if poll.is_by_slip:
        return _draw_and_cast(poll, chooser)
    remaining = poll.electors.filter(is_recused=False, envelope=None, user__isnull=False)
    return sum(_cast_for(poll, elector, chooser(elector)) for elector in remaining.select_related("user"))


def _cast_for(poll: Poll, elector: Elector, chosen: Any) -> bool:
    if chosen is None or elector.user is None:
        return False
    choices, remarks = chosen if isinstance(chosen, tuple) else (chosen, None)
    cast(poll, elector.user, choices, remarks)
    return True


def _draw_and_cast(poll: Poll, chooser: Callable[[Elector], Choices | None]) -> int:
    """Those who hold an unused slip vote; the others draw one, as long as there are any, and vote too."""
    free = iter(list(poll.slips.filter(state=Slip.State.ISSUED, envelope=None)))
    holding = handed_out(poll).count() - Envelope.objects.filter(slip__poll=poll).count()
    voters = [
        *list(handed_out(poll))[: max(holding, 0)],
        *poll.electors.filter(is_recused=False, envelope=None),
    ]
    cast = 0
    for elector in voters:
        chosen = chooser(elector)
        slip = next(free, None) if chosen is not None else None
        if slip is None or chosen is None:
            continue
        sealed = _seal(poll, paper_of(poll), chosen, None)
        with transaction.atomic():
            for each in sharing(poll):
                for person in each.electors.filter(user=elector.user, name=elector.name, envelope=None)[:1]:
                    _drop(Envelope(elector=person, channel=Channel.SLIP))
            cast += _drop(Envelope(slip=slip, channel=Channel.ONLINE, sealed=sealed))
    return cast
