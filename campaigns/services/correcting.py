"""Strike out what was recorded wrongly, or correct it; the record keeps how it stood before.

Nobody opens a gate after the fact: what a passed step relies on stays, and what would meet a rule that
is unmet now, or undoes what two people vouched for, waits for a second person.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from typing import Any

from django.db import transaction

from campaigns import permissions
from campaigns.choices import ActKind, AgendaPurpose, Purpose, Standing
from campaigns.models import (
    Act,
    AgendaItem,
    Campaign,
    CandidateForm,
    Correction,
    Meeting,
    Opening,
    Plan,
    Round,
    Talk,
    Waiver,
)
from campaigns.models.corrections import Recorded, name_of
from campaigns.standing import weigh
from campaigns.voices import TALK_PURPOSES
from selection import chinese, clock
from selection.accounts.models import User
from selection.reasons import Refused
from selection.records import ledgers
from selection.records.acts import refuse_future
from selection.records.models import Attachment, DatedAct

from .acts import may_record, plan_of
from .authority import need, require, take, tell
from .meetings import attendance, refuse_absent_chair, refuse_other_attendance
from .resolutions import LEADS_TO

CHANGEABLE: dict[type, tuple[str, ...]] = {
    Act: ("happened_on", "text"),
    Meeting: ("happened_on", "place", "chair", "due", "present", "attendees", "minutes"),
}


@transaction.atomic
def strike(subject: Recorded, *, by: User, reason: str) -> Correction:
    """作废登记: it no longer counts. Who was talked to is on the list again."""
    need((reason, "请写明作废的原因"))
    _allow(subject, by)
    plan = _take(subject)
    if isinstance(subject, Talk) and subject.held_on is None:
        raise Refused(f"与{subject.person.name}的谈话尚未登记")
    if not _is_confirmed(subject):
        raise Refused("这项补录尚未核实，请由录入人撤回或由核实人退回")
    if isinstance(subject, Round) and subject.purpose not in TALK_PURPOSES.values():
        raise Refused("计票结果请在该轮的页面上作废")
    _refuse_effects(subject)
    correction = _ask(subject, by, reason)
    return _settle(correction, by, waits=_weigh(plan, subject, partial(_strike, subject)))


@transaction.atomic
def amend(
    subject: Act | Meeting, *, by: User, reason: str, attachment: Attachment | None = None, **given: Any
) -> Correction:
    """更正: the day, the words, or who came. What was resolved, and of whom, stays as it is."""
    need((reason, "请写明更正的原因"))
    _allow(subject, by)
    plan = _take(subject)
    if isinstance(subject, Meeting):
        given = _counted(subject, given)
    before, after = _difference(subject, given)
    if not after:
        raise Refused("没有需要更正的内容，请改动后再提交")
    if "happened_on" in after:
        refuse_future(date.fromisoformat(after["happened_on"]))
        need((attachment, "更正日期须上传能证明日期的材料"))
    correction = _ask(subject, by, reason, before, after, attachment)
    if _is_confirmed(subject):
        _weigh(plan, subject, partial(_amend, subject, after, attachment))
    return _settle(correction, by, waits=_is_confirmed(subject))


@transaction.atomic
def send_back(done: Any, *, by: User, reason: str) -> None:
    """What was entered from paper and waits: withdrawn by who entered it, or not confirmed by the second."""
    need((reason, "请写明原因"))
    plan = plan_of(done)
    _may_send_back(plan, done, by)
    if isinstance(done, Correction):
        done.is_dropped = True
        done.save(update_fields=["is_dropped"])
        ledgers.append(
            plan.ledger, f"未予更正：{done}"[:60], by=by, about=_about(done.subject), reason=reason
        )
    else:
        _take(done)
        _settle(_ask(done, by, reason), by, waits=False)
    if by.pk != done.entered_by_id:
        tell([done.entered_by], f"您补录的“{_said(done)}”未予核实：{reason}", _page(plan))


def _may_send_back(plan: Plan, done: DatedAct, by: User) -> None:
    if done.entered_by_id != by.pk:
        require(permissions.may_confirm(plan, by), "退回补录事项")
    locked: Any = type(done)._default_manager.select_for_update(of=("self",)).get(pk=done.pk)
    dropped = getattr(locked, "is_dropped", False) or getattr(locked, "is_superseded", False)
    if locked.is_confirmed or dropped:
        raise Refused("该事项已经核实或已经撤回")


def on_confirmed(correction: Correction, by: User) -> None:
    """A second person agrees: the correction takes effect, if what was passed still stands with it."""
    if correction.is_dropped:
        raise Refused("该更正已经撤回")
    subject = correction.subject
    plan = _take(subject)
    if correction.is_strike:
        _refuse_effects(subject)
        _weigh(plan, subject, partial(_strike, subject))
    elif subject.entered_by_id == by.pk:  # type: ignore[union-attr]
        raise Refused("补录事项须由录入人以外的人确认")
    else:
        _weigh(plan, subject, partial(_amend, subject, correction.after, correction.attachment))
    _put_in_force(correction, by)


def refuse_withdrawn(done: Act, by: User) -> None:
    """What was withdrawn meanwhile cannot be confirmed any more."""
    if done.is_superseded:
        raise Refused("这项补录已经撤回，不必再核实")


def _allow(subject: Recorded, by: User) -> None:
    if isinstance(subject, Talk):
        plan = plan_of(subject)
        allowed = permissions.may_inspect(plan, by) or permissions.may_run_plan(plan, by)
        require(allowed, "作废谈话登记")
    else:
        may_record(plan_of(subject), by)


def _take(subject: Recorded) -> Plan:
    """The plan, with its campaigns held, and the record as it stands now."""
    plan = plan_of(subject)
    campaigns = list(Campaign.objects.select_for_update(of=("self",)).filter(plan=plan).order_by("pk"))
    own = getattr(subject, "campaign", None)
    running = [own] if own else [each for each in campaigns if each.is_running]
    if not running:
        raise Refused("选拔任用已经结束，不能再更正")
    for each in running:
        take(each, "更正")
    subject.refresh_from_db()
    if subject.is_superseded:
        raise Refused("这项登记已经作废或已被取代")
    if subject.corrections.waiting().exists():
        raise Refused("这项登记已有更正待第二人核实，请先核实或撤回")
    return plan


def _is_confirmed(subject: Recorded) -> bool:
    return isinstance(subject, Talk) or subject.is_confirmed


def _weigh(plan: Plan, subject: Recorded, change: Callable[[], None]) -> bool:
    """Whether a second person must agree; refused where a passed step would no longer stand."""
    weighed = weigh(plan, change)
    subject.refresh_from_db()
    if weighed.breaks:
        first = f"{name_of(subject)}是已办步骤的依据，这样改动后就不符合要求，请先补办或退回相应阶段："
        raise Refused([first, *weighed.breaks])
    return weighed.opens or getattr(subject, "confirmed_by_id", None) is not None


def _refuse_effects(subject: Any) -> None:
    if because := list(_effects(subject)):
        raise Refused(because)


def _effects(subject: Any) -> Iterator[str]:
    """What rests on the record already, so that it can be corrected but not struck out."""
    if isinstance(subject, Meeting):
        for item in subject.items.filter(is_superseded=False):
            for because in _carried_out(item):
                yield f"{because}，不能作废；日期、地点、到会和纪要可以更正"
    elif isinstance(subject, Act) and subject.kind == ActKind.APPROVED_ELSEWHERE:
        person = subject.candidacy
        if person is not None and person.standing == Standing.APPOINTED:
            yield f"{person.staff.name}已据此任职，不能作废"


def _carried_out(item: AgendaItem) -> Iterator[str]:
    purpose = AgendaPurpose(item.purpose)
    if purpose in LEADS_TO and (item.outcomes.exists() or item.nominated.exists()):
        yield f"这次会议的“{purpose.label}”已对人选起作用"
    if CandidateForm.objects.filter(agenda_item=item).exists():
        yield "已凭这次会议报送人选审核表"
    if item.waivers.exists():
        yield "已凭这次会议批准例外事项"
    if purpose == AgendaPurpose.VACANCY and _has_vacancy(item.campaign):
        yield "已凭这次会议登记岗位空缺"
    if purpose == AgendaPurpose.DECISION and _was_voted(item.campaign):
        yield "已在这次会议上表决"


def _has_vacancy(campaign: Campaign | None) -> bool:
    return campaign is not None and campaign.openings.filter(result=Opening.Result.VACANT).exists()


def _was_voted(campaign: Campaign | None) -> bool:
    voted = {"purpose": Purpose.DECISION, "is_superseded": False}
    return campaign is not None and campaign.rounds.filter(**voted).exists()


def _strike(subject: Recorded) -> None:
    subject.is_superseded = True
    subject.save(update_fields=["is_superseded"])
    if isinstance(subject, Meeting):
        subject.items.update(is_superseded=True)
        Waiver.objects.filter(agenda_item__meeting=subject).update(agenda_item=None)
    elif isinstance(subject, Talk):
        again = {name: getattr(subject, name) for name in ("campaign", "kind", "scope", "person")}
        Talk.objects.create(**again)


def _amend(subject: Any, after: dict[str, Any], attachment: Attachment | None) -> None:
    for name, value in after.items():
        if name == "attendees":
            subject.attendees.set(value)
        else:
            setattr(subject, name, date.fromisoformat(value) if name == "happened_on" else value)
    subject.attachment = attachment or subject.attachment
    subject.save()


def _vouch(subject: Any, by: User) -> None:
    """Dated before the day on which it was entered: from now on 线下·补录, confirmed with its correction."""
    if not subject.is_backfilled and subject.happened_on < clock.local(subject.entered_at).date():
        subject.is_backfilled, subject.confirmed_by, subject.confirmed_at = True, by, clock.now()
        subject.save(update_fields=["is_backfilled", "confirmed_by", "confirmed_at"])


def _counted(meeting: Meeting, given: dict[str, Any]) -> dict[str, Any]:
    """Who was due is a body's members on the day; the chair is one of those who came."""
    attendees = list(given.get("attendees", meeting.attendees.all()))
    day = given.get("happened_on", meeting.happened_on)
    due, present = given.get("due", meeting.due), given.get("present", meeting.present)
    if meeting.body is not None:
        due, present = attendance(meeting.body, day, attendees, present)
    refuse_other_attendance(meeting.plan, meeting.body, day, present)
    if present > due:
        raise Refused(f"实到{present}人多于应到{due}人，请核对")
    refuse_absent_chair(given.get("chair", meeting.chair), attendees)
    return given | {"due": due, "present": present}


def _difference(subject: Act | Meeting, given: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """What is to be changed, as it stands and as it shall be, fit for JSON."""
    names = [name for name in CHANGEABLE[type(subject)] if name in given]
    now = {name: _plain(getattr(subject, name)) for name in names}
    then = {name: _plain(given[name]) for name in names}
    changed = [name for name in names if now[name] != then[name]]
    return {name: now[name] for name in changed}, {name: then[name] for name in changed}


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str | int):
        return value
    return sorted(each.pk for each in (value.all() if hasattr(value, "all") else value))


def _ask(
    subject: Recorded,
    by: User,
    reason: str,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    attachment: Attachment | None = None,
) -> Correction:
    return Correction.objects.create(
        **{str(subject._meta.model_name): subject},
        reason=reason,
        before=before or {},
        after=after or {},
        attachment=attachment,
        entered_by=by,
    )


def _settle(correction: Correction, by: User, waits: bool) -> Correction:
    if waits:
        correction.is_backfilled = True
        correction.save(update_fields=["is_backfilled"])
        _write(correction, by, "申请作废" if correction.is_strike else "申请更正")
    else:
        _put_in_force(correction, by)
    return correction


def _put_in_force(correction: Correction, by: User) -> None:
    subject = correction.subject
    if correction.is_strike:
        _strike(subject)
    else:
        _amend(subject, correction.after, correction.attachment)
        if correction.is_backfilled:
            _vouch(subject, by)
    _write(correction, by, "作废登记" if correction.is_strike else "更正登记")


def _write(correction: Correction, by: User, act: str) -> None:
    ledgers.append(
        correction.plan.ledger,
        act,
        by=by,
        about=_about(correction.subject),
        title=name_of(correction.subject),
        correction_id=correction.pk,
        changed=sorted(correction.after),
        days=_days(correction),
        reason=correction.reason,
    )


def _days(correction: Correction) -> str:
    """From which day to which, where the day was wrong."""
    if "happened_on" not in correction.after:
        return ""
    then, now = (date.fromisoformat(each["happened_on"]) for each in (correction.before, correction.after))
    return f"日期由{chinese.day(then)}改为{chinese.day(now)}"


def _about(subject: Recorded) -> str:
    return f"{subject._meta.model_name}:{subject.pk}"


def _said(done: Any) -> str:
    return str(done) if isinstance(done, Correction) else name_of(done)


def _page(plan: Plan) -> str:
    campaign = plan.campaigns.first()
    return campaign.get_absolute_url() if campaign else plan.get_absolute_url()
