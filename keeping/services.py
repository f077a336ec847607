"""Materials are destroyed by two: one draws up the list, another reads it and sees to it."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction

from keeping.due import due
from keeping.holdings import HOLDINGS
from keeping.models import DestructionLine, DestructionList
from personnel import register
from selection import clock
from selection.accounts.acts import Act
from selection.accounts.models import Organisation, User
from selection.reasons import Refused
from selection.records import ledgers

NOTHING_CHOSEN = "请至少选一项要销毁的材料"
CHANGED = "不在到期可销毁的材料之列（可能已经销毁、又在办理，或与您有关），请撤回清册后重新列"
NOT_BY_THE_SAME = "销毁须两人办理：列册人不能监销，请由本单位另一位有“确认补录事项”权限的人办理"
NO_RIGHT = "您没有办理销毁的权限，请由人事干部列册、学校领导监销"


@transaction.atomic
def draw_up(school: Organisation, names: Collection[str], reason: str, by: User) -> DestructionList:
    """``names`` are those of what is due; what another list already holds is left to that list."""
    _refuse_unless(by.may(Act.RUN_CAMPAIGNS, school))
    register.hold(school)
    chosen = [each for each in due(school, by) if each.name in names]
    if len(chosen) != len(set(names)):
        raise Refused("所选材料中有的已经销毁或又在办理，请刷新页面重新选择")
    if not chosen:
        raise Refused(NOTHING_CHOSEN)
    if taken := [each.item.title for each in chosen if _is_listed(school, each.name)]:
        raise Refused(f"《{taken[0]}》已列入另一份待监销的清册")
    drawn = DestructionList.objects.create(organisation=school, reason=reason, drawn_up_by=by)
    DestructionLine.objects.bulk_create(
        DestructionLine(
            list=drawn,
            kind=each.kind.key,
            kind_title=each.kind.title,
            key=each.item.key,
            title=each.item.title,
            since=each.item.since,
            years=each.kind.years,
            count=each.item.copies,
        )
        for each in chosen
    )
    _put_down(drawn, "列销毁清册", by)
    return drawn


@transaction.atomic
def carry_out(drawn: DestructionList, by: User) -> None:
    """All of the list, or nothing where one thing on it is no longer due."""
    _refuse_unless(by.may(Act.CONFIRM_ACTS, drawn.organisation))
    locked = _lock(drawn)
    if locked.drawn_up_by_id == by.pk:
        raise Refused(NOT_BY_THE_SAME)
    still = {(each.kind.key, each.item.key) for each in due(locked.organisation, by)}
    lines = list(locked.lines.all())
    if gone := [f"《{line.title}》{CHANGED}" for line in lines if (line.kind, line.key) not in still]:
        raise Refused(gone)
    for line in lines:
        HOLDINGS[line.kind].destroy(locked.organisation, line.key)
    locked.carry_out()
    _settle(locked, by)
    _put_down(locked, "监督销毁", by)


@transaction.atomic
def drop(drawn: DestructionList, by: User) -> None:
    school = drawn.organisation
    _refuse_unless(by.may(Act.RUN_CAMPAIGNS, school) or by.may(Act.CONFIRM_ACTS, school))
    locked = _lock(drawn)
    locked.drop()
    _settle(locked, by)
    _put_down(locked, "撤回销毁清册", by)


def _lock(drawn: DestructionList) -> DestructionList:
    register.hold(drawn.organisation)
    locked = DestructionList.objects.select_for_update(of=("self",), no_key=True).select_related(
        "organisation"
    )
    found = locked.get(pk=drawn.pk)
    if found.state != DestructionList.State.DRAWN_UP:
        raise Refused(f"这份清册{found.get_state_display()}，不能再办")
    return found


def _settle(drawn: DestructionList, by: User) -> None:
    drawn.settled_by, drawn.settled_on = by, clock.today()
    drawn.save()


def _is_listed(school: Organisation, name: str) -> bool:
    kind, _, key = name.partition(":")
    return DestructionLine.objects.waiting_at(school).filter(kind=kind, key=key).exists()


def _put_down(drawn: DestructionList, act: str, by: User) -> None:
    ledgers.append(
        ledgers.of_organisation(drawn.organisation),
        act,
        by=by,
        about=f"destruction:{drawn.pk}",
        said="；".join(f"{line.kind_title}《{line.title}》{line.count}份" for line in drawn.lines.all()),
    )


def _refuse_unless(may: bool) -> None:
    if not may:
        raise Refused(NO_RIGHT)
