"""How does something pass through its levels, in the system or on paper, with every step kept?"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any, NoReturn

from django.db import transaction

from selection import clock
from selection.accounts.acts import Act
from selection.accounts.models import Organisation, User
from selection.reasons import Refused
from selection.records import ledgers
from selection.records.acts import refuse_future, vouch
from selection.records.models import Attachment, Ledger, Review, ReviewDecision, Submission
from selection.records.models.decisions import DecisionQuerySet
from selection.records.models.delegations import stood_in_for
from selection.records.models.reviews import (
    is_recused,
    may_decide,
    may_submit,
    stands_in_for,
)
from selection.records.review_news import (
    ANSWERED,
    LABELS,
    MENDING,
    PAGES,
    page_of,
    tell_confirmers,
    tell_dropped,
    tell_given_up,
    tell_reviewers,
    tell_school,
    write,
    write_decision,
)

__all__ = [
    "LABELS",
    "MENDING",
    "OUTCOMES",
    "PAGES",
    "PERSON_BY_PERSON",
    "confirm_decision",
    "decide",
    "drop_decision",
    "enter_on_paper",
    "give_up",
    "page_of",
    "reopen",
    "start",
    "submit",
    "withdraw",
]

Levels = list[dict[str, Any]]
# kind → what an answer (approved or sent back) sets going, in the same transaction; filled likewise
OUTCOMES: dict[str, Callable[[Review], None]] = {}
# The kinds of which a level concludes on each person, so that none is approved in a word; filled likewise
PERSON_BY_PERSON: set[str] = set()


def start(kind: str, organisation: Organisation, title: str, levels: Levels, ledger: Ledger) -> Review:
    """A review that has not been handed in yet."""
    return Review.objects.create(
        kind=kind, organisation=organisation, title=title, levels=levels, ledger=ledger
    )


@transaction.atomic
def submit(review: Review, content: Any, by: User) -> Submission:
    """Hand in ``content`` as it stands now; after being sent back the chain begins anew."""
    locked = _lock(review)
    if not may_submit(locked, by):
        raise Refused("您没有报送该事项的权限，请由本单位人事干部报送")
    if locked.state not in (Review.State.DRAFT, Review.State.SENT_BACK, Review.State.WITHDRAWN):
        _refuse_state(locked)
    text = ledgers.canonical(content)
    _unconfirmed(locked).update(is_dropped=True)
    submission = Submission.objects.create(
        review=locked,
        number=locked.submissions.count() + 1,
        content=content,
        digest=ledgers.sha256(text),
        submitted_by=by,
    )
    if locked.levels:
        locked.hand_in()
    else:
        locked.approve(clock.today())
    _save(locked, review)
    write(
        locked, "报送审核", by=by, title=locked.title, submission=submission.number, digest=submission.digest
    )
    tell_reviewers(locked)
    _follow(locked)
    return submission


@transaction.atomic
def decide(
    review: Review,
    by: User,
    approve: bool,
    remarks: str = "",
    document_number: str = "",
    happened_on: date | None = None,
    attachment: Attachment | None = None,
    along: Callable[[ReviewDecision], None] | None = None,
) -> ReviewDecision:
    """What the reviewer of the level that is asked says, given in the system.

    ``along`` keeps what is said in detail, before the decision sets anything going.
    """
    locked = _lock(review)
    _refuse_stranger(locked, by)
    decision = _enter(
        locked, by, locked.level, approve, remarks, document_number, happened_on, attachment, on_paper=False
    )
    _unconfirmed(locked).filter(level=locked.level).update(is_dropped=True)
    if along is not None:
        along(decision)
    write_decision(
        locked, decision, "同意" if approve else "退回修改", by, on_behalf_of=decision.on_behalf_of
    )
    _settle(locked, review)
    return decision


@transaction.atomic
def enter_on_paper(
    review: Review,
    by: User,
    approve: bool,
    document_number: str,
    happened_on: date,
    attachment: Attachment | None,
    remarks: str = "",
    level: int | None = None,
    along: Callable[[ReviewDecision], None] | None = None,
) -> ReviewDecision:
    """A written decision, entered by the school from its scan; it counts once confirmed.

    ``level`` may lie above the one that is asked, where one document speaks for several; ``along`` as in
    ``decide``.
    """
    locked = _lock(review)
    if not may_submit(locked, by):
        raise Refused("您没有补录批复的权限，请由本单位人事干部补录")
    if locked.state != Review.State.PENDING:
        _refuse_state(locked)
    if missing := [
        sentence
        for given, sentence in ((document_number, "请填写批复的文号"), (attachment, "请上传批复的扫描件"))
        if not given
    ]:
        raise Refused(missing)
    at = locked.level if level is None else level
    if not locked.level <= at < len(locked.levels):
        raise Refused("所选层级已经审核过，请重新选择")
    decision = _enter(
        locked, by, at, approve, remarks, document_number, happened_on, attachment, on_paper=True
    )
    if along is not None:
        along(decision)
    write_decision(locked, decision, "补录批复", by)
    tell_confirmers(decision)
    return decision


@transaction.atomic
def confirm_decision(decision: ReviewDecision, by: User) -> None:
    """The level itself, or a second person of the school where that level is not on the system."""
    review = decision.submission.review
    locked = _lock(review)
    _refuse_unless_waiting(decision, by)
    vouch(decision, by)
    write_decision(locked, decision, "确认补录的批复", by, on_behalf_of=_confirmed_for(decision, by))
    _settle(locked, review)


@transaction.atomic
def drop_decision(decision: ReviewDecision, by: User, reason: str) -> None:
    """What was entered from paper is not so; the officer enters it again or the level decides."""
    locked = _lock(decision.submission.review)
    _refuse_unless_waiting(decision, by)
    if not reason.strip():
        raise Refused("请说明不予确认的原因")
    decision.is_dropped = True
    decision.save(update_fields=["is_dropped"])
    write(locked, "不予确认补录的批复", by=by, document=decision.document_number, reason=reason)
    tell_dropped(decision, reason)


@transaction.atomic
def withdraw(review: Review, by: User) -> None:
    locked = _lock(review)
    if not may_submit(locked, by):
        raise Refused("您没有撤回该事项的权限，请由本单位人事干部撤回")
    if locked.state not in (Review.State.PENDING, Review.State.SENT_BACK):
        _refuse_state(locked)
    locked.take_back()
    _save(locked, review)
    write(locked, "撤回报送", by=by, title=locked.title)


@transaction.atomic
def reopen(review: Review) -> None:
    """What was approved is to be changed and handed in anew; the act that asks for it writes the record."""
    locked = _lock(review)
    if locked.state != Review.State.APPROVED:
        _refuse_state(locked)
    locked.reopen()
    _save(locked, review)


@transaction.atomic
def give_up(review: Review, *, tells: bool = True) -> None:
    """What approval was asked for is over; the act that ended it writes the record.

    Who was asked learns of it, unless it was they who ended it.
    """
    locked = _lock(review)
    if tells and locked.state == Review.State.PENDING:
        tell_given_up(locked)
    locked.take_back()
    _save(locked, review)


def _lock(review: Review) -> Review:
    ledgers.hold(review.ledger_id)
    return (
        Review.objects.select_for_update(of=("self",), no_key=True)
        .select_related("organisation", "asked_of")
        .get(pk=review.pk)
    )


def _save(locked: Review, review: Review) -> None:
    """The caller's instance follows what was saved under the lock."""
    locked.save()
    review.refresh_from_db()


def _follow(locked: Review) -> None:
    """What an answer sets going comes after its own entry in the record."""
    if locked.state in ANSWERED and locked.kind in OUTCOMES:
        OUTCOMES[locked.kind](locked)


def _refuse_state(review: Review) -> NoReturn:
    """Who has it, and what is to be done before this can be."""
    school = review.organisation.short_name
    stands = {
        Review.State.DRAFT: f"还没有报送，请先由{school}报送",
        Review.State.PENDING: f"正由{review.current_label}审核，请等待答复；学校要修改的，请先撤回",
        Review.State.SENT_BACK: f"已退回{school}修改，请修改后重新报送",
        Review.State.WITHDRAWN: f"已由{school}撤回，请修改后重新报送",
        Review.State.APPROVED: "已经审核同意，不用再办",
    }
    raise Refused(f"《{review.title}》{stands[Review.State(review.state)]}")


def _refuse_stranger(review: Review, by: User) -> None:
    if review.state != Review.State.PENDING or review.asked_of is None:
        _refuse_state(review)
    if by.organisation_id == review.organisation_id:
        raise Refused("不能审核本单位报送的事项")
    if review.what_is_asked.submitted_by_id == by.pk:
        raise Refused("不能审核自己报送的事项，请由其他审核员办理")
    if not may_decide(review, by):
        raise Refused(f"现在由{review.current_label}审核，您不是这一级的审核员")
    if is_recused(review, by):
        raise Refused("您本人或亲属是该事项涉及的人员，应当回避，请由其他审核员办理")


def _refuse_unless_waiting(decision: ReviewDecision, by: User) -> None:
    if not ReviewDecision.objects.unconfirmed().filter(pk=decision.pk).exists():
        raise Refused("该补录已经处理过，无需再确认")
    if decision.entered_by_id == by.pk:
        raise Refused("补录事项须由录入人以外的人确认")
    assert decision.confirming_organisation is not None
    may = by.may(decision.confirming_act, decision.confirming_organisation)
    if not may and _confirmed_for(decision, by) is None:
        raise Refused(f"请由{decision.confirming_organisation}确认该补录")


def _confirmed_for(decision: ReviewDecision, by: User) -> User | None:
    """The reviewer in whose place somebody confirms."""
    assert decision.confirming_organisation is not None
    free = partial(is_recused, decision.submission.review)
    return stood_in_for(by, decision.confirming_act, decision.confirming_organisation, free)


def _enter(
    review: Review,
    by: User,
    level: int,
    approve: bool,
    remarks: str,
    document_number: str,
    happened_on: date | None,
    attachment: Attachment | None,
    *,
    on_paper: bool,
) -> ReviewDecision:
    day = happened_on or clock.today()
    refuse_future(day, "批复日期")
    if not approve and not remarks.strip():
        raise Refused("退回修改请写明意见，让学校知道要改什么")
    seat = Organisation.objects.get(pk=review.levels[level]["organisation"])
    asks_level = seat.is_on_system
    return ReviewDecision.objects.create(
        submission=review.what_is_asked,
        level=level,
        organisation=seat,
        is_approval=approve,
        remarks=remarks.strip(),
        document_number=document_number.strip(),
        happened_on=day,
        attachment=attachment,
        entered_by=by,
        on_behalf_of=None if on_paper else stands_in_for(review, by),
        is_backfilled=on_paper,
        confirming_act=(review.levels[level]["act"] if asks_level else Act.CONFIRM_ACTS) if on_paper else "",
        confirming_organisation=(seat if asks_level else review.organisation) if on_paper else None,
    )


def _settle(locked: Review, review: Review) -> None:
    """Let the confirmed decisions move the review on, level by level."""
    valid = {
        decision.level: decision
        for decision in locked.what_is_asked.decisions.filter(is_dropped=False).order_by("pk")
        if decision.is_confirmed
    }
    if locked.level not in valid:
        return
    while locked.state == Review.State.PENDING and locked.level in valid:
        _apply(locked, valid)
    _save(locked, review)
    tell_reviewers(locked)
    tell_school(locked)
    _follow(locked)


def _apply(review: Review, valid: dict[int, ReviewDecision]) -> None:
    if not valid[review.level].is_approval:
        review.send_back()
    elif review.level + 1 < len(review.levels):
        review.pass_on()
    else:
        review.approve(max(decision.happened_on for decision in valid.values()))


def _unconfirmed(review: Review) -> DecisionQuerySet:
    return ReviewDecision.objects.filter(submission__review=review).entered_but_unconfirmed()
