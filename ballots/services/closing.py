"""How does a poll end: shut in time, or declared void?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models.functions import Coalesce

from ballots import keys, locks, meetings, papers, slips
from ballots.models import Channel, Envelope, Poll
from ballots.permissions import may_watch
from ballots.services.authority import ask, ask_owners, out_of_turn, require
from selection import clock
from selection.reasons import Refused
from selection.records import ledgers

if TYPE_CHECKING:
    from selection.accounts.models import User


RESTORED = "数据库从备份恢复，备份之后所投的票已经丢失，启封密钥不再可用，本轮不能计票，须重新组织"


@transaction.atomic
def close(poll: Poll, by: User | None = None) -> None:
    """Shut the urn, still sealed, and store the turnout. ``by`` None is the clock, which waits for its time.

    The effective time is the deadline, however late the clock comes; by hand it is now.
    """
    if by is not None:
        ask_owners(poll)
    locks.exclusive(poll)
    if by is None and (poll.state != Poll.State.OPEN or not _is_due(poll)):
        return
    require(poll.close, by)
    poll.closed_at = min(filter(None, [poll.closes_at, clock.now()]))
    poll.present = meetings.came(poll) or poll.present
    poll.turnout = turnout_of(poll)
    poll.close()
    poll.save()
    ledgers.append(
        poll.ledger,
        "截止投票",
        by=by,
        about=poll.title,
        happened_on=clock.local(poll.closed_at).date(),
        poll=poll.pk,
        **_numbers(poll, poll.turnout),
    )


@transaction.atomic
def void(poll: Poll, by: User, reason: str) -> None:
    """End a round unopened: its numbers stay, its envelopes and its key are destroyed."""
    locks.exclusive(poll)
    require(poll.void, by)
    _void(poll, by, reason)


@transaction.atomic
def abandon(poll: Poll, by: User, reason: str) -> None:
    """Void an uncounted poll because what it belongs to has ended: who may end that was asked there."""
    locks.exclusive(poll)
    require(poll.void, None)
    _void(poll, by, reason)


@transaction.atomic
def void_restored(poll: Poll) -> None:
    """Void a poll that stood open in the backup from which this database was restored."""
    locks.exclusive(poll)
    require(poll.void, None)
    _void(poll, None, RESTORED)


def _void(poll: Poll, by: User | None, reason: str) -> None:
    if not reason.strip():
        raise Refused("请写明作废原因")
    if poll.state == Poll.State.OPEN:
        poll.turnout, poll.closed_at = turnout_of(poll), clock.now()
    poll.void_reason, poll.voided_at = reason.strip()[:300], clock.now()
    poll.void()
    poll.save()
    Envelope.objects.of(poll).delete()
    poll.paper_batches.all().delete()
    numbers = _numbers(poll, poll.turnout) if poll.turnout else {}
    ledgers.append(
        poll.ledger, "作废本轮投票", by=by, about=poll.title, poll=poll.pk, reason=poll.void_reason, **numbers
    )
    transaction.on_commit(lambda: keys.destroy(poll))


@transaction.atomic
def correct_present(poll: Poll, by: User, present: int) -> None:
    """Enter or mend 实到 until the urn is opened."""
    locks.exclusive(poll)
    if poll.state not in (Poll.State.OPEN, Poll.State.CLOSED):
        raise out_of_turn(poll)
    ask(may_watch, poll, by)
    if poll.state == Poll.State.OPEN and meetings.came(poll) is not None:
        raise Refused("实到按签到计，请在签到页补签或撤回")
    entitled = poll.electors.count()
    if present > entitled:
        raise Refused(f"实到{present}人多于应到{entitled}人，请核对")
    if poll.collected is not None and present < poll.collected:
        raise Refused(f"实到{present}人少于收回{poll.collected}份，请核对")
    before, poll.present = poll.present, present
    poll.save(update_fields=["present"])
    ledgers.append(
        poll.ledger, "更正实到人数", by=by, about=poll.title, poll=poll.pk, before=before, present=present
    )


def _is_due(poll: Poll) -> bool:
    return poll.closes_at is not None and poll.closes_at <= clock.now()


def turnout_of(poll: Poll) -> dict[str, Any]:
    """应到, 回避, 发出, 收回; by category only where the poll breaks down by category."""
    entitled = poll.electors.count()
    recused = poll.electors.filter(is_recused=True).count()
    online = Envelope.objects.of(poll).filter(channel=Channel.ONLINE)
    paper = {pile.category: pile.collected for pile in papers.piles(poll)}
    turnout: dict[str, Any] = {
        "entitled": entitled,
        "recused": recused,
        "issued": _issued(poll, entitled - recused),
        "collected": _with_paper(online.count(), paper.values()),
    }
    if paper:
        turnout["paper"] = [pile.as_data() for pile in papers.piles(poll)]
    if poll.is_by_slip:
        turnout["slips"] = [balance.as_data() for balance in slips.balances(poll)]
    if poll.counting.by_category:
        sizes = Counter(poll.electors.values_list("category", flat=True))
        ballots = Counter(online.values_list(Coalesce("elector__category", "slip__category"), flat=True))
        turnout["by_category"] = {
            category: {
                "entitled": size,
                "collected": _with_paper(ballots[category], [paper.get(category, 0)]),
            }
            for category, size in sorted(sizes.items())
        }
    return turnout


def _issued(poll: Poll, voters: int) -> int:
    """Everybody who may vote while accounts may; else the persons who were handed a slip or paper."""
    if not poll.is_by_slip and not poll.is_on_paper:
        return voters
    return slips.handed_out(poll).count() + papers.handed_out(poll).count()


def _with_paper(online: int, paper: Iterable[int | None]) -> int | None:
    """收回, not known while any pile of paper isn't signed for."""
    numbers = list(paper)
    return None if None in numbers else online + sum(filter(None, numbers))


def _numbers(poll: Poll, turnout: dict[str, Any]) -> dict[str, Any]:
    """The turnout for the record; a breakdown by category is in the result only."""
    kept = {key: turnout[key] for key in ("entitled", "recused", "issued", "collected")}
    return {"present": poll.present, **kept}
