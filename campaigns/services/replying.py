"""The bureau's answer to a filing (批复): in the system, or entered from its scan (B063)."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from campaigns import permissions
from campaigns.choices import Stage
from campaigns.models import Campaign, Filing, FilingPackage, FilingReply
from selection import chinese, clock
from selection.accounts.models import User
from selection.reasons import Refused
from selection.records import ledgers
from selection.records.acts import refuse_future
from selection.records.models import Attachment

from .acts import check_day
from .authority import need, require, take, tell_officers

REVIEW = "review_bureau"


@transaction.atomic
def accept(filing: Filing, *, by: User, reply_number: str = "", reply_on: date | None = None) -> FilingReply:
    """批复备案 by the bureau, in the system."""
    return _answer(filing, by, is_acceptance=True, number=reply_number, remarks="", on=reply_on)


@transaction.atomic
def send_back(filing: Filing, *, by: User, remarks: str) -> FilingReply:
    need((remarks, "退回补正请写明意见，让学校知道要补什么"))
    return _answer(filing, by, is_acceptance=False, number="", remarks=remarks, on=None)


def _answer(
    filing: Filing, by: User, *, is_acceptance: bool, number: str, remarks: str, on: date | None
) -> FilingReply:
    campaign = take(filing.campaign, "办理备案", *_answered_in(is_acceptance))
    require(permissions.may_answer_filing(campaign, by), "批复备案")
    day = on or clock.today()
    package = _awaiting(filing, is_acceptance, number, day)
    reply = _reply(package, by, is_acceptance, number, remarks, day)
    reply.on_behalf_of = permissions.stands_in_for(campaign.plan, by, REVIEW)
    reply.save()
    take_effect(reply)
    filing.refresh_from_db()
    _note(campaign, "批复备案" if is_acceptance else "退回备案", by, reply)
    return reply


@transaction.atomic
def answer_on_paper(
    filing: Filing,
    *,
    by: User,
    is_acceptance: bool,
    reply_number: str,
    happened_on: date,
    attachment: Attachment | None,
    remarks: str = "",
) -> FilingReply:
    """A written reply, entered by the school from its scan; whoever may confirm it: ``may_confirm``."""
    campaign = take(filing.campaign, "补录备案批复", *_answered_in(is_acceptance))
    require(permissions.may_run(campaign, by), "补录备案批复")
    check_day(happened_on, True, attachment)
    if not is_acceptance:
        need((remarks, "退回补正请写明意见"))
    package = _awaiting(filing, is_acceptance, reply_number, happened_on)
    reply = package.replies.filter(is_backfilled=True, confirmed_at=None).first()
    fresh = _reply(package, by, is_acceptance, reply_number, remarks, happened_on)
    fresh.pk = reply.pk if reply else None
    fresh.is_backfilled, fresh.attachment = True, attachment
    fresh.save()
    _note(campaign, "补录备案批复", by, fresh)
    return fresh


def _answered_in(is_acceptance: bool) -> tuple[Stage, ...]:
    """Where no reply is asked for, it may come when the school has closed; sending back comes too late then."""
    return (Stage.FILE, Stage.CLOSED) if is_acceptance else (Stage.FILE,)


def _awaiting(filing: Filing, is_acceptance: bool, number: str, day: date) -> FilingPackage:
    """The package that is to be answered."""
    filing.refresh_from_db()
    package = filing.package
    if filing.state != Filing.State.SUBMITTED or package is None:
        raise Refused(f"备案{filing.get_state_display()}，现在没有可批复的报送件")
    refuse_future(day, "批复日期")
    if day < package.happened_on:
        raise Refused(
            f"批复日期（{chinese.day(day)}）早于报送日期（{chinese.day(package.happened_on)}），请核对"
        )
    if is_acceptance and filing.campaign.ruleset.filing.reply:
        need((number, "请填写批复文号"))
    return package


def _reply(
    package: FilingPackage, by: User, is_acceptance: bool, number: str, remarks: str, day: date
) -> FilingReply:
    return FilingReply(
        package=package,
        organisation=package.campaign.organisation.bureau,
        is_acceptance=is_acceptance,
        document_number=number.strip(),
        remarks=remarks.strip(),
        happened_on=day,
        entered_by=by,
    )


def take_effect(reply: FilingReply) -> None:
    filing = reply.package.filing
    if reply.is_acceptance:
        filing.accept()
    else:
        filing.send_back()
    filing.save()
    said = f"批复（{reply.document_number}）" if reply.document_number else str(reply)
    words = f"任职备案已获{said}" if reply.is_acceptance else f"任职备案退回补正：{reply.remarks}"
    tell_officers(filing.campaign.plan, words, filing.campaign.get_absolute_url())


def on_reply_confirmed(reply: FilingReply, by: User) -> None:
    """By the bureau itself where it is on the system, else by a second person of the school."""
    campaign = take(reply.campaign, "确认备案批复", *_answered_in(reply.is_acceptance))
    reply.package.filing.refresh_from_db()
    if reply.organisation.is_on_system and not permissions.may_answer_filing(campaign, by):
        raise Refused(f"请由{reply.organisation}确认这份批复")
    if reply.package.filing.state != Filing.State.SUBMITTED:
        raise Refused(f"备案{reply.package.filing.get_state_display()}，这次补录不再需要确认")
    take_effect(reply)


def _note(campaign: Campaign, act: str, by: User, reply: FilingReply) -> None:
    ledgers.append(
        campaign.ledger,
        act,
        by=by,
        about=f"filing:{reply.package.filing_id}",
        happened_on=reply.happened_on,
        backfilled=reply.is_backfilled,
        filingreply=reply.pk,
        **({"on_behalf": f"代{reply.on_behalf_of}"} if reply.on_behalf_of else {}),
    )
