"""Set a working plan up while it is open for change: facts, tracks, bars."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import ProtectedError

from ballots.verdicts import Bar
from campaigns import permissions
from campaigns.choices import BarChoice, Stage, Track
from campaigns.models import Adoption, Campaign, Plan, RulesetVersion
from selection.accounts.models import Organisation, User
from selection.reasons import Refused
from selection.records import ledgers

REVISABLE = ("title", "reference_on", "starts_on", "categories", "body", "congress", "wording", "calendar")


def rulebook(organisation: Organisation) -> RulesetVersion:
    """The version that the organisation works by now."""
    adoption = Adoption.objects.select_related("ruleset").filter(organisation=organisation).first()
    if adoption is None:
        raise Refused("本单位尚未确定适用的规则，请联系教育局政工科")
    return adoption.ruleset


def tracks_open_to(organisation: Organisation) -> list[str]:
    """By which ways its rulebook lets a school go; a school that has none yet is refused when it drafts."""
    adoption = Adoption.objects.select_related("ruleset").filter(organisation=organisation).first()
    known = adoption.ruleset.ruleset.tracks if adoption else Track.values
    return [track for track in Track.values if track in known]


@transaction.atomic
def revise(plan: Plan, *, by: User, **changes: Any) -> None:
    """Change facts or wording of a plan that is not final."""
    open_for_change(plan, by)
    for name, value in changes.items():
        if name not in REVISABLE:
            raise ValueError(f"{name} is not a field of the plan that may be revised")
        setattr(plan, name, value)
    plan.save(update_fields=list(changes))
    ledgers.append(plan.ledger, "修改方案", by=by, about=f"plan:{plan.pk}", fields=sorted(changes))


@transaction.atomic
def set_up(plan: Plan, *, by: User, facts: dict[str, Any], bars: dict[str, Bar | None]) -> None:
    """The set-up page's one save: all of it, or nothing."""
    revise(plan, by=by, **facts)
    for name, bar in bars.items():
        set_bar(plan, name, by=by, bar=bar)


@transaction.atomic
def selection_on(plan: Plan, track: Track | str, *, by: User) -> Campaign:
    """The plan's selection on the track; another track joins under the same motion, calendar and approval."""
    open_for_change(plan, by)
    for campaign in plan.selections:
        if campaign.track == track:
            return campaign
    if track not in tracks_open_to(plan.organisation):
        raise Refused(f"本单位适用的规则没有{Track(track).label}，请选择别的聘任方式")
    made = Campaign.objects.create(plan=plan, track=track)
    ledgers.append(
        plan.ledger, "增加聘任方式", by=by, about=f"campaign:{made.pk}", track=made.get_track_display()
    )
    return made


@transaction.atomic
def drop_track(campaign: Campaign, *, by: User) -> None:
    """Take off the plan a track that was added by mistake, while nothing rests on it."""
    plan = campaign.plan
    open_for_change(plan, by)
    label = campaign.get_track_display()
    if campaign.stage != Stage.PREPARE:
        raise Refused(f"{label}已经启动，不能移出；不再办理的，请在办理页面终止")
    if campaign.openings.exists():
        raise Refused(f"{label}还有岗位，请先把岗位移出本方案")
    if plan.campaigns.count() == 1:
        raise Refused("方案至少要有一种聘任方式，请先按别的方式列入岗位")
    ledgers.append(plan.ledger, "移出聘任方式", by=by, about=f"campaign:{campaign.pk}", track=label)
    try:
        campaign.delete()
    except ProtectedError:
        raise Refused(f"{label}已有办理记录，不能移出；不再办理的，请在办理页面终止") from None


@transaction.atomic
def set_bar(plan: Plan, name: str, *, by: User, bar: Bar | None) -> None:
    """Settle a bar that the rulebook leaves open; None means 由班子集体研究认定 (AMB-10)."""
    open_for_change(plan, by)
    settle_bar(plan, name, by=by, bar=bar)


def settle_bar(plan: Plan, name: str, *, by: User, bar: Bar | None) -> None:
    """The act that calls it has asked whether the plan is open for that."""
    chosen: dict[str, Any] = {"choice": str(BarChoice.COLLECTIVE)}
    if bar is not None:
        chosen = {
            "choice": str(BarChoice.FIXED),
            "strict": bar.strict,
            "numerator": bar.numerator,
            "denominator": bar.denominator,
        }
    plan.bars = plan.bars | {name: chosen}
    plan.save(update_fields=["bars"])
    ledgers.append(plan.ledger, "确定票数要求", by=by, about=f"plan:{plan.pk}", name=name, **chosen)


def open_for_change(plan: Plan, by: User) -> None:
    """Hold the plan's row until the transaction ends, so that what is handed in is what was saved last.

    The caller's instance becomes the row as it is now.
    """
    ledgers.hold(plan.ledger_id)
    plan.refresh_from_db(from_queryset=Plan.objects.select_for_update(no_key=True))
    _may_run(plan, by)
    if closed := closed_because(plan):
        raise Refused(closed)


def closed_because(plan: Plan) -> str:
    """Why nothing of the plan can be changed now, and what to do; empty while it can."""
    if not plan.campaigns.running().exists():
        return "本方案的选拔任用工作都已结束，不能再修改；需要重新办理的，请另行起草工作方案"
    if plan.is_final:
        return "方案已批准定稿，不能修改；确需修改请先办理“方案变更”"
    if plan.review is not None and plan.review.state == "pending":
        return "方案正在审核，请先撤回再修改"
    return ""


def _may_run(plan: Plan, by: User) -> None:
    if not permissions.may_run_plan(plan, by):
        raise Refused("您没有办理本方案的权限，或因回避不能办理")
