"""免职、解聘: decided by a meeting, vouched for, told in a paper, and put into the register on its day (A122–A124)."""

from __future__ import annotations

from django.db import transaction
from django.db.models import QuerySet

from personnel import register
from personnel.models import Tenure
from selection import chinese, clock
from selection.accounts.models import User
from selection.reasons import Refused
from serving import documents, lapsing
from serving.choices import RemovalReason
from serving.models import Removal
from serving.services import tasks
from serving.services.entering import FOLLOW_UPS, UNDOINGS

ENDS = {
    RemovalReason.NOT_REAPPOINTED: Tenure.EndReason.NOT_REAPPOINTED,
    RemovalReason.UNFIT: Tenure.EndReason.DISMISSED,
    RemovalReason.OTHER: Tenure.EndReason.REMOVED,
}


def removable(tenures: QuerySet[Tenure]) -> QuerySet[Tenure]:
    """Posts still held, and those given up because the term was over and nothing else was decided."""
    running = tenures.filter(ended_on=None, voided_on=None)
    lapsed = tenures.filter(end_reason=Tenure.EndReason.EXPIRED, voided_on=None)
    decided = Removal.objects.standing().values("tenure")
    return (running | lapsed).exclude(pk__in=decided).select_related("post__department")


def refuse_unfit(removal: Removal) -> None:
    """聘期满未续聘 is said of a term that is over; the others of a post that is still held."""
    tenure = removal.tenure
    is_over = tenure.ends_on is not None and tenure.ends_on < removal.effective_on
    if removal.reason == RemovalReason.NOT_REAPPOINTED and not is_over:
        raise Refused("聘期未满的，不能以“聘期满未续聘”为由，请核对生效日期或改选原因")
    if removal.reason != RemovalReason.NOT_REAPPOINTED and tenure.ended_on is not None:
        raise Refused("这段任职已经期满自然免去，只能登记“聘期满未续聘”")
    if removal.effective_on < tenure.starts_on:
        raise Refused("生效日期不能早于任职时间，请核对")


def on_confirmed(removal: Removal, by: User) -> None:
    """The paper is drafted at once; the register changes on the day, be it today or to come."""
    if removal.tenure.kind != Tenure.Kind.ELECTED:
        removal.paper = documents.draw_up(removal)
        removal.save(update_fields=["paper"])
    if removal.effective_on <= clock.today():
        carry_out(removal, by)


def carry_out(removal: Removal, by: User | None) -> None:
    refuse_unfit(removal)
    tenure, reason = removal.tenure, ENDS[RemovalReason(removal.reason)]
    if tenure.ended_on is None:
        register.end_tenure(tenure, on=removal.effective_on, reason=reason, by=by)
    else:
        register.give_reason(tenure, reason=reason, by=by)
    removal.carried_out_on = clock.today()
    removal.save(update_fields=["carried_out_on"])


def carry_out_due() -> None:
    """The clock's: whose day has come."""
    waiting = Removal.objects.due(clock.today()).select_related("staff__organisation", "tenure__post")
    for removal in waiting.order_by("effective_on", "pk"):
        _carry_out_one(removal)


@transaction.atomic
def _carry_out_one(removal: Removal) -> None:
    register.hold(removal.organisation)
    if Removal.objects.due(clock.today()).filter(pk=removal.pk).exists():
        removal.tenure.refresh_from_db()
        carry_out(removal, None)
        tasks.arise(removal.organisation)


def undo(removal: Removal, by: User) -> None:
    """The post is held on, or was given up because its term was over; what told of the removal goes with it."""
    documents.give_up(removal)
    if removal.carried_out_on is None:
        return
    tenure = removal.tenure
    is_over = tenure.ends_on is not None and tenure.ends_on < clock.today()
    if not is_over:
        _refuse_taken(tenure)
    register.reopen_tenure(tenure, by=by)
    if is_over:
        lapsing.lapse(tenure)


def _refuse_taken(tenure: Tenure) -> None:
    if tenure.staff.left_on is not None:
        raise Refused(f"{tenure.staff.name}已经离校，请先在人员页“恢复在册”")
    others, today = Tenure.objects.filter(post=tenure.post).exclude(pk=tenure.pk), clock.today()
    holder = (others.in_force(today) | others.to_come(today)).select_related("staff").first()
    if holder is not None:
        since = chinese.day(holder.starts_on)
        raise Refused(
            f"{tenure.post}自{since}起已由{holder.staff.name}{holder.holds}，不能恢复，请先核对任职"
        )


FOLLOW_UPS[Removal] = on_confirmed
UNDOINGS[Removal] = undo
