"""Who has to speak of whom in the deciding meeting, and in which order? (R-23, R-25)"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from campaigns.choices import Purpose
from campaigns.recusal import kept, relatives

if TYPE_CHECKING:
    from campaigns.models import AgendaItem, Candidacy
    from personnel.models import StaffMember


def persons_of(item: AgendaItem) -> list[Candidacy]:
    """Of whom the body speaks; a person held waits alone."""
    return list(item.campaign.live()) if item.campaign else []


def members_of(item: AgendaItem) -> list[StaffMember]:
    """Who was there, the first leader last."""
    meeting = item.meeting
    came = {staff.pk: staff for staff in meeting.attendees.all()}
    if meeting.body is None:
        return list(came.values())
    seated = [member.staff_id for member in meeting.body.members_on(meeting.happened_on)]
    return [came[pk] for pk in seated if pk in came]


def withdrawn(item: AgendaItem) -> set[tuple[int, int]]:
    """Member and person: who leaves the room while that person's post is talked about."""
    found = set()
    for person in persons_of(item):
        rivals = set(person.opening.candidacies.live().values_list("staff", flat=True))
        held = person.campaign.standing_round(Purpose.DECISION, person.opening)
        gone = (rivals | {one.pk for one, _ in relatives(rivals)}) - (kept(held) if held else set())
        found |= {(member, person.pk) for member in gone | {person.staff_id}}
    return found


def out_of_turn(item: AgendaItem, order: list[int]) -> Iterator[str]:
    """The first leader speaks after everybody else."""
    body = item.meeting.body
    seats = body.members_on(item.meeting.happened_on).filter(is_first_leader=True) if body else ()
    for seat in seats:
        if seat.staff_id in order[:-1]:
            yield f"主要负责人{seat.staff.name}应当最后表态"
