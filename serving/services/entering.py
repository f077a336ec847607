"""How does an act about a serving cadre come to count: entered, vouched for by a second person, or sent back?"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.db import transaction
from django.urls import reverse

from personnel import register
from personnel.models import StaffMember
from selection import clock
from selection.accounts.acts import Role
from selection.accounts.models import User
from selection.accounts.notices import notify
from selection.accounts.roles import holders
from selection.reasons import Refused
from selection.records import ledgers
from selection.records.acts import refuse_future, vouch
from serving import permissions
from serving.models.acts import ServingAct
from serving.services import tasks

Entered = TypeVar("Entered", bound=ServingAct)
# What an act sets going once it counts, by its kind; filled by the modules of the acts.
FOLLOW_UPS: dict[type[ServingAct], Callable[[Any, User], None]] = {}
# What takes back what a confirmed act set going; an act of another kind is not struck.
UNDOINGS: dict[type[ServingAct], Callable[[Any, User], None]] = {}


@transaction.atomic
def enter(act: Entered, *, by: User) -> Entered:
    """Write it down. One that takes a second person counts when that person has seen the paper."""
    refuse_strangers(act.staff, by)
    refuse_future(act.happened_on)
    act.is_backfilled = act.takes_a_second
    if act.takes_a_second and act.attachment is None:
        raise Refused(f"请上传{act._meta.verbose_name}的材料，由第二人核实后生效")
    act.entered_by = by
    register.hold(act.organisation)
    register.validate(act)
    act.save()
    _note(act, f"登记{act._meta.verbose_name}", by, attachment=act.attachment_id)
    if act.takes_a_second:
        _ask_to_confirm(act, by)
    else:
        _count(act, by)
    return act


@transaction.atomic
def confirm(act: ServingAct, *, by: User) -> None:
    """The second person has compared the entry with the paper."""
    if not permissions.may_confirm(act.staff, by):
        raise Refused("您没有核实这一事项的权限，请由学校领导或教育局审核员核实")
    register.hold(act.organisation)
    vouch(act, by)
    _note(act, f"核实{act._meta.verbose_name}", by)
    _count(act, by)


@transaction.atomic
def send_back(act: ServingAct, *, by: User, reason: str) -> None:
    """It never counted and never will: withdrawn by who entered it, or not confirmed by the second person."""
    if not reason.strip():
        raise Refused("请写明原因")
    if by.pk != act.entered_by_id and not permissions.may_confirm(act.staff, by):
        raise Refused("您没有退回这一事项的权限，请由录入人撤回，或由学校领导退回")
    register.hold(act.organisation)
    found = type(act)._default_manager.select_for_update(of=("self",), no_key=True).filter(pk=act.pk).first()
    if found is None or found.is_confirmed:
        raise Refused("该事项已经核实或已经撤回")
    is_own = by.pk == act.entered_by_id
    _note(act, f"{'撤回' if is_own else '退回'}{act._meta.verbose_name}", by, reason=reason.strip())
    if not is_own:
        said = f"您登记的{act.staff.name}的{act._meta.verbose_name}未予核实：{reason.strip()}"
        notify([act.entered_by], said[:300], page_of(act.staff))
    found.delete()


@transaction.atomic
def strike(act: ServingAct, *, by: User, reason: str) -> None:
    """It counted by mistake: from now on it does not, and what it set going is taken back."""
    if not may_strike(act, by):
        raise Refused("您没有作废这一登记的权限，请由录入人以外的学校领导或教育局审核员作废")
    if not reason.strip():
        raise Refused("请写明作废的原因")
    register.hold(act.organisation)
    found = type(act)._default_manager.select_for_update(of=("self",), no_key=True).get(pk=act.pk)
    if not found.is_confirmed or found.struck_on is not None:
        raise Refused("该登记尚未核实或已经作废；尚未核实的，请退回")
    found.struck_on, found.struck_by, found.struck_because = clock.today(), by, reason.strip()[:300]
    UNDOINGS[type(act)](found, by)
    found.save()
    _note(found, f"作废{act._meta.verbose_name}", by, reason=found.struck_because)
    said = f"您登记的{act.staff.name}的{act._meta.verbose_name}已作废：{found.struck_because}"
    notify([act.entered_by], said[:300], page_of(act.staff))
    tasks.arise(act.organisation)


def may_strike(act: ServingAct, user: User) -> bool:
    """Whoever could have vouched for it."""
    vouches = permissions.may_confirm(act.staff, user) and act.entered_by_id != user.pk
    return type(act) in UNDOINGS and vouches


def refuse_strangers(staff: StaffMember, by: User) -> None:
    if permissions.is_concerned(staff, by):
        raise Refused("您是本人或其亲属，应当回避，请由其他人办理")
    if not permissions.may_keep(staff, by):
        raise Refused("您没有登记的权限，请由本校人事干部办理")


def page_of(staff: StaffMember) -> str:
    return reverse("serving:person", args=[staff.pk])


def _count(act: ServingAct, by: User) -> None:
    if type(act) in FOLLOW_UPS:
        FOLLOW_UPS[type(act)](act, by)
    tasks.arise(act.organisation)


def _ask_to_confirm(act: ServingAct, by: User) -> None:
    leaders = holders(Role.LEADER, act.organisation).exclude(pk__in=[by.pk, act.staff.user_id or 0])
    said = f"{act.staff.name}的{act._meta.verbose_name}已经登记，请对照材料核实"
    notify(leaders, said, page_of(act.staff))


def _note(act: ServingAct, what: str, by: User, **said: Any) -> None:
    ledgers.append(
        ledgers.of_organisation(act.organisation),
        what,
        by=by,
        about=f"{act._meta.model_name}:{act.pk}",
        happened_on=act.happened_on,
        backfilled=act.is_backfilled,
        said=f"{act.staff.name}：{act}",
        **said,
    )
