"""主持工作: decided by a meeting, vouched for, and put into the register with its last day."""

from __future__ import annotations

from django.db.models import QuerySet

from personnel import register
from personnel.models import Post, Tenure
from selection import chinese
from selection.accounts.models import Organisation, User
from selection.reasons import Refused
from serving.models import ActingDuty, Removal
from serving.services.entering import FOLLOW_UPS


def posts_of(school: Organisation) -> QuerySet[Post]:
    return Post.objects.of(school).active().select_related("department")


def refuse_unfit(duty: ActingDuty) -> None:
    """A post that somebody holds by then needs nobody to look after it."""
    here = Tenure.objects.filter(post=duty.post).select_related("staff")
    leaving = Removal.objects.in_force().filter(effective_on__lte=duty.starts_on).values("tenure")
    held = here.in_force(duty.starts_on) | here.to_come(duty.starts_on)
    holder = held.exclude(pk__in=leaving).first()
    if holder is None:
        return
    raise Refused(
        f"{duty.post}自{chinese.day(holder.starts_on)}起由{holder.staff.name}{holder.holds}，"
        "请核对岗位；已经离任的，先在名册登记离任"
    )


def carry_out(duty: ActingDuty, by: User) -> None:
    """It takes no place of the quota: nobody was appointed."""
    refuse_unfit(duty)
    duty.tenure = register.enter(
        Tenure(
            staff=duty.staff,
            post=duty.post,
            kind=Tenure.Kind.ACTING,
            starts_on=duty.starts_on,
            ends_on=duty.ends_on,
            counts_quota=False,
        ),
        by=by,
    )
    duty.save(update_fields=["tenure"])


FOLLOW_UPS[ActingDuty] = carry_out
