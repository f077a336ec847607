"""How is a ballot of paper handed out, and how do those that came back enter the count?

A person who is handed paper gets the one envelope of theirs, without content: whoever comes second, by
whatever way, meets its unique key. What came back is counted after the close, by two clerks who don't
see each other's numbers, and signed by a scrutineer who is neither of them.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.views.decorators.debug import sensitive_variables

from ballots import batches, locks, meetings, papers, permissions
from ballots.drawn import paper_of
from ballots.models import Channel, Elector, Envelope, PaperBatch, PaperEntry, Poll
from ballots.services.authority import ask, ask_owners, record
from ballots.services.closing import turnout_of
from ballots.services.slipping import same_persons
from selection import clock
from selection.reasons import Refused

if TYPE_CHECKING:
    from selection.accounts.models import User

ONE_BY_ONE = "可以用账号投票的，纸质票请一个一个地发"
OVER = "投票已经截止，不再发放纸质票"
SIGNED = "这批纸质票已由监票人签字，不能再改"
AGREED = "两人录入已经一致，等监票人签字；如有差错，请监票人退回重录"
UNKNOWN_CELLS = "录入的格与票样不一致，请刷新页面后重新录入"


def papers_of_meeting(poll: Poll) -> list[Poll]:
    """The polls whose papers a person takes in one go: this one and those of the meeting not yet closed."""
    return Poll.objects.select_related("organisation").together(poll, state__in=meetings.RUNNING)


def refuse_to_print(poll: Poll, by: User, wanted: Mapping[str, int]) -> None:
    """Blank ballots hold nothing to keep, so they are only asked for, not recorded."""
    ask(permissions.may_run, poll, by)
    if poll.state not in meetings.RUNNING:
        raise Refused("投票已经截止，不再印制选票")
    if not any(wanted.values()):
        raise Refused("请填写要印制的张数")


@transaction.atomic
def hand_out_paper(poll: Poll, by: User, electors: Collection[int]) -> int:
    """These persons take a ballot of paper for every open poll of the meeting; gives how many.

    One at a time where accounts may vote, so that nobody finds out by a list who has voted.
    """
    polls = _take_open(poll, by)
    chosen = list(poll.electors.filter(pk__in=electors))
    if not chosen:
        raise Refused("请先选择领取纸质票的人")
    if len(chosen) > 1 and poll.channel == Channel.ONLINE:
        raise Refused(ONE_BY_ONE)
    if recused := [person.name for person in chosen if person.is_recused]:
        raise Refused(f"{'、'.join(recused)}在本次投票中回避，不发纸质票")
    for person in chosen:
        _hand_to(person, polls)
    record(polls, by, "登记领取纸质票", number=len(chosen))
    return len(chosen)


def _hand_to(person: Elector, polls: list[Poll]) -> None:
    took = False
    for each in polls:
        for own in same_persons(each, [person], holding=False):
            if Envelope.objects.drop(Envelope(elector=own, channel=Channel.PAPER)):
                took = True
            else:
                _refuse_second(own)
    if not took:
        raise Refused(f"{person.name}已经投票，不能再领纸质票")


def _refuse_second(person: Elector) -> None:
    """Whoever cast one paper of the meeting by account may still take the others on paper."""
    held = Envelope.objects.filter(elector=person).values_list("channel", flat=True).first()
    if held == Channel.PAPER:
        raise Refused(f"{person.name}已领取纸质票，每人只领一份")
    if held == Channel.SLIP:
        raise Refused(f"{person.name}已领取码条，不能再领纸质票；没有用的码条交还后，可先撤回领取登记")


@transaction.atomic
def take_back_paper(poll: Poll, by: User, elector: int) -> None:
    """The ballot was given back unused, or never taken: the person may vote another way."""
    polls = _take_open(poll, by)
    person = papers.handed_out(poll).filter(pk=elector).first()
    if person is None:
        raise Refused("这个人没有领取登记，请刷新页面")
    for each in polls:
        mine = same_persons(each, [person], holding=True)
        Envelope.objects.filter(elector__in=mine, channel=Channel.PAPER).delete()
    record(polls, by, "撤回纸质票领取登记", elector=person.pk)


def _take_open(poll: Poll, by: User) -> list[Poll]:
    """Hold every open poll of the meeting, as those do who cast: the unique key decides between them."""
    ask_owners(poll)
    polls = papers_of_meeting(poll)
    for each in polls:
        locks.shared(each)
        each.refresh_from_db(fields=["state", "closes_at"])
    ask(permissions.may_run, poll, by)
    if poll.state == Poll.State.DRAFT:
        raise Refused("投票还没有开始，请在开始后发放纸质票")
    if poll.state != Poll.State.OPEN or (poll.closes_at is not None and poll.closes_at <= clock.now()):
        raise Refused(OVER)
    return [each for each in polls if each.state == Poll.State.OPEN]


@transaction.atomic
@sensitive_variables("numbers")
def enter_paper(poll: Poll, by: User, category: str, numbers: batches.Numbers) -> None:
    """What one clerk counted in a pile, in place of what the same clerk entered before."""
    pile = _take_closed(poll, by, category, permissions.may_enter)
    _refuse_faults(poll, numbers, pile)
    batch, _created = PaperBatch.objects.get_or_create(poll=poll, category=category)
    _refuse_done(batch)
    others = [entry.clerk.name for entry in batch.entries.exclude(clerk=by).select_related("clerk")]
    if len(others) > 1:
        raise Refused(f"这批纸质票已由{'、'.join(others)}录入，每批由两人各录一份")
    PaperEntry.objects.update_or_create(batch=batch, clerk=by, defaults={"numbers": dict(numbers)})
    record([poll], by, "录入纸质票", category=category)


def _refuse_faults(poll: Poll, numbers: batches.Numbers, pile: papers.Pile) -> None:
    paper = paper_of(poll)
    known = batches.cells(paper)
    if set(numbers) != set(known) or any(type(each) is not int or each < 0 for each in numbers.values()):
        raise Refused(UNKNOWN_CELLS)
    if wrong := [fault.sentence for fault in batches.located_faults(paper, numbers, pile.issued)]:
        raise Refused(wrong)


def _refuse_done(batch: PaperBatch) -> None:
    if batch.is_signed:
        raise Refused(SIGNED)
    if batch.is_agreed:
        raise Refused(AGREED)


@transaction.atomic
def sign_paper(poll: Poll, by: User, category: str) -> None:
    """Two clerks counted alike: from here on their numbers are those of the pile, for good."""
    _take_closed(poll, by, category, permissions.may_sign)
    batch = _batch(poll, category)
    if not batch.is_agreed:
        raise Refused("两人录入还没有一致，不能签字")
    entries = list(batch.entries.all())
    if by.pk in {entry.clerk_id for entry in entries}:
        raise Refused("录入人不能为自己录入的票数签字，请另一位监票人签字")
    batch.numbers, batch.signed_by, batch.signed_at = entries[0].numbers, by, clock.now()
    batch.save()
    poll.turnout = turnout_of(poll)
    poll.save(update_fields=["turnout"])
    record([poll], by, "签字确认纸质票", category=category)


@transaction.atomic
def enter_paper_again(poll: Poll, by: User, category: str, reason: str) -> None:
    """Both entries go, whoever made them: the ballots were counted wrongly, or by the wrong person."""
    _take_closed(poll, by, category, permissions.may_enter)
    batch = _batch(poll, category)
    if not reason.strip():
        raise Refused("请写明退回的原因")
    batch.entries.all().delete()
    record([poll], by, "退回重录纸质票", category=category, reason=reason.strip()[:100])


def _batch(poll: Poll, category: str) -> PaperBatch:
    batch = poll.paper_batches.filter(category=category).first()
    if batch is None:
        raise Refused("这批纸质票还没有录入")
    if batch.is_signed:
        raise Refused(SIGNED)
    return batch


def _take_closed(poll: Poll, by: User, category: str, may: Any) -> papers.Pile:
    """Hold the poll alone; refuse what is not the time, or not this person's to do."""
    ask_owners(poll)
    locks.exclusive(poll)
    if poll.state != Poll.State.CLOSED:
        raise Refused(f"投票“{poll.title}”现为“{poll.get_state_display()}”，截止以后、计票以前才录入纸质票")
    ask(may, poll, by)
    pile = next((each for each in papers.piles(poll) if each.category == category), None)
    if pile is None:
        raise Refused("没有发出这一类的纸质票，请刷新页面")
    return pile
