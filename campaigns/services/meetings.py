"""Record meetings and what they resolved."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from django.db import transaction

from campaigns.choices import AgendaPurpose, Outcome, Purpose
from campaigns.models import (
    AgendaItem,
    AgendaOutcome,
    Campaign,
    Candidacy,
    Meeting,
    Opening,
    Plan,
    Round,
    Waiver,
)
from personnel.models import Body, StaffMember
from selection import clock
from selection.accounts.models import User
from selection.reasons import Refused
from selection.records import ledgers
from selection.records.acts import just_entered
from selection.records.models import Attachment

from . import resolutions, waiving
from .acts import check_day, may_record, refuse_if_over
from .authority import ask_to_confirm, hold_plan, take

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
    waivers: Iterable[Waiver] = (),
    openings: Iterable[Opening] = (),
) -> AgendaItem:
    """One agenda item: what was resolved, of whom, which exceptions it grants and which posts stay empty.

    It is carried out at once, or, of a meeting entered from paper, when a second person confirms that.
    """
    may_record(meeting.plan, by)
    purpose = AgendaPurpose(purpose)
    if campaign is not None:
        campaign = take(campaign, f"办理“{purpose.label}”")
    too_early = resolutions.not_now(campaign, purpose) if campaign else ()
    if reasons := [*too_early, *objections(meeting, campaign, purpose)]:
        raise Refused(reasons)
    if not resolution.strip():
        raise Refused("请写明会议决定")
    if not outcomes and purpose in NAMING_NOBODY:
        raise Refused(NAMING_NOBODY[purpose])
    campaign = _concerned(campaign, purpose)
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
    if waivers := list(waivers):
        waiving.put_to_meeting(waivers, item)
    item.openings.set(openings)
    if reasons := list(resolutions.unfit(item)):
        raise Refused(reasons)
    ledgers.append(
        meeting.plan.ledger,
        purpose.label,
        by=by,
        about=f"agendaitem:{item.pk}",
        happened_on=meeting.happened_on,
        backfilled=meeting.is_backfilled,
        people={str(candidacy.pk): str(_outcome(said)) for candidacy, said in (outcomes or {}).items()},
    )
    if meeting.is_confirmed:
        resolutions.carry_out(item, by)
    return item


def _concerned(campaign: Campaign | None, purpose: AgendaPurpose) -> Campaign | None:
    """What is resolved of the plan is so for all its tracks: one text, one approval."""
    return None if purpose == AgendaPurpose.PLAN else campaign


def objections(meeting: Meeting, campaign: Campaign | None, purpose: AgendaPurpose) -> Iterator[str]:
    """Why an item cannot be added to a meeting that is recorded already."""
    if meeting.is_superseded:
        yield "这次会议的登记已作废，不能再加议题"
    elif not meeting.is_confirmed or not resolutions.has_effect(campaign, purpose):
        return
    elif meeting.is_backfilled:
        yield f"{meeting}的补录已经核实，核实时没有这个议题；请另行补录，由第二人核实后生效"
    elif meeting.happened_on < clock.today():
        yield f"{meeting}不是今天的会议，事后补记的议题请按“线下·补录”另行录入会议并上传材料，由第二人核实后生效"


def _says(item: AgendaItem) -> dict[int, str]:
    return dict(item.outcomes.values_list("candidacy", "outcome"))


def _outcome(said: NAMED) -> Outcome:
    return said[0] if isinstance(said, tuple) else Outcome(said)
