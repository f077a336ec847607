"""试用期: begun with a promotion, reviewed at its end, confirmed, put off, or ended with the post (R-28)."""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import QuerySet
from django.urls import reverse

from campaigns import terms
from campaigns.eligibility.counting import months_after
from campaigns.models import Appointment
from personnel import register
from personnel.models import StaffMember, Tenure
from personnel.models.staff import StaffQuerySet
from selection import chinese, clock
from selection.accounts.models import User
from selection.accounts.notices import notify
from selection.reasons import Refused
from serving.choices import ProbationOutcome
from serving.models import Probation, ProbationReview
from serving.services.entering import FOLLOW_UPS


def begin(appointment: Appointment, by: User) -> None:
    """For whoever is promoted, and not elected, where the plan's ruleset has a probation."""
    person = appointment.candidacy
    months = terms.probation_months(person)
    if not months:
        return
    assert appointment.tenure is not None
    Probation.objects.create(
        tenure=appointment.tenure,
        starts_on=appointment.starts_on,
        ends_on=terms.day_before(months_after(appointment.starts_on, months)),
    )


def running(staff: StaffQuerySet, on: date) -> dict[int, date]:
    """Whoever is on trial on the day, and until when; a trial lasts until it is concluded (R-18)."""
    trials = Probation.objects.running().filter(tenure__staff__in=staff, starts_on__lte=on)
    return dict(trials.order_by("ends_on").values_list("tenure__staff", "ends_on"))


def to_review(staff: StaffMember) -> QuerySet[Probation]:
    """What runs, unless a review of it waits for the second person."""
    waiting = ProbationReview.objects.filter(is_backfilled=True, confirmed_by=None).values("probation")
    return Probation.objects.running().filter(tenure__staff=staff).exclude(pk__in=waiting)


def refuse_unfit(review: ProbationReview) -> None:
    """Reviewed near its end and not before; put off to a later day than it would have ended on."""
    ends_on = review.probation.ends_on
    if not Probation.objects.running().filter(pk=review.probation_id).exists():
        raise Refused("这段试用期已经结束，不用再考核")
    if review.outcome == ProbationOutcome.EXTENDED and review.extended_to and review.extended_to <= ends_on:
        raise Refused("延长后的试用期止须晚于原来的试用期止，请核对")
    if review.outcome == ProbationOutcome.CONFIRMED and review.happened_on <= ends_on - timedelta(days=30):
        raise Refused("试用期满前30天之内才能作出转正结论，请核对考核日期")


def carry_out(review: ProbationReview, by: User) -> None:
    probation = Probation.objects.select_for_update(of=("self",), no_key=True).get(pk=review.probation_id)
    refuse_unfit(review)
    if review.outcome == ProbationOutcome.EXTENDED:
        assert review.extended_to is not None
        probation.ends_on = review.extended_to
    else:
        probation.outcome, probation.concluded_on = review.outcome, max(review.happened_on, clock.today())
    probation.save(update_fields=["ends_on", "outcome", "concluded_on"])
    _tell(review)
    if review.outcome == ProbationOutcome.REMOVED:
        reason = Tenure.EndReason.REMOVED
        register.end_tenure(probation.tenure, on=review.happened_on, reason=reason, by=by)


def _tell(review: ProbationReview) -> None:
    """The person learns the conclusion, not what was said on the way to it."""
    if review.staff.user is not None:
        until = f"至{chinese.day(review.extended_to)}" if review.extended_to else ""
        said = f"您任{review.probation.tenure.post}的试用期满考核结论：{review.get_outcome_display()}{until}"
        notify([review.staff.user], said, reverse("home"))


FOLLOW_UPS[ProbationReview] = carry_out
