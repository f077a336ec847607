"""What happens on the day after a term is over? The post is given up by itself (A026)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.db import transaction
from django.urls import reverse

from campaigns import terms
from personnel import register
from personnel.models import Tenure
from personnel.models.tenures import TenureQuerySet
from selection import chinese, clock
from selection.accounts.acts import Role
from selection.accounts.notices import notify
from selection.accounts.roles import holders


def lapsed() -> TenureQuerySet:
    """Terms that are over and whose end nobody has put down yet."""
    over = Tenure.objects.filter(ends_on__lt=clock.today(), ended_on=None, voided_on=None)
    return over.select_related("staff__organisation", "post__department__organisation").order_by(
        "ends_on", "pk"
    )


def lapse_due() -> None:
    """自然免去 of everybody whose term is over, dated the day after its last."""
    for tenure in lapsed():
        lapse(tenure)


@transaction.atomic
def lapse(tenure: Tenure) -> None:
    """The register says from when; the officer hears of it once."""
    assert tenure.ends_on is not None
    register.hold(tenure.staff.organisation)
    tenure.refresh_from_db(fields=["ended_on", "voided_on", "ends_on"])
    if tenure.ended_on is not None or tenure.voided_on is not None or tenure.ends_on >= clock.today():
        return
    on = terms.day_after(tenure.ends_on)
    register.end_tenure(tenure, on=on, reason=Tenure.EndReason.EXPIRED, by=None)
    school = tenure.post.department.organisation
    told = (
        f"{tenure.staff.name}主持{tenure.post}工作已于{chinese.day(tenure.ends_on)}期满；须启动新一轮聘任"
        if tenure.is_acting
        else f"{tenure.staff.name}的{tenure.post}聘期已于{chinese.day(tenure.ends_on)}届满，所任职务自然免去；"
        "继续聘任的，须启动新一轮聘任"
    )
    notify(holders(Role.OFFICER, school), told, reverse("personnel:staff_detail", args=[tenure.staff_id]))


def upcoming() -> Iterator[tuple[datetime, str]]:
    """When whose term is over."""
    running = Tenure.objects.filter(ends_on__gte=clock.today(), ended_on=None, voided_on=None)
    for tenure in running.select_related("staff", "post"):
        if tenure.ends_on is not None:
            yield clock.end_of(tenure.ends_on), f"{tenure.staff.name}（{tenure.post}）聘期届满"
