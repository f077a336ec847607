"""Strike out what was recorded wrongly: it no longer counts, and the record keeps how it stood."""

from __future__ import annotations

from collections.abc import Iterator
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
from campaigns.models.corrections import Recorded
from selection.accounts.models import User
from selection.reasons import Refused

from . import counted, recorded
from .acts import may_record, plan_of
from .authority import need, require
from .resolutions import LEADS_TO


@transaction.atomic
def strike(subject: Recorded, *, by: User, reason: str) -> Correction:
    """作废登记. Who was talked to is on the list again; whom a count moved stands as before."""
    need((reason, "请写明作废的原因"))
    _allow(subject, by)
    plan = recorded.hold(subject)
    if isinstance(subject, Talk) and subject.held_on is None:
        raise Refused(f"与{subject.person.name}的谈话尚未登记")
    if isinstance(subject, Round) and not subject.is_paper:
        raise Refused("系统内的投票请在该轮的页面上作废")
    if not recorded.is_confirmed(subject):
        raise Refused("这项补录尚未核实，请由录入人撤回或由核实人退回")
    correction = recorded.ask(subject, by, reason)
    if weigh(subject, plan):
        return recorded.wait(correction, by)
    put_in_force(correction, by)
    return correction


def weigh(subject: Recorded, plan: Plan) -> bool:
    """Whether a second person must agree; refused where something rests on the record."""
    if because := list(_effects(subject)):
        raise Refused(because)
    return recorded.needs_a_second_person(plan, subject, partial(supersede, subject))


def put_in_force(correction: Correction, by: User) -> None:
    _strike_out(correction.subject, by)
    recorded.write(correction, by, "作废登记")


def _allow(subject: Recorded, by: User) -> None:
    if isinstance(subject, Talk):
        plan = plan_of(subject)
        allowed = permissions.may_inspect(plan, by) or permissions.may_run_plan(plan, by)
        require(allowed, "作废谈话登记")
    else:
        may_record(plan_of(subject), by)


def _effects(subject: Any) -> Iterator[str]:
    """What rests on the record already, so that it can be corrected but not struck out."""
    if isinstance(subject, Meeting):
        for item in subject.items.filter(is_superseded=False):
            for because in _carried_out(item):
                yield f"{because}，不能作废；日期、地点、到会和纪要可以更正"
    elif isinstance(subject, Round):
        yield from counted.what_rests_on(subject)
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
    if item.waivers.filter(granted_on__isnull=False).exists():
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


def _strike_out(subject: Recorded, by: User) -> None:
    supersede(subject)
    if isinstance(subject, Talk):
        again = {name: getattr(subject, name) for name in ("campaign", "kind", "scope", "person")}
        Talk.objects.create(**again)
    elif isinstance(subject, Round):
        counted.return_the_moved(subject, by, f"{subject}的计票已作废，按重新录入的票数处理")


def supersede(subject: Recorded) -> None:
    subject.is_superseded = True
    subject.save(update_fields=["is_superseded"])
    if isinstance(subject, Meeting):
        subject.items.update(is_superseded=True)
        Waiver.objects.filter(agenda_item__meeting=subject).update(agenda_item=None)
