"""Take a campaign's next step, or refuse and say why. Nothing else writes ``stage``."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import transaction

from ballots.models import Poll
from campaigns import guards, permissions, voiding
from campaigns.choices import WALK, Stage
from campaigns.models import Campaign, Suspension
from campaigns.tracks import step_into, step_label
from personnel import register
from selection import clock
from selection.accounts.models import User
from selection.reasons import Refused, Rule, refuse_if
from selection.records import ledgers

from . import following, submitting
from .authority import hold, need, refuse_if_suspended, require

STEP_RULES: dict[str, tuple[Rule, ...]] = {
    **guards.BY_STEP,
    "terminate": (guards.close.no_document_is_issued,),
    "revise_plan": guards.recommend.MAY_REVISE,
    "decide_again": guards.reconsider.RULES,
}
WHY = "请写明原因"
WAYS_BACK = ("recommend_again", "inspect_again", "decide_again", "revise_plan")


def next_step(campaign: Campaign) -> str | None:
    """The name of the forward step, or None at an end."""
    if campaign.stage not in WALK or campaign.stage == Stage.CLOSED:
        return None
    target = next(stage for stage in campaign.walk if WALK.index(stage) > WALK.index(Stage(campaign.stage)))
    return step_into(target)


def rules_of(campaign: Campaign) -> tuple[Rule, ...]:
    step = next_step(campaign)
    return STEP_RULES[step] if step else ()


def ways_back(campaign: Campaign) -> list[tuple[str, str]]:
    """The named ways back that lead from here: (step, label)."""
    return [
        (each.name, each.custom["label"])
        for each in campaign.get_all_stage_transitions()
        if each.name in WAYS_BACK and each.source == campaign.stage and each.target in campaign.walk
    ]


@transaction.atomic
def advance(campaign: Campaign, step: str, *, by: User) -> None:
    """Take the named forward step.

    The clock takes no step: it closes polls, ends publicities and marks filings overdue.
    """
    locked = hold(campaign)
    refuse_if_suspended(locked)
    if step not in STEP_RULES:
        raise Refused("没有这样的办理步骤")
    if step != next_step(locked):
        raise Refused(f"现在是“{locked.get_stage_display()}”阶段，不能办理“{step_label(locked, step)}”")
    if step == "announce":
        submitting.hold_seats(locked.organisation)
    _move(locked, step, by, {})
    following.after(locked, step, by)
    campaign.refresh_from_db()


@transaction.atomic
def go_back(campaign: Campaign, step: str, *, by: User, reason: str) -> None:
    """Take a named way back; what the later stages left is superseded, never deleted."""
    locked = hold(campaign)
    refuse_if_suspended(locked)
    if step not in WAYS_BACK or _target(locked, step) not in locked.walk:
        raise Refused("没有这样的退回办理方式")
    need((reason, WHY))
    _move(locked, step, by, {"reason": reason})
    following.after(locked, step, by, f"{step_label(locked, step)}：{reason}")
    campaign.refresh_from_db()


def _target(campaign: Campaign, step: str) -> str:
    return next(str(each.target) for each in campaign.get_all_stage_transitions() if each.name == step)


@transaction.atomic
def terminate(campaign: Campaign, *, by: User, reason: str) -> None:
    locked = hold(campaign)
    need((reason, WHY))
    locked.ended_because = reason
    _move(locked, "terminate", by, {"reason": reason})
    following.after(locked, "terminate", by, f"{step_label(locked, 'terminate')}：{reason}")
    campaign.refresh_from_db()


@transaction.atomic
def void(campaign: Campaign, *, by: User, reason: str) -> None:
    """The bureau declares the campaign invalid, closed or not, and with it whatever rests on it (A132).

    All of them and the school are held before anything is written: the appointments leave the register.
    """
    locked = hold(campaign)
    need((reason, WHY))
    resting = [hold(each) for each in voiding.dependants(locked)]
    register.hold(locked.organisation)
    _void(locked, by, reason)
    for each in resting:
        _void(each, by, f"所接续的前次办理已宣布无效：{reason}")
    campaign.refresh_from_db()


def _void(locked: Campaign, by: User, reason: str) -> None:
    locked.ended_because = reason
    _move(locked, "void", by, {"reason": reason})
    following.after(locked, "void", by, f"{step_label(locked, 'void')}：{reason}")


@transaction.atomic
def suspend(campaign: Campaign, *, by: User, reason: str) -> None:
    locked = hold(campaign)
    require(permissions.may_run(locked, by), "暂停本次选拔任用")
    refuse_if_suspended(locked)
    need((reason, WHY))
    if not locked.is_running:
        raise Refused("本次选拔任用已经结束，不能暂停")
    if voting := [str(held) for held in locked.rounds.filter(poll__state=Poll.State.OPEN)]:
        raise Refused(f"{'、'.join(voting)}正在投票，请先截止投票再暂停")
    locked.suspended_on = clock.today()
    locked.save(update_fields=["suspended_on"])
    Suspension.objects.create(campaign=locked, started_on=clock.today(), reason=reason)
    ledgers.append(locked.ledger, "暂停", by=by, about=f"campaign:{locked.pk}", reason=reason)
    campaign.refresh_from_db()


@transaction.atomic
def resume(campaign: Campaign, *, by: User) -> None:
    """Go on after a pause: running periods are prolonged by the working days that stood still."""
    locked = hold(campaign)
    require(permissions.may_run(locked, by), "恢复办理")
    if not locked.is_suspended:
        raise Refused("本次选拔任用没有暂停")
    suspension = locked.suspensions.get(ended_on=None)
    suspension.ended_on = clock.today()
    suspension.save(update_fields=["ended_on"])
    locked.suspended_on = None
    locked.save(update_fields=["suspended_on"])
    following.after_pause(locked, suspension)
    ledgers.append(locked.ledger, "恢复办理", by=by, about=f"campaign:{locked.pk}")
    campaign.refresh_from_db()


def _move(campaign: Campaign, step: str, by: User, said: dict[str, Any]) -> None:
    """Permission, reasons, transition, record: in this order."""
    transition: Callable[[], None] = getattr(campaign, step)
    known = {
        each.name: each for each in campaign.get_all_stage_transitions() if each.source == campaign.stage
    }
    if step not in known:
        raise Refused(f"现在是“{campaign.get_stage_display()}”阶段，不能办理“{step_label(campaign, step)}”")
    require(known[step].has_perm(campaign, by), f"办理“{step_label(campaign, step)}”")
    refuse_if(campaign, STEP_RULES.get(step, ()))
    transition()
    campaign.save()
    ledgers.append(
        campaign.ledger, step_label(campaign, step), by=by, about=f"campaign:{campaign.pk}", **said
    )
