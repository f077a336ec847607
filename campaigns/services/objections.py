"""反映事项: received, looked into, concluded; an open one stands between the person and the post."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from campaigns import permissions
from campaigns.choices import ObjectionChannel, ObjectionConclusion, Standing
from campaigns.models import Campaign, Candidacy, Objection
from selection import chinese, clock
from selection.accounts.models import User
from selection.reasons import Refused
from selection.records import ledgers
from selection.records.acts import refuse_future

from .authority import need, require, take

OUT = (Standing.WITHDRAWN, Standing.NOT_SELECTED, Standing.EXCLUDED)


@transaction.atomic
def receive(
    person: Candidacy,
    *,
    by: User,
    channel: ObjectionChannel | str,
    is_signed: bool,
    summary: str,
    received_on: date | None = None,
) -> Objection:
    """Register one objection; who made it is written nowhere (T034, B059)."""
    campaign = take(person.campaign, "登记反映事项")
    require(permissions.may_register(campaign, by), "登记反映事项")
    day = received_on or clock.today()
    refuse_future(day, "收到日期")
    need((summary, "请写明反映的主要内容"))
    standing = Candidacy.objects.get(pk=person.pk).standing
    if standing in OUT:
        raise Refused(f"{person.staff.name}已不是本次人选，不必登记反映事项")
    facts = {
        "received_on": day,
        "channel": ObjectionChannel(channel),
        "is_signed": is_signed,
        "entered_by": by,
    }
    for same in campaign.objections.filter(candidacy=person, **facts):
        if same.summary == summary.strip():  # the form was sent twice
            return same
    found = Objection.objects.create(campaign=campaign, candidacy=person, summary=summary.strip(), **facts)
    _note(campaign, "受理反映事项", by, found, day)
    return found


@transaction.atomic
def investigate(objection: Objection, *, by: User, investigator: str) -> None:
    campaign = take(objection.campaign, "核查反映事项")
    require(permissions.may_look_into(objection, by), "核查反映事项")
    need((investigator, "请写明核查人"))
    objection.refresh_from_db()
    if objection.state != Objection.State.RECEIVED:
        raise Refused(f"该反映事项{objection.get_state_display()}，不必再安排核查")
    objection.investigator = investigator.strip()
    objection.investigate()
    objection.save()
    _note(campaign, "核查反映事项", by, objection)


@transaction.atomic
def resolve(
    objection: Objection,
    *,
    by: User,
    conclusion: ObjectionConclusion | str,
    disposition: str,
    findings: str,
    resolved_on: date | None = None,
) -> None:
    """查清并提出处理意见 (B059, B060). What becomes of the person is an act of its own."""
    campaign = take(objection.campaign, "办结反映事项")
    require(permissions.may_look_into(objection, by), "办结反映事项")
    day = resolved_on or clock.today()
    refuse_future(day, "办结日期")
    need((conclusion, "请选择核查结论"), (findings, "请写明核查情况"), (disposition, "请写明处理意见"))
    objection.refresh_from_db()
    if objection.state == Objection.State.RESOLVED:
        raise Refused("该反映事项已经办结")
    if day < objection.received_on:
        raise Refused(
            f"办结日期（{chinese.day(day)}）早于收到日期（{chinese.day(objection.received_on)}），请核对"
        )
    objection.conclusion = ObjectionConclusion(conclusion)
    objection.disposition, objection.findings = disposition.strip(), findings.strip()
    objection.resolved_on = day
    objection.resolve()
    objection.save()
    _note(campaign, "办结反映事项", by, objection, day)


def _note(
    campaign: Campaign, act: str, by: User, objection: Objection, happened_on: date | None = None
) -> None:
    ledgers.append(campaign.ledger, act, by=by, about=f"objection:{objection.pk}", happened_on=happened_on)
