"""Who vouches for an act that was done on paper and entered afterwards?"""

from datetime import date, timedelta
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import QuerySet

from selection import chinese, clock
from selection.accounts.acts import Act
from selection.accounts.models import Organisation, User
from selection.reasons import Refused
from selection.records.models import DatedAct, Ledger
from selection.records.models.delegations import stood_in_for

SENT_TWICE = timedelta(seconds=20)
AnyAct = TypeVar("AnyAct", bound=DatedAct)


def may_confirm(user: User, organisation: Organisation, ledger: Ledger) -> bool:
    """By role, or in the place of a reviewer who is away and whom the matter does not concern."""

    def is_recused(principal: User) -> bool:
        return Ledger.objects.concerning(principal).filter(pk=ledger.pk).exists()

    act = Act.CONFIRM_ACTS
    return user.may(act, organisation) or stood_in_for(user, act, organisation, is_recused) is not None


@transaction.atomic
def confirm(act: DatedAct, by: User, organisation: Organisation, ledger: Ledger) -> None:
    """A second person with the act 确认补录事项 in ``organisation`` vouches for what was entered."""
    if not may_confirm(by, organisation, ledger):
        raise Refused("您没有确认补录事项的权限，请由学校领导或教育局审核员确认")
    vouch(act, by)


def vouch(act: DatedAct, by: User) -> None:
    """Write down who confirmed; who may do so is the caller's question, that it is another is not."""
    locked = type(act)._default_manager.select_for_update(of=("self",), no_key=True).filter(pk=act.pk).first()
    if locked is None or locked.is_confirmed:
        raise Refused("该事项无需确认、已经确认或已经撤回")
    if by.pk == act.entered_by_id:
        raise Refused("补录事项须由录入人以外的人确认")
    act.confirmed_by = by
    act.confirmed_at = clock.now()
    act.save(update_fields=["confirmed_by", "confirmed_at"])


def just_entered(rows: QuerySet[AnyAct], by: User, **facts: Any) -> AnyAct | None:
    """The same, entered by the same person a moment ago: a form that was sent twice records one act.

    The caller holds what both belong to.
    """
    return rows.filter(entered_by=by, entered_at__gte=clock.now() - SENT_TWICE, **facts).order_by("pk").last()


def refuse_future(day: date, what: str = "发生日期") -> None:
    if day > clock.today():
        raise Refused(f"{what}（{chinese.day(day)}）晚于今天，请核对")
