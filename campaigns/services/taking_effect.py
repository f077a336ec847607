"""An appointment takes effect: tenures in the register, predecessors out, openings filled."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

from django.db.models import QuerySet

from campaigns import terms
from campaigns.choices import Standing
from campaigns.models import Appointment, Campaign, Candidacy, Opening
from personnel import register
from personnel.models import Tenure
from selection.accounts.models import User

# What an app above does with an appointment that takes effect, in the same transaction.
ON_APPOINTED: list[Callable[[Appointment, User], None]] = []


def take_effect(made: Iterable[Appointment], by: User) -> None:
    """The persons hold their posts: tenures in the register, predecessors out, openings filled.

    The school is held already: the register's entries go into its ledger one after the other.
    """
    made = list(made)
    for appointment in made:
        person = appointment.candidacy
        person.appoint()
        person.standing_reason = ""
        person.save()
        appointment.tenure = register.enter(_tenure(appointment), by=by)
        appointment.save(update_fields=["tenure"])
        for follow in ON_APPOINTED:
            follow(appointment, by)
    for appointment in made:
        _close_opening(appointment.candidacy.opening, appointment, by)


def _tenure(appointment: Appointment) -> Tenure:
    person = appointment.candidacy
    return Tenure(
        staff=person.staff,
        post=person.opening.post,
        kind=Tenure.Kind.ELECTED if person.opening.is_elective else Tenure.Kind.APPOINTED,
        starts_on=appointment.starts_on,
        ends_on=appointment.ends_on,
        document=appointment.document,
    )


def _close_opening(opening: Opening, appointment: Appointment, by: User) -> None:
    """The person's own old post ends at once; those of others when the last seat is taken."""
    for tenure in _still_held(opening).filter(staff=appointment.candidacy.staff):
        _end(tenure, opening.campaign, appointment.starts_on, by)
    fill_if_full(opening, appointment.starts_on, by)


def in_effect(opening: Opening) -> list[Appointment]:
    """The appointments by which seats of the post are taken, the last to begin last."""
    made = Appointment.objects.filter(candidacy__opening=opening, voided_on=None).exclude(tenure=None)
    return list(made.order_by("starts_on", "pk"))


def fill_if_full(opening: Opening, on: date, by: User) -> None:
    if opening.candidacies.filter(standing=Standing.APPOINTED).count() >= opening.seats:
        fill(opening, on, by)


def fill(opening: Opening, on: date, by: User) -> None:
    """Nobody is waited for any more: whoever has to go for this post goes."""
    for tenure in _still_held(opening):
        _end(tenure, opening.campaign, on, by)
    opening.result = Opening.Result.FILLED
    opening.save(update_fields=["result"])


def _still_held(opening: Opening) -> QuerySet[Tenure]:
    return opening.ending.filter(ended_on=None, voided_on=None)


def _end(tenure: Tenure, campaign: Campaign, on: date, by: User) -> None:
    """自然免去 where the term is over by then, 交流 to another post of this plan, else 免去 (A026)."""
    lapses_on = tenure.ends_on and terms.day_after(tenure.ends_on)
    if lapses_on and lapses_on <= on:
        register.end_tenure(tenure, on=lapses_on, reason=Tenure.EndReason.EXPIRED, by=by)
        return
    reason = Tenure.EndReason.TRANSFERRED if _moves(tenure, campaign) else Tenure.EndReason.REMOVED
    register.end_tenure(tenure, on=max(on, tenure.starts_on), reason=reason, by=by)


def _moves(tenure: Tenure, campaign: Campaign) -> bool:
    elsewhere = Candidacy.objects.filter(
        staff=tenure.staff_id, opening__campaign__plan=campaign.plan_id, standing=Standing.APPOINTED
    )
    return elsewhere.exclude(opening__post=tenure.post_id).exists()
