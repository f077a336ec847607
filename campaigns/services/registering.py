"""Say when people may enter a contest, open that again, and let a named person in after the deadline."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from campaigns import permissions
from campaigns.choices import Scope, Stage
from campaigns.entrants import is_contest, last_window
from campaigns.models import Campaign, LateEntry, Registration, Suspension
from personnel.models import StaffMember
from selection import chinese, clock, workdays
from selection.accounts.models import User
from selection.reasons import Refused
from selection.records import ledgers
from selection.records.models import Attachment
from selection.workdays import Arrangements

from .acts import check_day, may_record
from .authority import ask_to_confirm, need, require, take, tell_officers

SETTING, AGAIN, PROLONGING = "设定报名时间", "再次开放报名", "报名截止顺延"
SET_IN = (Stage.PREPARE, Stage.ANNOUNCE, Stage.RECOMMEND)


@transaction.atomic
def set_window(
    campaign: Campaign,
    *,
    by: User,
    opens_at: datetime,
    closes_at: datetime,
    how: str,
    scope: Scope | str = Scope.SCHOOL,
    conditions: str = "",
    reason: str = "",
) -> Registration:
    """The first window, or one more; what has not opened yet is set anew in its place."""
    may_record(campaign.plan, by)
    campaign = take(campaign, "设定报名时间", *SET_IN)
    if not is_contest(campaign):
        raise Refused("只有竞岗聘任才需要报名")
    need((how, "请写明报名办法：到哪里、向谁报名，或者在本系统中填写"))
    if opens_at >= closes_at or closes_at <= clock.now():
        raise Refused("报名截止须晚于报名开始，并且还没有过去")
    if clock.local(opens_at).date() < clock.today():
        raise Refused("报名开始不能早于今天")
    window = _next_window(campaign, opens_at, reason)
    said: dict[str, Any] = {"opens_at": opens_at, "closes_at": closes_at, "how": how.strip()}
    said |= {"scope": Scope(scope), "conditions": conditions.strip(), "reason": reason.strip()}
    for name, value in said.items():
        setattr(window, name, value)
    window.set_by, window.set_at = by, clock.now()
    window.save()
    _note(window, by)
    return window


def _next_window(campaign: Campaign, opens_at: datetime, reason: str) -> Registration:
    last = last_window(campaign)
    if last is None:
        return Registration(campaign=campaign, number=1)
    if not last.has_opened:
        return last
    if last.closes_at > opens_at:
        raise Refused(f"现在的报名到{chinese.deadline(last.closes_at)}截止，再次开放报名须在这之后开始")
    need((reason, "请写明再次开放报名的原因"))
    return Registration(campaign=campaign, number=last.number + 1)


def _note(window: Registration, by: User) -> None:
    ledgers.append(
        window.campaign.ledger,
        SETTING if window.number == 1 else AGAIN,
        by=by,
        about=f"campaign:{window.campaign_id}",
        opens_at=window.opens_at.isoformat(),
        closes_at=window.closes_at.isoformat(),
        scope=str(window.scope),
        reason=window.reason,
        said=str(window),
    )


@transaction.atomic
def prolong(campaign: Campaign, pause: Suspension, known: Arrangements) -> None:
    """After a pause: whoever could still enter when it began may do so for the working days that stood still."""
    assert pause.ended_on is not None
    window = last_window(campaign)
    if window is not None:
        first, stated = clock.local(window.opens_at).date(), window.closes_at
        window.closes_at = _later(stated, first, pause.started_on, pause.ended_on, known)
        window.save(update_fields=["closes_at"])
        if window.closes_at != stated:
            _tell_of(window)
    for late in campaign.late_entries.all():
        late.until = _later(late.until, late.happened_on, pause.started_on, pause.ended_on, known)
        late.save(update_fields=["until"])


def _tell_of(window: Registration) -> None:
    said = f"报名截止顺延到{chinese.deadline(window.closes_at)}"
    tell_officers(window.campaign.plan, f"{said}，请告知教职工")
    ledgers.append(
        window.campaign.ledger,
        PROLONGING,
        by=None,
        about=f"campaign:{window.campaign_id}",
        closes_at=window.closes_at.isoformat(),
        said=said,
    )


def _later(end: datetime, first: date, paused_on: date, resumed_on: date, known: Arrangements) -> datetime:
    """The end, moved by the working days from ``first`` on at whose end the campaign stood still."""
    local = clock.local(end)
    lost = workdays.between(max(first, paused_on), min(local.date(), resumed_on - timedelta(days=1)), known)
    return datetime.combine(workdays.add(local.date(), lost, known), local.timetz())


@transaction.atomic
def allow_late(
    campaign: Campaign,
    staff: StaffMember,
    *,
    by: User,
    until: datetime,
    reason: str,
    allowed_by: str = "",
    happened_on: date | None = None,
    attachment: Attachment | None = None,
) -> LateEntry:
    """A leader lets a named person enter late, or the officer enters that it was allowed on paper."""
    on_paper = attachment is not None
    if on_paper:
        may_record(campaign.plan, by)
    else:
        require(permissions.may_decide(campaign.plan, by), "准许逾期报名")
    campaign = take(campaign, "准许逾期报名", Stage.RECOMMEND)
    _refuse_late(campaign, staff, until)
    need((reason, "请写明准许逾期报名的原因"))
    day = happened_on or clock.today()
    check_day(day, on_paper, attachment)
    if on_paper:
        need((allowed_by, "请写明由谁批准"))
    made = LateEntry.objects.create(
        campaign=campaign,
        staff=staff,
        until=until,
        reason=reason.strip(),
        allowed_by=allowed_by.strip() if on_paper else by.name,
        happened_on=day,
        entered_by=by,
        is_backfilled=on_paper,
        attachment=attachment,
    )
    ledgers.append(
        campaign.ledger,
        "准许逾期报名",
        by=by,
        about=f"lateentry:{made.pk}",
        happened_on=day,
        backfilled=on_paper,
        person=staff.name,
        reason=made.reason,
        allowed_by=made.allowed_by,
        until=until.isoformat(),
    )
    if on_paper:
        ask_to_confirm(campaign.plan, by)
    return made


def _refuse_late(campaign: Campaign, staff: StaffMember, until: datetime) -> None:
    window = last_window(campaign)
    if window is None or window.closes_at > clock.now():
        raise Refused("报名还没有截止，可以直接报名，不必办理逾期报名")
    if until <= clock.now():
        raise Refused("准许报名到的时间须晚于现在")
    if not window.reaches(staff.organisation):
        raise Refused(f"{staff.name}不在本次竞聘范围（{window.get_scope_display()}）之内")
    if campaign.entries.standing().filter(staff=staff).exists():
        raise Refused(f"{staff.name}已经报名，不必办理逾期报名")
