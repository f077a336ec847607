"""Record meetings and what they resolved; a resolution moves the persons it speaks of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db import transaction

from campaigns.choices import LIVE, AgendaPurpose, Outcome, Purpose, Stage, Standing
from campaigns.models import AgendaItem, AgendaOutcome, Campaign, Candidacy, Meeting, Plan, Round
from personnel.models import Body, StaffMember
from selection import clock
from selection.accounts.models import User
from selection.reasons import Refused
from selection.records import ledgers
from selection.records.acts import just_entered
from selection.records.models import Attachment

from .acts import check_day, may_record, refuse_if_over
from .authority import ask_to_confirm, hold_plan, take

# Items that move the persons they speak of belong to the stages in which persons can be moved so.
RESOLVED_IN = {
    AgendaPurpose.SHORTLIST: (Stage.RECOMMEND,),
    AgendaPurpose.INSPECTEES: (Stage.EVALUATE, Stage.INSPECT),
}
NAMING_NOBODY = {
    AgendaPurpose.CANDIDATES: "还没有人选，会议无从研究：请先提出人选，再录入“研究推荐人选并报审”",
    AgendaPurpose.INSPECTEES: "请写明对每名人选的意见，没有写明人选的议题不能确定考察对象",
}
NAMED = Outcome | tuple[Outcome, str] | str


@transaction.atomic
def hold(
    plan: Plan,
    *,
    by: User,
    name: str,
    due: int,
    present: int,
    happened_on: date | None = None,
    body: Body | None = None,
    place: str = "",
    chair: str = "",
    attendees: Iterable[StaffMember] = (),
    minutes: str = "",
    is_backfilled: bool = False,
    attachment: Attachment | None = None,
) -> Meeting:
    """One meeting. Where a body met, who was due are its members on that day."""
    may_record(plan, by)
    refuse_if_over(plan)
    day = happened_on or clock.today()
    check_day(day, is_backfilled, attachment)
    attendees = list(attendees)
    if body is not None:
        due, present = attendance(body, day, attendees, present)
    refuse_other_attendance(plan, body, day, present)
    if present > due:
        raise Refused(f"实到{present}人多于应到{due}人，请核对")
    refuse_absent_chair(chair, attendees)
    facts: dict[str, Any] = {
        "body": body,
        "name": name,
        "happened_on": day,
        "place": place,
        "chair": chair,
        "due": due,
        "present": present,
        "minutes": minutes,
        "is_backfilled": is_backfilled,
    }
    hold_plan(plan)
    if twin := just_entered(plan.meetings.filter(is_superseded=False), by, **facts):
        return twin
    meeting = Meeting.objects.create(plan=plan, attachment=attachment, entered_by=by, **facts)
    meeting.attendees.set(attendees)
    ledgers.append(
        plan.ledger,
        "召开会议",
        by=by,
        about=f"meeting:{meeting.pk}",
        happened_on=day,
        backfilled=is_backfilled,
        due=due,
        present=present,
    )
    if is_backfilled:
        ask_to_confirm(plan, by)
    return meeting


def refuse_other_attendance(plan: Plan, body: Body | None, day: date, present: int) -> None:
    """What a vote taken in this meeting has told of it already."""
    voted = Round.objects.filter(
        campaign__plan=plan, purpose=Purpose.DECISION, happened_on=day, is_superseded=False
    )
    for held in voted if body is not None and body == plan.body else ():
        came = held.counts.present if held.counts else None
        if came not in (None, present) and not (held.poll and held.poll.state in ("draft", "void")):
            raise Refused(f"当天{held.opening}表决时实到{came}人，与这里的{present}人不一致，请核对")


def attendance(body: Body, day: date, attendees: list[StaffMember], present: int) -> tuple[int, int]:
    members = {member.staff_id for member in body.members_on(day)}
    strangers = [staff.name for staff in attendees if staff.pk not in members]
    if strangers:
        raise Refused(f"{'、'.join(strangers)}不是{body}的成员，可作为列席人员写入纪要")
    return len(members), len(attendees) if attendees else present


def refuse_absent_chair(chair: str, attendees: list[StaffMember]) -> None:
    """Where those who came are named, one of them was in the chair, be it with a title before the name."""
    if chair and attendees and not any(staff.name in chair for staff in attendees):
        raise Refused(f"主持人{chair}不在到会成员中，请核对")


@transaction.atomic
def resolve(
    meeting: Meeting,
    purpose: AgendaPurpose | str,
    *,
    by: User,
    resolution: str,
    campaign: Campaign | None = None,
    outcomes: Mapping[Candidacy, NAMED] | None = None,
) -> AgendaItem:
    """One agenda item and its resolution; persons agreed to under 确定考察对象 become inspectees."""
    may_record(meeting.plan, by)
    purpose = AgendaPurpose(purpose)
    if campaign is not None:
        take(campaign, f"办理“{purpose.label}”", *RESOLVED_IN.get(purpose, ()))
    if meeting.is_superseded:
        raise Refused("这次会议的登记已作废，不能再加议题")
    if not resolution.strip():
        raise Refused("请写明会议决定")
    if not outcomes and purpose in NAMING_NOBODY:
        raise Refused(NAMING_NOBODY[purpose])
    twin = meeting.items.filter(
        purpose=purpose, campaign=campaign, resolution=resolution, is_superseded=False
    ).last()
    if twin is not None and _says(twin) == {
        each.pk: _outcome(said) for each, said in (outcomes or {}).items()
    }:
        return twin
    item = AgendaItem.objects.create(
        meeting=meeting, campaign=campaign, purpose=purpose, resolution=resolution
    )
    for candidacy, said in (outcomes or {}).items():
        outcome, note = said if isinstance(said, tuple) else (Outcome(said), "")
        AgendaOutcome.objects.create(item=item, candidacy=candidacy, outcome=outcome, note=note)
    ledgers.append(
        meeting.plan.ledger,
        purpose.label,
        by=by,
        about=f"agendaitem:{item.pk}",
        happened_on=meeting.happened_on,
        backfilled=meeting.is_backfilled,
        people={str(candidacy.pk): str(_outcome(said)) for candidacy, said in (outcomes or {}).items()},
    )
    if purpose == AgendaPurpose.INSPECTEES:
        _fix_inspectees(item, by)
    elif purpose == AgendaPurpose.SHORTLIST:
        _fix_shortlist(item, by)
    elif purpose == AgendaPurpose.NOMINATION:
        _back_nominations(item, by)
    return item


def _says(item: AgendaItem) -> dict[int, str]:
    return dict(item.outcomes.values_list("candidacy", "outcome"))


def _outcome(said: NAMED) -> Outcome:
    return said[0] if isinstance(said, tuple) else Outcome(said)


def _fix_inspectees(item: AgendaItem, by: User) -> None:
    """确定考察对象: agreed → inspectee, deferred → held, else passed over (A078, AMB-23)."""
    from . import people

    for said in item.outcomes.select_related("candidacy__staff"):
        person = said.candidacy
        if person.standing not in LIVE:
            raise Refused(f"{person.staff.name}已不是本次人选，不能列为考察对象")
        if said.outcome == Outcome.AGREED and person.standing != Standing.INSPECTEE:
            people.become_inspectee(person)
        elif said.outcome == Outcome.DEFERRED:
            people.hold(person, by=by, reason=said.note or "集体研究暂缓")
        elif said.outcome == Outcome.REFUSED:
            people.pass_over(person, by=by, reason=said.note or "集体研究未列为考察对象")


def _fix_shortlist(item: AgendaItem, by: User) -> None:
    """确定会议推荐人选: whoever is not agreed to leaves the list before the ballot is printed (B034)."""
    from . import people

    for said in item.outcomes.exclude(outcome=Outcome.AGREED).select_related("candidacy__staff"):
        people.pass_over(said.candidacy, by=by, reason=said.note or "未列为会议推荐人选")


def _back_nominations(item: AgendaItem, by: User) -> None:
    """组织提名: whoever was brought up beforehand is nominated by this item, or leaves the list (A066)."""
    from . import people

    for said in item.outcomes.select_related("candidacy__staff"):
        if said.outcome == Outcome.AGREED:
            said.candidacy.nominated_by = item
            said.candidacy.save(update_fields=["nominated_by"])
        else:
            people.pass_over(said.candidacy, by=by, reason=said.note or "班子集体研究未提名")
