"""Name the judges, take their sheets, close the scoring (A101, A102, AMB-14).

Before the scoring is closed nobody but the judge sees what a sheet says; what was submitted is given back
by a recorded act and never changed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction

from campaigns import contest
from campaigns.models import (
    Judge,
    Presentation,
    Score,
    ScoreSheet,
    Slot,
)
from campaigns.models.contest import Criterion
from personnel.models import StaffMember
from selection import clock
from selection.accounts.models import User
from selection.reasons import Refused
from selection.records import ledgers
from selection.records.models import Attachment

from .acts import check_day, may_record
from .authority import ask_to_confirm, need, require, take, tell
from .presenting import ARRANGED_IN, PRESENTED_IN

Points = Mapping[int, Decimal]  # by criterion


@transaction.atomic
def name_judge(
    held: Presentation, *, by: User, user: User | None = None, name: str = "", unit: str = ""
) -> Judge:
    """With an account, or by name when the sheets come on paper; persons contending and relatives are refused."""
    may_record(held.campaign.plan, by)
    campaign = take(held.campaign, "确定评委", *ARRANGED_IN)
    _refuse_closed(held)
    name = user.name if user else name.strip()
    need((name, "请选择评委的账号，或填写姓名"))
    judge = Judge(presentation=held, user=user, name=name[:30], unit=unit.strip()[:80])
    if why := contest.conflict(judge, contest.speakers(campaign)):
        raise Refused(f"{name}{why}，应当回避，请另选评委")
    if user is not None and held.panel.filter(user=user).exists():
        raise Refused(f"{name}已是评委")
    judge.save()
    ledgers.append(
        campaign.ledger, "确定评委", by=by, about=f"judge:{judge.pk}", person=name, unit=judge.unit
    )
    if user is not None and user != by:
        tell([user], f"您被确定为“{campaign.title}”的评委，请届时在首页评分")
    return judge


@transaction.atomic
def relieve_judge(judge: Judge, *, by: User, reason: str) -> None:
    """The judge's sheets are kept and count no more."""
    may_record(judge.presentation.campaign.plan, by)
    take(judge.presentation.campaign)
    _refuse_closed(judge.presentation)
    need((reason, "请写明评委不再担任的原因"))
    judge.refresh_from_db()
    if judge.ended_on is not None:
        raise Refused(f"{judge.name}已不再担任评委")
    judge.ended_on, judge.end_reason = clock.today(), reason.strip()[:200]
    judge.save(update_fields=["ended_on", "end_reason"])
    _note(
        judge.presentation,
        "评委不再担任",
        by,
        f"judge:{judge.pk}",
        person=judge.name,
        reason=judge.end_reason,
    )


@transaction.atomic
def submit(judge: Judge, staff: StaffMember, points: Points, *, by: User) -> ScoreSheet:
    """The judge's own act; from then on the sheet stands as it is."""
    require(judge.user_id == by.pk, "替别人评分")
    slot = _slot_of(judge, staff)
    return _write(judge, slot, points, entered_by=by, happened_on=clock.today())


@transaction.atomic
def enter_on_paper(
    judge: Judge,
    staff: StaffMember,
    points: Points,
    *,
    by: User,
    happened_on: date,
    attachment: Attachment | None,
) -> ScoreSheet:
    """A signed paper sheet; it counts once a second person compared it with the scan."""
    may_record(judge.presentation.campaign.plan, by)
    check_day(happened_on, True, attachment)
    slot = _slot_of(judge, staff)
    dated = {"happened_on": happened_on, "is_backfilled": True, "attachment": attachment}
    sheet = _write(judge, slot, points, entered_by=by, **dated)
    ask_to_confirm(sheet.campaign.plan, by)
    return sheet


def _slot_of(judge: Judge, staff: StaffMember) -> Slot:
    """The turn of the person whom this judge may score now, or why not."""
    held = judge.presentation
    campaign = take(held.campaign, "评分", PRESENTED_IN)
    held.refresh_from_db()
    judge.refresh_from_db()
    _refuse_closed(held)
    if judge.ended_on is not None:
        raise Refused(f"{judge.name}已不再担任评委，不能评分")
    slot = next((slot for slot in contest.turns(held) if slot.staff_id == staff.pk), None)
    if slot is None:
        raise Refused(f"{staff.name}尚未抽签排定演讲顺序，不能评分")
    if slot.absence:
        raise Refused(f"{staff.name}登记为未到场，不能评分")
    if why := contest.conflict(judge, contest.speakers(campaign)):
        raise Refused(f"{judge.name}{why}，应当回避，不能评分")
    if judge.sheets.filter(staff=staff, is_superseded=False).exists():
        raise Refused(f"对{staff.name}的评分表已经提交，不能再改；确需改动的，请经办人退回后重新评分")
    return slot


def _write(judge: Judge, slot: Slot, points: Points, **dated: Any) -> ScoreSheet:
    criteria = list(judge.presentation.criteria.all())
    if faults := list(_faults(criteria, points)):
        raise Refused(faults)
    sheet = ScoreSheet.objects.create(judge=judge, staff=slot.staff, **dated)
    Score.objects.bulk_create(
        Score(sheet=sheet, criterion=each, points=points[each.pk], most=each.points) for each in criteria
    )
    if slot.spoke_on is None:
        slot.spoke_on = sheet.happened_on
        slot.save(update_fields=["spoke_on"])
    ledgers.append(
        sheet.campaign.ledger,
        "提交评分表",
        by=sheet.entered_by,
        about=f"scoresheet:{sheet.pk}",
        happened_on=sheet.happened_on,
        backfilled=sheet.is_backfilled,
        judge=judge.pk,
        person=slot.staff.name,
    )
    return sheet


def _faults(criteria: list[Criterion], points: Points) -> Iterator[str]:
    if set(points) != {each.pk for each in criteria}:
        yield "每个评分项目都要打分"
        return
    for each in criteria:
        given = points[each.pk]
        if not given.is_finite() or not 0 <= given <= each.points:
            yield f"“{each.title}”应在0到{each.points}分之间"
        elif given != round(given, 2):
            yield f"“{each.title}”最多保留两位小数"


@transaction.atomic
def give_back(sheet: ScoreSheet, *, by: User, reason: str) -> None:
    """So that the judge can score anew, until the scoring is closed; the first sheet is kept with the reason."""
    may_record(sheet.campaign.plan, by)
    take(sheet.campaign)
    sheet.judge.presentation.refresh_from_db()
    _refuse_closed(sheet.judge.presentation)
    sheet.refresh_from_db()
    if sheet.is_superseded:
        raise Refused("这张评分表已经退回")
    drop_sheet(sheet, by, reason)
    about = f"scoresheet:{sheet.pk}"
    said = {"person": sheet.staff.name, "judge": sheet.judge_id, "reason": reason.strip()}
    _note(sheet.judge.presentation, "退回评分表重新评分", by, about, **said)
    if sheet.judge.user:
        tell([sheet.judge.user], f"您对{sheet.staff.name}的评分表已退回，请重新评分：{reason.strip()}")


def drop_sheet(sheet: ScoreSheet, by: User, reason: str) -> None:
    need((reason, "请写明退回的原因"))
    sheet.is_superseded, sheet.return_reason, sheet.returned_by = True, reason.strip()[:200], by
    sheet.save(update_fields=["is_superseded", "return_reason", "returned_by"])


def drop(done: Any, by: User, reason: str) -> None:
    """A draw, a part's figure or a summary of opinions that waits: kept, and counts for nothing."""
    done.is_superseded = True
    done.save(update_fields=["is_superseded"])


def refuse_dropped(done: Any, by: User) -> None:
    done.refresh_from_db(fields=["is_superseded"])
    if done.is_superseded:
        raise Refused("这项补录已经撤回，不必再核实")


def _refuse_closed(held: Presentation) -> None:
    if held.is_closed:
        raise Refused("量分已经结束，不能再改动")


@transaction.atomic
def close(held: Presentation, *, by: User) -> None:
    """From now on the results are read; the ledger keeps every judge's total as it was."""
    may_record(held.campaign.plan, by)
    campaign = take(held.campaign, "结束量分", PRESENTED_IN)
    held.refresh_from_db()
    _refuse_closed(held)
    if missing := list(missing_sheets(held)):
        raise Refused(missing)
    held.closed_at = clock.now()
    held.save(update_fields=["closed_at"])
    totals = contest.Facts(campaign, held).totals
    _note(
        held,
        "量分结束",
        by,
        f"presentation:{held.pk}",
        totals={str(staff): [str(total) for total in given] for staff, given in totals.items()},
    )


def missing_sheets(held: Presentation) -> Iterator[str]:
    turns = contest.progress(held)
    if not turns:
        yield "演讲顺序尚未抽签"
    for each in turns:
        if each.slot.awaits_confirmation:
            yield f"{each.slot.staff.name}登记为未到场，尚待确认"
        elif not each.slot.absence and not each.is_whole:
            yield f"{each.slot.staff.name}应有{each.judges}张评分表，现有{each.sheets}张"


def _note(held: Presentation, act: str, by: User, about: str, **said: Any) -> None:
    ledgers.append(held.campaign.ledger, act, by=by, about=about, **said)
