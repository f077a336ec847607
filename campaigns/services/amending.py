"""Correct the day, the words, or who came; what was resolved, and of whom, stays as it is."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any

from django.db import transaction

from campaigns.models import Act, Correction, Meeting, Plan
from selection import clock
from selection.accounts.models import User
from selection.reasons import Refused
from selection.records.acts import refuse_future
from selection.records.models import Attachment

from . import recorded
from .acts import may_record, plan_of
from .authority import need
from .meetings import attendance, refuse_absent_chair, refuse_other_attendance

CHANGEABLE: dict[type, tuple[str, ...]] = {
    Act: ("happened_on", "text"),
    Meeting: ("happened_on", "place", "chair", "due", "present", "attendees", "minutes"),
}


@transaction.atomic
def amend(
    subject: Act | Meeting, *, by: User, reason: str, attachment: Attachment | None = None, **given: Any
) -> Correction:
    """更正. What counts already is corrected by two people, what waits at once, and it waits on."""
    need((reason, "请写明更正的原因"))
    may_record(plan_of(subject), by)
    plan = recorded.hold(subject)
    if isinstance(subject, Meeting):
        given = _counted(subject, given)
    before, after = _difference(subject, given)
    if not after:
        raise Refused("没有需要更正的内容，请改动后再提交")
    if "happened_on" in after:
        refuse_future(date.fromisoformat(after["happened_on"]))
        need((attachment, "更正日期须上传能证明日期的材料"))
    correction = recorded.ask(subject, by, reason, before, after, attachment)
    if subject.is_confirmed:
        weigh(correction, plan)
        return recorded.wait(correction, by)
    _put(correction)
    recorded.write(correction, by, "更正登记")
    return correction


def weigh(correction: Correction, plan: Plan) -> None:
    """Refused where a passed step would no longer stand."""
    recorded.needs_a_second_person(plan, correction.subject, partial(_put, correction))


def put_in_force(correction: Correction, by: User) -> None:
    """A second person has agreed."""
    _put(correction)
    _vouch(correction.subject, by)
    recorded.write(correction, by, "更正登记")


def _put(correction: Correction) -> None:
    subject: Any = correction.subject
    for name, value in correction.after.items():
        if name == "attendees":
            subject.attendees.set(value)
        else:
            setattr(subject, name, date.fromisoformat(value) if name == "happened_on" else value)
    subject.attachment = correction.attachment or subject.attachment
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
