"""任职备案: due, sent, answered by the bureau (A088, B061–B063, B073)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime

from django.db import transaction

from campaigns import documents, periods, permissions
from campaigns.choices import Stage, Standing
from campaigns.models import Campaign, Filing, FilingPackage, FilingReply
from selection import clock
from selection.accounts.models import User
from selection.reasons import Refused
from selection.records import ledgers
from selection.records.acts import refuse_future
from selection.records.models import Attachment
from selection.workdays import Arrangements

from .acts import check_day
from .authority import need, require, take, tell, tell_officers
from .signing import sign

REVIEW = "review_bureau"


def open_filing(campaign: Campaign) -> Filing:
    """Day 1 is the first counted day after the last publicity is over (B062, AMB-12).

    Called by the step into ``file``, which writes the record.
    """
    start = _counted_from(campaign)
    counted = periods.of(campaign, campaign.ruleset.filing.deadline, start)
    filing, _ = Filing.objects.update_or_create(
        campaign=campaign,
        defaults={
            "counted_from": start,
            "due_on": counted.last,
            "due_at": clock.end_of(counted.last),
            "is_provisional": counted.provisional,
        },
    )
    return filing


def _counted_from(campaign: Campaign) -> date:
    concluded = campaign.publicities.filter(state="concluded")
    return max(concluded.values_list("last_day", flat=True), default=clock.today())


@transaction.atomic
def submit(filing: Filing, *, by: User, wording: Mapping[str, str] | None = None) -> Filing:
    """Send the report and what belongs to it, in the system."""
    campaign = _take_to_send(filing, by)
    package = _new_package(filing, by, clock.today())
    package.report = sign(documents.filing_report.draw_up(filing, by=by), by=by, wording=wording)
    package.save(update_fields=["report"])
    _count_as_sent(package)
    filing.refresh_from_db()
    _note(campaign, "报送备案", by, package)
    return filing


@transaction.atomic
def submit_on_paper(
    filing: Filing, *, by: User, happened_on: date, attachment: Attachment | None
) -> FilingPackage:
    """What was sent on paper, entered with its receipt; it counts once a second person has confirmed it."""
    campaign = _take_to_send(filing, by)
    check_day(happened_on, True, attachment)
    if happened_on < filing.counted_from:
        raise Refused(f"报送日期（{happened_on}）早于公示期满（{filing.counted_from}），请核对")
    package = _new_package(filing, by, happened_on)
    package.is_backfilled, package.attachment = True, attachment
    package.save()
    _note(campaign, "补录报送备案", by, package)
    return package


def _take_to_send(filing: Filing, by: User) -> Campaign:
    campaign = take(filing.campaign, "报送备案", Stage.FILE)
    require(permissions.may_run(campaign, by), "报送备案")
    filing.refresh_from_db()
    if filing.state not in (Filing.State.DUE, Filing.State.SENT_BACK):
        raise Refused(f"备案{filing.get_state_display()}，不必再报送")
    if reasons := list(_too_early(campaign)):
        raise Refused(reasons)
    return campaign


def _too_early(campaign: Campaign) -> Iterator[str]:
    """一: the document comes first and is what is filed; 二: it waits for the reply (B073)."""
    if not campaign.live().exists():
        yield "本次没有拟聘或已聘任的人选，无需备案"
    if campaign.ruleset.filing.document_before_filing:
        for person in campaign.live().exclude(standing=Standing.APPOINTED):
            yield f"{person.staff.name}尚未办理聘任手续，须先发文再报送备案"


def _new_package(filing: Filing, by: User, day: date) -> FilingPackage:
    """The next one; a package entered from paper that nobody confirmed is entered anew."""
    package = filing.package
    if package is None or package.is_confirmed:
        number = filing.packages.count() + 1
        return FilingPackage.objects.create(filing=filing, number=number, happened_on=day, entered_by=by)
    package.happened_on, package.entered_by, package.entered_at = day, by, clock.now()
    package.is_backfilled, package.attachment = False, None
    package.save()
    return package


def _count_as_sent(package: FilingPackage) -> None:
    filing = package.filing
    filing.submit()
    filing.save()
    school = filing.campaign.organisation
    tell(
        User.objects.who_may(REVIEW, school.bureau),
        f"{school.short_name}报送任职备案，请办理",
        filing.campaign.get_absolute_url(),
    )


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
    require(_may_answer(campaign, by), "批复备案")
    day = on or clock.today()
    package = _awaiting(filing, is_acceptance, number, day)
    reply = _reply(package, by, is_acceptance, number, remarks, day)
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
        raise Refused(f"批复日期（{day}）早于报送日期（{package.happened_on}），请核对")
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


def _may_answer(campaign: Campaign, by: User) -> bool:
    """The bureau above, never the school itself."""
    outside = by.organisation_id != campaign.organisation.pk
    return outside and by.may(REVIEW, campaign.organisation) and not permissions.is_recused(campaign.plan, by)


def on_package_confirmed(package: FilingPackage, by: User) -> None:
    take(package.campaign, "报送备案", Stage.FILE)
    package.filing.refresh_from_db()
    if package.filing.state not in (Filing.State.DUE, Filing.State.SENT_BACK):
        raise Refused(f"备案{package.filing.get_state_display()}，这次补录不再需要确认")
    _count_as_sent(package)


def on_reply_confirmed(reply: FilingReply, by: User) -> None:
    """By the bureau itself where it is on the system, else by a second person of the school."""
    campaign = take(reply.campaign, "确认备案批复", *_answered_in(reply.is_acceptance))
    reply.package.filing.refresh_from_db()
    if reply.organisation.is_on_system and not _may_answer(campaign, by):
        raise Refused(f"请由{reply.organisation}确认这份批复")
    if reply.package.filing.state != Filing.State.SUBMITTED:
        raise Refused(f"备案{reply.package.filing.get_state_display()}，这次补录不再需要确认")
    take_effect(reply)


@transaction.atomic
def mark_overdue(filing: Filing, at: datetime) -> bool:
    """The clock's part: late since 24:00 of the last day, however late the clock comes. Once only (B062)."""
    campaign = Campaign.objects.select_for_update(of=("self",)).get(pk=filing.campaign_id)
    late = Filing.objects.overdue(at).filter(pk=filing.pk).first()
    if late is None:
        return False
    late.overdue_since = late.due_at
    late.save(update_fields=["overdue_since"])
    tell_officers(campaign.plan, f"任职备案已逾期：应于{late.due_on}前报送", campaign.get_absolute_url())
    ledgers.append(
        campaign.ledger,
        "备案逾期",
        by=None,
        about=f"filing:{late.pk}",
        happened_on=clock.local(late.due_at).date(),
        due_on=late.due_on.isoformat(),
    )
    return True


def recount(filing: Filing, known: Arrangements) -> None:
    """Count an open deadline again, after a pause or a change of holidays."""
    campaign = filing.campaign
    counted = periods.of(campaign, campaign.ruleset.filing.deadline, filing.counted_from, known)
    if (counted.last, counted.provisional) == (filing.due_on, filing.is_provisional):
        return
    filing.due_on, filing.due_at = counted.last, clock.end_of(counted.last)
    filing.is_provisional = counted.provisional
    filing.save()
    ledgers.append(
        campaign.ledger,
        "重新计算备案期限",
        by=None,
        about=f"filing:{filing.pk}",
        due_on=filing.due_on.isoformat(),
    )


def _note(campaign: Campaign, act: str, by: User, done: FilingPackage | FilingReply) -> None:
    filing = done.filing if isinstance(done, FilingPackage) else done.package.filing
    ledgers.append(
        campaign.ledger,
        act,
        by=by,
        about=f"filing:{filing.pk}",
        happened_on=done.happened_on,
        backfilled=done.is_backfilled,
        **{done._meta.model_name or "": done.pk},
    )
