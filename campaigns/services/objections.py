"""反映事项: received from the motion on, concluded; an open one stands between the person and the post."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction

from campaigns import dispositions, permissions
from campaigns.choices import (
    ActKind,
    Addressee,
    Disposition,
    ObjectionChannel,
    ObjectionConclusion,
    Stage,
    Standing,
)
from campaigns.models import Campaign, Candidacy, Objection
from personnel.models import StaffMember
from selection import chinese, clock
from selection.accounts.models import User
from selection.reasons import Refused
from selection.records import ledgers
from selection.records.acts import refuse_future

from . import settling
from .authority import need, require, take, tell
from .in_charge import names_in_charge

OUT = (Standing.WITHDRAWN, Standing.NOT_SELECTED, Standing.EXCLUDED)


@transaction.atomic
def receive(person: Candidacy, *, by: User, **said: Any) -> Objection:
    """Register one objection to a candidate; who made it is written nowhere (T034, B059)."""
    campaign = _open_for(person.campaign, by)
    if Candidacy.objects.get(pk=person.pk).standing in OUT:
        raise Refused(f"{person.staff.name}已不是本次人选，不必登记反映事项")
    return _register(campaign, person.staff, person, by, **said)


@transaction.atomic
def receive_on(campaign: Campaign, staff: StaffMember | None = None, *, by: User, **said: Any) -> Objection:
    """Register one about the selection itself, or about somebody who is no candidate of it, or not yet."""
    campaign = _open_for(campaign, by)
    if staff is not None and campaign.candidacies().filter(staff=staff).exclude(standing__in=OUT).exists():
        raise Refused(f"{staff.name}已是本次人选，请在人选中选择")
    return _register(campaign, staff, None, by, **said)


def _open_for(campaign: Campaign, by: User) -> Campaign:
    """From the motion on until the end."""
    locked = take(campaign, "登记反映事项")
    require(permissions.may_register(locked, by), "登记反映事项")
    if reason := before_the_motion(locked):
        raise Refused(reason)
    return locked


def before_the_motion(campaign: Campaign) -> str:
    """Why nothing is taken in yet; where the rulebook asks for no opinion, the plan's draft is the motion."""
    is_asked = campaign.ruleset.motion.opinion and campaign.stage == Stage.PREPARE
    if not is_asked or campaign.done(ActKind.MOTION).exists():
        return ""
    return "动议还没有提出，本次选拔尚未开始受理反映；请先登记学校党组织的启动意见，再来登记"


def _register(
    campaign: Campaign,
    staff: StaffMember | None,
    person: Candidacy | None,
    by: User,
    *,
    channel: ObjectionChannel | str,
    is_signed: bool,
    summary: str,
    received_on: date | None = None,
    addressee: Addressee | str = Addressee.SCHOOL,
) -> Objection:
    day = received_on or clock.today()
    refuse_future(day, "收到日期")
    need((summary, "请写明反映的主要内容"))
    facts = {
        "received_on": day,
        "channel": ObjectionChannel(channel),
        "is_signed": is_signed,
        "entered_by": by,
        "staff": staff,
    }
    for same in campaign.objections.filter(candidacy=person, **facts):
        if same.summary == summary.strip():  # the form was sent twice
            return same
    about = "" if staff is None else staff.name
    found = Objection.objects.create(
        campaign=campaign,
        candidacy=person,
        summary=summary.strip(),
        addressee=_reader(campaign, addressee, f"{about}{summary}"),
        **facts,
    )
    if permissions.is_concerned(found, by):
        raise Refused("反映的是您本人或您的亲属，您应当回避，请由教育局纪检登记")
    _note(campaign, "受理反映事项", by, found, day)
    if not found.is_of_the_school:
        tell_discipline(found, by)
    return found


def _reader(campaign: Campaign, addressee: Addressee | str, said: str) -> Addressee:
    """Whatever names those who would settle it at the school goes up, however it came in."""
    return Addressee.DISCIPLINE if names_in_charge(campaign.organisation, said) else Addressee(addressee)


def tell_discipline(objection: Objection, by: User) -> None:
    school = objection.campaign.organisation
    above = [
        user
        for user in User.objects.who_may("answer_discipline", school).exclude(pk=by.pk)
        if permissions.may_look_into(objection, user)
    ]
    tell(above, f"{school.name}有一件反映事项由您办理，请安排核查", objection.get_absolute_url())


@transaction.atomic
def resolve(
    objection: Objection,
    *,
    by: User,
    conclusion: ObjectionConclusion | str,
    disposition: Disposition | str,
    findings: str,
    remark: str = "",
    resolved_on: date | None = None,
) -> list[str]:
    """查清并提出处理意见 (B059, B060); what follows from it is done at once, and said (T036–T038)."""
    campaign = take(objection.campaign, "办结反映事项")
    objection.refresh_from_db()
    require(permissions.may_look_into(objection, by), "办结反映事项")
    day = resolved_on or clock.today()
    refuse_future(day, "办结日期")
    need((conclusion, "请选择核查结论"), (findings, "请写明核查情况"), (disposition, "请选择处理意见"))
    _refuse_unready(objection, day)
    if misfits := list(dispositions.misfits(objection, conclusion, disposition)):
        raise Refused(misfits)
    objection.conclusion = ObjectionConclusion(conclusion)
    objection.disposition, objection.remark = Disposition(disposition), remark.strip()
    objection.findings, objection.resolved_on = findings.strip(), day
    objection.resolve()
    objection.save()
    _note(campaign, "办结反映事项", by, objection, day)
    return settling.carry_out(objection, by=by)


def _refuse_unready(objection: Objection, day: date) -> None:
    if not objection.is_open:
        raise Refused("该反映事项已经办结")
    if day < objection.received_on:
        raise Refused(
            f"办结日期（{chinese.day(day)}）早于收到日期（{chinese.day(objection.received_on)}），请核对"
        )
    settling.refuse_partial_investigation(objection)


@transaction.atomic
def admonish(objection: Objection, *, by: User, on: date | None = None) -> None:
    """谈话提醒或诫勉 was given: from now on the person may be appointed (T038)."""
    campaign = take(objection.campaign, "登记谈话")
    objection.refresh_from_db()
    require(permissions.may_look_into(objection, by), "登记谈话")
    day = on or clock.today()
    refuse_future(day, "谈话日期")
    if objection.disposition != Disposition.ADMONISH or objection.admonished_on is not None:
        raise Refused("该反映事项没有待进行的谈话提醒或诫勉")
    assert objection.resolved_on is not None
    if day < objection.resolved_on:
        raise Refused(f"谈话日期不能早于办结日期（{chinese.day(objection.resolved_on)}），请核对")
    objection.admonished_on = day
    objection.save(update_fields=["admonished_on"])
    _note(campaign, "已谈话提醒或诫勉", by, objection, day)


def _note(
    campaign: Campaign, act: str, by: User, objection: Objection, happened_on: date | None = None
) -> None:
    ledgers.append(campaign.ledger, act, by=by, about=f"objection:{objection.pk}", happened_on=happened_on)
