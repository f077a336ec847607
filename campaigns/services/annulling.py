"""取消任命: the appointment never was (A132)."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from campaigns import permissions
from campaigns.choices import Standing
from campaigns.models import Appointment, Campaign, Candidacy, Opening
from personnel import register
from selection import clock
from selection.accounts.models import User
from selection.reasons import Refused
from selection.records import ledgers, papers
from selection.records.models import Paper

from .authority import hold, need, require, tell_officers


@transaction.atomic
def void(appointment: Appointment, *, by: User, reason: str) -> None:
    """取消任命 (A132): this appointment alone, by the bureau; its tenure never was."""
    campaign = appointment.candidacy.campaign
    locked = hold(campaign)
    require(permissions.may_void(locked, by), "宣布聘任无效")
    need((reason, "请写明宣布无效的原因"))
    appointment.refresh_from_db()
    if appointment.voided_on is not None:
        raise Refused("该聘任已经宣布无效")
    annul(Appointment.objects.filter(pk=appointment.pk), by)
    ledgers.append(
        locked.ledger, "宣布聘任无效", by=by, about=f"appointment:{appointment.pk}", reason=reason.strip()
    )


def annul_all(campaign: Campaign, by: User) -> None:
    """What goes with a campaign that is declared invalid; the step writes the record."""
    annul(Appointment.objects.filter(candidacy__opening__campaign=campaign, voided_on=None), by)


def annul(appointments: Iterable[Appointment], by: User) -> None:
    """The tenure never was, the person does not hold the post, and the document speaks of nothing (A132)."""
    today = clock.today()
    for appointment in appointments:
        appointment.voided_on = today
        appointment.save(update_fields=["voided_on"])
        if appointment.tenure is not None:
            register.void_tenure(appointment.tenure, on=today, by=by)
            _unseat(appointment.candidacy)
        paper = appointment.paper
        if paper is not None and not paper.appointments.filter(voided_on=None).exists():
            papers.set_aside(Paper.objects.filter(pk=paper.pk), Paper.State.WITHDRAWN)
        _ask_about_displaced(appointment)


def _unseat(person: Candidacy) -> None:
    person.annul()
    person.standing_reason = "聘任已宣布无效"
    person.save()
    opening = person.opening
    if not opening.candidacies.filter(standing=Standing.APPOINTED).exists():
        opening.result = Opening.Result.VOIDED
        opening.save(update_fields=["result"])


def _ask_about_displaced(appointment: Appointment) -> None:
    """The school must say whether those whose posts had ended serve on."""
    campaign = appointment.candidacy.campaign
    for tenure in appointment.displaced:
        tell_officers(
            campaign.plan,
            f"{appointment.candidacy.staff.name}的聘任已宣布无效，{tenure.staff.name}原任{tenure.post}，"
            "是否恢复任职请集体研究决定并在名册中登记",
            campaign.get_absolute_url(),
        )
