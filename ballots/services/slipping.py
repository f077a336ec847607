"""How are slips printed, handed out, declared void and replaced?

One slip admits to every paper of its packet, so each step is taken in all its unfinished polls or in
none. Who drew which slip is never known here: a person is ticked, and takes one from the pile.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Max
from django.views.decorators.debug import sensitive_variables

from ballots import locks, slips
from ballots.models import Channel, Elector, Envelope, Poll, Slip
from ballots.permissions import may_run
from ballots.services.authority import ask, ask_owners, out_of_turn, record
from ballots.services.closing import turnout_of
from selection.reasons import Refused

if TYPE_CHECKING:
    from selection.accounts.models import User

ON_A_SHEET = 8
AT_ONCE = 40  # more are printed by the worker
MOST = 500
MOST_VOID = 100
NOT_BY_SLIP = "本次投票用账号参加，不发码条"


@dataclass(frozen=True)
class PrintedSheet:
    """One A4 page: its number, and the codes on it, which are nowhere else."""

    number: int
    category: str
    codes: tuple[str, ...]


@sensitive_variables()
@transaction.atomic
def print_slips(poll: Poll, by: User, wanted: Mapping[str, int]) -> list[PrintedSheet]:
    """So many new slips for each pile. The codes are in the answer only: whoever loses it prints again."""
    sheets = draw_sheets(poll, by, wanted)
    put_down(poll, by, sheets)
    return sheets


@sensitive_variables()
@transaction.atomic
def draw_sheets(poll: Poll, by: User, wanted: Mapping[str, int]) -> list[PrintedSheet]:
    """With new codes, which do not hold yet."""
    _take(poll, by, Poll.State.DRAFT, Poll.State.OPEN)
    wanted = {category: number for category, number in wanted.items() if number}
    if not wanted or min(wanted.values()) < 0:
        raise Refused("请填写要印制的张数")
    if sum(wanted.values()) > MOST:
        raise Refused(f"一次最多印制{MOST}张，请分次印制")
    if unknown := set(wanted) - set(slips.piles(poll)):
        raise Refused(f"名册上没有“{'、'.join(sorted(unknown))}”这一类别，请刷新页面后重新填写")
    return _sheets(poll, wanted)


@sensitive_variables()
@transaction.atomic
def put_down(poll: Poll, by: User, sheets: Sequence[PrintedSheet]) -> None:
    """From now on they hold."""
    polls = _take(poll, by, Poll.State.DRAFT, Poll.State.OPEN)
    if poll.slips.filter(sheet__gte=sheets[0].number).exists():
        raise Refused("这期间又印制了别的码条，这份的页码重复，不再给出，请重新印制")
    Slip.objects.bulk_create(
        Slip(poll=each, code_digest=slips.digest(code), category=sheet.category, sheet=sheet.number)
        for each in polls
        for sheet in sheets
        for code in sorted(sheet.codes)  # rows lie in another order than slips on the page
    )
    number = sum(len(sheet.codes) for sheet in sheets)
    record(polls, by, "印制码条", number=number, sheets=[s.number for s in sheets])


def _sheets(poll: Poll, wanted: Mapping[str, int]) -> list[PrintedSheet]:
    last = poll.slips.aggregate(last=Max("sheet"))["last"] or 0
    sheets: list[PrintedSheet] = []
    for category, number in wanted.items():
        codes = [slips.new_code() for _ in range(number)]
        for start in range(0, number, ON_A_SHEET):
            part = tuple(codes[start : start + ON_A_SHEET])
            sheets.append(PrintedSheet(last + len(sheets) + 1, category, part))
    return sheets


@transaction.atomic
def hand_out(poll: Poll, by: User, electors: Collection[int]) -> int:
    """These persons take a slip each; gives how many. Whoever has one already is passed over."""
    polls = _take(poll, by, Poll.State.OPEN, Poll.State.CLOSED)
    chosen = list(poll.electors.filter(pk__in=electors, envelope=None))
    if recused := [person.name for person in chosen if person.is_recused]:
        raise Refused(f"{'、'.join(recused)}在本次投票中回避，不发码条")
    _refuse_more_than_lie_there(poll, chosen)
    for each in polls:
        for person in same_persons(each, chosen, holding=False):
            _take_slip(person)
    if chosen:
        _recount(polls)
        record(polls, by, "登记领取码条", number=len(chosen))
    return len(chosen)


def _take_slip(person: Elector) -> None:
    """One slip admits to all papers, so whoever took paper for one of them takes none."""
    if Envelope.objects.drop(Envelope(elector=person, channel=Channel.SLIP)):
        return
    if Envelope.objects.filter(elector=person, channel=Channel.PAPER).exists():
        raise Refused(f"{person.name}已领取纸质票，不能再领码条；没有填的纸质票交还后，可先撤回登记")


def _refuse_more_than_lie_there(poll: Poll, chosen: Iterable[Elector]) -> None:
    left = {balance.category: balance.left for balance in slips.balances(poll)}
    for person in chosen:
        left[slips.pile(poll, person.category)] -= 1
    for category, number in left.items():
        if number < 0:
            raise Refused(f"{category}码条不够，还差{-number}张，请先加印再登记")


@transaction.atomic
def take_back(poll: Poll, by: User, elector: int) -> None:
    """A person was ticked by mistake: no slip was taken, or it was given back unused."""
    polls = _take(poll, by, Poll.State.OPEN, Poll.State.CLOSED)
    person = slips.handed_out(poll).filter(pk=elector).first()
    if person is None:
        raise Refused("这个人没有领取登记，请刷新页面")
    for each in polls:
        for balance in slips.balances(each):
            if balance.category == slips.pile(each, person.category) and balance.unused < 1:
                raise Refused("已登记领取的码条都已投出，不能撤回登记；如登记确有差错，请作废本轮重新组织")
        Envelope.objects.filter(elector__in=same_persons(each, [person], holding=True)).delete()
    _recount(polls)
    record(polls, by, "撤回码条领取登记", elector=person.pk)


@sensitive_variables()
@transaction.atomic
def void_codes(poll: Poll, by: User, codes: Iterable[str], reason: str) -> int:
    """Declare void what was typed or scanned, all or none; gives how many."""
    polls = _take(poll, by, *slips.UNFINISHED)
    lines = [line for line in codes if slips.plain(line)]
    if not lines:
        raise Refused("请填写要作废的码，每行一个")
    if len(lines) > MOST_VOID:
        raise Refused(f"一次最多作废{MOST_VOID}张，请分次办理")
    digests = [slips.digest(line) for line in lines]
    states = dict(poll.slips.filter(code_digest__in=digests).values_list("code_digest", "state"))
    free = set(slips.unused(poll).filter(code_digest__in=digests).values_list("code_digest", flat=True))
    faults = [
        f"第{number}行：{_why(states.get(each))}"
        for number, each in enumerate(digests, start=1)
        if each not in free
    ]
    if faults:
        raise Refused(faults)
    return _void(polls, by, set(digests), reason)


def _why(state: str | None) -> str:
    if state is None:
        return "不是本次投票的码，请核对"
    return "这张码条已经作废" if state == Slip.State.VOID else "这张码条已经投出，不能作废"


@transaction.atomic
def void_sheets(poll: Poll, by: User, numbers: str, reason: str) -> int:
    """Declare whole pages void that were never cut; gives how many slips that makes."""
    polls = _take(poll, by, *slips.UNFINISHED)
    digests: set[str] = set()
    for number in _numbers(numbers):
        printed = poll.slips.filter(sheet=number)
        free = slips.unused(poll).filter(sheet=number)
        if not printed.exists():
            raise Refused(f"没有第{number}页，请核对页码")
        if free.count() < printed.filter(state=Slip.State.ISSUED).count():
            raise Refused(f"第{number}页上有码条已经投出，不是未裁开的整页，请按码作废余下的码条")
        digests |= set(free.values_list("code_digest", flat=True))
    if not digests:
        raise Refused("这些页上的码条都已作废")
    return _void(polls, by, digests, reason)


def _numbers(text: str) -> list[int]:
    """3、5-7 → 3, 5, 6, 7."""
    numbers: set[int] = set()
    for part in filter(None, re.split(r"[\s、，,;；]+", text)):
        span = re.fullmatch(r"(\d{1,4})(?:[-－—~～至](\d{1,4}))?", part)
        if span is None:
            raise Refused("页码请写成“3”或“5-7”，用顿号或逗号隔开")
        first, last = int(span[1]), int(span[2] or span[1])
        numbers |= set(range(first, last + 1))
    if not numbers:
        raise Refused("请填写要作废的页码")
    return sorted(numbers)


@sensitive_variables()
@transaction.atomic
def reissue(poll: Poll, by: User, code: str) -> list[PrintedSheet]:
    """A spoilt slip is void first, then a new one of its pile is printed."""
    held = poll.slips.filter(code_digest=slips.digest(code)).first()
    void_codes(poll, by, [code], "换发")
    assert held is not None
    sheets = print_slips(poll, by, {held.category: 1})
    record(slips.sharing(poll), by, "换发码条", sheets=[sheet.number for sheet in sheets])
    return sheets


def _take(poll: Poll, by: User, *states: str) -> list[Poll]:
    """Hold all that share the slips; refuse what is not the time, or not this person's to do."""
    if not poll.is_by_slip:
        raise Refused(NOT_BY_SLIP)
    ask_owners(poll)
    polls = slips.sharing(poll)
    for each in polls:
        locks.exclusive(each)
    if poll.state not in states:
        raise out_of_turn(poll)
    ask(may_run, poll, by)
    return [each for each in polls if each.state in states]


def same_persons(poll: Poll, persons: Sequence[Elector], *, holding: bool) -> list[Elector]:
    """The same persons on the roll of another paper of the packet.

    Of namesakes without an account it takes as many as were meant, by whether they hold a slip.
    """
    if all(person.poll_id == poll.pk for person in persons):
        return list(persons)
    found = list(poll.electors.filter(user__in=[person.user_id for person in persons if person.user_id]))
    names = Counter(person.name for person in persons if person.user_id is None)
    for name, number in names.items():
        namesakes = poll.electors.filter(user=None, name=name, envelope__isnull=not holding)
        found += namesakes.order_by("pk")[:number]
    return found


def _void(polls: Iterable[Poll], by: User, digests: set[str], reason: str) -> int:
    if not reason.strip():
        raise Refused("请写明作废原因")
    polls = list(polls)
    Slip.objects.filter(poll__in=polls, code_digest__in=digests).update(state=Slip.State.VOID)
    _recount(polls)
    record(polls, by, "作废码条", number=len(digests), reason=reason.strip()[:100])
    return len(digests)


def _recount(polls: Iterable[Poll]) -> None:
    """What was stored at the close follows what is mended before the count."""
    for poll in polls:
        if poll.state == Poll.State.CLOSED:
            poll.turnout = turnout_of(poll)
            poll.save(update_fields=["turnout"])
