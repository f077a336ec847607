"""How is a poll drawn up, before anybody votes?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from ballots import locks
from ballots.definitions import (
    CHECKLIST,
    OPINION,
    Counting,
    DeductionSpec,
    ElectorSpec,
    SubjectSpec,
)
from ballots.models import Channel, Deduction, Elector, Packet, Poll, Subject
from ballots.services import checking
from ballots.verdicts import Base
from selection import clock
from selection.reasons import Refused
from selection.records import ledgers

if TYPE_CHECKING:
    from selection.accounts.models import Organisation, User
    from selection.records.models import Ledger

FROZEN = "投票已经开始，名册和票样不能再改"


@transaction.atomic
def draw_up(
    *,
    organisation: Organisation,
    ledger: Ledger,
    title: str,
    kind: str,
    subjects: Sequence[SubjectSpec],
    counting: Counting,
    electors: Iterable[ElectorSpec],
    closes_at: datetime | None = None,
    deductions: Iterable[DeductionSpec] = (),
    packet: Packet | None = None,
    instructions: str = "",
    roll_scope: str = "",
    asks_remarks: bool = False,
    present: int | None = None,
    channel: str = Channel.ONLINE,
) -> Poll:
    """A draft with its paper and its roll; nothing is fixed and nobody can vote before it is opened.

    ``roll_scope`` says in words who is asked; given one, everybody of the organisation may ask for their place.
    """
    faults = list(_faults(kind, subjects, counting))
    if closes_at is not None and closes_at <= clock.now():
        faults.append("截止时间已过，请改为晚于现在的时间，或不填")
    if faults:
        raise Refused(faults)
    poll = Poll.objects.create(
        organisation=organisation,
        ledger=ledger,
        packet=packet,
        title=title,
        instructions=instructions,
        roll_scope=roll_scope,
        kind=kind,
        definition=counting.as_data(),
        asks_remarks=asks_remarks,
        closes_at=closes_at,
        present=present,
        channel=channel,
    )
    _enter_subjects(poll, subjects)
    _enter_roll(poll, electors, deductions)
    return poll


def _faults(kind: str, subjects: Sequence[SubjectSpec], counting: Counting) -> Iterable[str]:
    keys = [subject.key for subject in subjects]
    if all(subject.contest in (CHECKLIST, OPINION) for subject in subjects):
        yield "票上没有表决事项，请先确定人选"
    if len(set(keys)) < len(keys):
        yield "同一事项在票上只能出现一次"
    if kind == Poll.Kind.CHOICE or counting.contests:
        yield from _contest_faults(subjects, counting)
    if counting.max_excellent and (kind != Poll.Kind.GRADING or counting.max_excellent >= len(keys)):
        yield f"限定{counting.grades[0].label}人数的，须是测评票，且少于票上的人数"
    if kind == Poll.Kind.GRADING and not counting.dimensions:
        yield "测评票没有评价项目，请至少保留“总体评价”"
    yield from _weight_faults(counting)


def _weight_faults(counting: Counting) -> Iterable[str]:
    if not counting.weights:
        return
    total, bar = sum(counting.weights.values()), counting.approval
    if total != 100 or min(counting.weights.values()) < 1:
        yield f"各类别的权重须为正整数，合计为100，现合计{total}，请更正"
    if not counting.by_category:
        yield "按权重计票须同时按类别统计"
    if bar is not None and bar.base not in (Base.VALID, Base.AGREE_OPPOSE):
        yield f"按权重计票以有效票为基数，不能以{bar.base.label}为基数"


def _contest_faults(subjects: Sequence[SubjectSpec], counting: Counting) -> Iterable[str]:
    known = {contest.key for contest in counting.contests}
    if any(subject.contest not in known for subject in subjects):
        yield "选票上的每个人选都要归入一个岗位"
    for contest in counting.contests:
        listed = sum(subject.contest == contest.key for subject in subjects)
        if not 0 <= contest.minimum <= contest.maximum <= listed + contest.write_ins or contest.maximum == 0:
            yield f"{contest.label}列有{listed}人，可选人数的上下限与之不符"
        others = {option.key for option in counting.listed} - set(contest.apart)
        if contest.write_ins > min(contest.maximum, len(others)):
            yield f"{contest.label}可以另选{contest.write_ins}人，多于可选的人数或可以另选的人员，请核对"


@transaction.atomic
def redraw(
    poll: Poll,
    *,
    subjects: Sequence[SubjectSpec],
    electors: Iterable[ElectorSpec],
    deductions: Iterable[DeductionSpec] = (),
    counting: Counting | None = None,
) -> None:
    """A draft with another paper and another roll; its kind and deadline stay, and without one its ``counting``."""
    _lock_draft(poll)
    counting = counting or poll.counting
    if faults := list(_faults(poll.kind, subjects, counting)):
        raise Refused(faults)
    poll.definition = counting.as_data()
    poll.save(update_fields=["definition"])
    poll.subjects.all().delete()
    _enter_subjects(poll, subjects)
    enter_roll(poll, electors, deductions)


def _enter_subjects(poll: Poll, subjects: Sequence[SubjectSpec]) -> None:
    Subject.objects.bulk_create(
        Subject(poll=poll, key=s.key, label=s.label, note=s.note, contest=s.contest, position=position)
        for position, s in enumerate(subjects, start=1)
    )


@transaction.atomic
def enter_roll(poll: Poll, electors: Iterable[ElectorSpec], deductions: Iterable[DeductionSpec] = ()) -> None:
    """Replace the roll of a draft."""
    _lock_draft(poll)
    came = checking.remembered(poll)
    poll.electors.all().delete()
    poll.deductions.all().delete()
    _enter_roll(poll, electors, deductions)
    checking.restore(poll, came)


def _enter_roll(poll: Poll, electors: Iterable[ElectorSpec], deductions: Iterable[DeductionSpec]) -> None:
    category_of = poll.counting.category_of
    Elector.objects.bulk_create(
        Elector(
            poll=poll, user=e.user, name=e.name, category=category_of(e.category), is_recused=e.is_recused
        )
        for e in electors
    )
    Deduction.objects.bulk_create(
        Deduction(poll=poll, user=d.user, name=d.name, reason=d.reason, category=d.category)
        for d in deductions
    )


@transaction.atomic
def merge_categories(poll: Poll, categories: Iterable[str], into: str, *, by: User) -> None:
    """Count these categories of a draft as one, their weights together: none may be too small to hide in.

    Slips that are printed already keep what stands on them and go to the pile of the new one.
    """
    _lock_draft(poll)
    gone, into = set(categories), into.strip()
    if faults := list(_merging_faults(poll, gone, into)):
        raise Refused(faults)
    counting = poll.counting.merging(gone, into)
    poll.definition |= {"merged": dict(counting.merged), "weights": dict(counting.weights)}
    poll.save(update_fields=["definition"])
    poll.electors.filter(category__in=gone).update(category=into)
    poll.slips.filter(category__in=gone).update(category=into)
    ledgers.append(
        poll.ledger,
        "合并统计类别",
        by=by,
        about=poll.title,
        poll=poll.pk,
        categories=sorted(gone),
        into=into,
        weights=dict(counting.weights),
    )


def _merging_faults(poll: Poll, gone: set[str], into: str) -> Iterable[str]:
    known = categories_of(poll)
    if not poll.counting.by_category:
        yield "本次投票不按类别统计，不需要合并"
    elif not into:
        yield "请写明合并后的类别名称"
    elif strange := sorted(gone - known):
        yield f"没有“{'、'.join(strange)}”这一类别，请刷新页面后重新选择"
    elif len(gone) < 2:
        yield "请至少选择两个类别"
    elif into in known - gone:
        yield f"“{into}”是另一个类别，请一并选上，或者另起名称"


def categories_of(poll: Poll) -> set[str]:
    """Those on the roll, and those that weigh though nobody of them is on it."""
    return set(poll.electors.values_list("category", flat=True)) | set(poll.counting.weights)


@transaction.atomic
def recuse(poll: Poll, users: Iterable[User]) -> None:
    """Take the whole ballot of this poll from them; they stay in 应到."""
    _lock_draft(poll)
    poll.electors.filter(user__in=list(users)).update(is_recused=True)


@transaction.atomic
def readmit(poll: Poll, users: Iterable[User]) -> None:
    """Whoever ordered the poll has a reason why they vote after all."""
    _lock_draft(poll)
    poll.electors.filter(user__in=list(users)).update(is_recused=False)


def appoint_scrutineers(poll: Poll, users: Iterable[User]) -> None:
    """They, and of scrutineers nobody else, may follow, close and count this poll."""
    poll.scrutineers.set(users)


def bar(poll: Poll, users: Iterable[User]) -> None:
    """They have a stake in the result: from now on they see of this poll what any voter sees."""
    poll.barred.add(*users)


def _lock_draft(poll: Poll) -> None:
    locks.exclusive(poll)
    if poll.state != Poll.State.DRAFT:
        raise Refused(FROZEN)
