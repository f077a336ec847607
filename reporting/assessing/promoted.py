"""Who was newly appointed in the year and is judged? As the appointments tell, but for what is adjusted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ballots.models import Poll, Subject
from campaigns.models import Appointment
from personnel.models import StaffMember, Tenure
from reporting.models import Adjustment, Assessment
from selection.accounts.models import User


@dataclass(frozen=True)
class Promoted:
    """One line of 表2; ``users`` are kept from running it. Of who was added by hand only the name is known, so all
    of that name are."""

    key: str
    name: str
    born: str
    former: str
    present: str
    users: tuple[User, ...]
    appointment: Appointment | None = None
    adjustment: Adjustment | None = None


def judged(assessment: Assessment) -> list[Promoted]:
    """In the order of their appointments, those added last."""
    adjustments = list(assessment.adjustments.all())
    left_out = {each.left_out_id for each in adjustments}
    added = list(_added(assessment, [each for each in adjustments if each.left_out_id is None]))
    return [_appointed(each) for each in appointments(assessment) if each.pk not in left_out] + added


def listed(assessment: Assessment) -> list[Promoted]:
    """As the sealed paper has them; before anybody could vote, as it would today."""
    poll, live = assessment.promotions, judged(assessment)
    if poll is None or poll.state in (Poll.State.DRAFT, Poll.State.VOID):
        return live
    adjusted = {each.key: each.adjustment for each in live}
    return [_on_paper(each, adjusted.get(each.key)) for each in poll.subjects.all()]


def _on_paper(subject: Subject, adjustment: Adjustment | None) -> Promoted:
    born, former, present = subject.note.split("\n")
    return Promoted(subject.key, subject.label, born, former, present, (), adjustment=adjustment)


def appointments(assessment: Assessment) -> list[Appointment]:
    """Promotions of the year that took effect and stand."""
    found = Appointment.objects.filter(
        candidacy__opening__campaign__plan__organisation=assessment.organisation,
        candidacy__is_promotion=True,
        happened_on__year=assessment.year,
        tenure__isnull=False,
        voided_on=None,
    )
    return list(
        found.select_related("candidacy__staff__user", "candidacy__opening__post", "tenure")
        .prefetch_related("candidacy__staff__tenures__post")
        .order_by("happened_on", "pk")
    )


def _appointed(appointment: Appointment) -> Promoted:
    staff = appointment.candidacy.staff
    return Promoted(
        f"appointment-{appointment.pk}",
        staff.name,
        f"{staff.born.year}年{staff.born.month}月" if staff.born else "",
        _former(staff, appointment),
        _held(str(appointment.candidacy.opening.post), appointment.starts_on.strftime("%Y.%m")),
        (staff.user,) if staff.user else (),
        appointment,
    )


def _former(staff: StaffMember, appointment: Appointment) -> str:
    """The post held last before this one; whoever held none was a teacher, or of the staff."""
    before: list[Tenure] = [
        each
        for each in staff.tenures.all()
        if each.starts_on < appointment.starts_on and each.pk != appointment.tenure_id and not each.voided_on
    ]
    if before:
        last = max(before, key=lambda each: each.starts_on)
        return _held(str(last.post), last.starts_on.strftime("%Y.%m"))
    return "教师" if staff.is_teacher else "职工"


def _held(post: str, since: str) -> str:
    return f"{post}（{since}）"


def _added(assessment: Assessment, adjustments: list[Adjustment]) -> Iterator[Promoted]:
    names = [each.name for each in adjustments]
    known = list(User.objects.filter(organisation=assessment.organisation, name__in=names)) if names else []
    for each in adjustments:
        namesakes = tuple(user for user in known if user.name == each.name)
        yield Promoted(
            f"added-{each.pk}", each.name, each.born, each.former, each.present, namesakes, adjustment=each
        )
