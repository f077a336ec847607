"""Draw up a working plan and set it up: rules, openings, bars, people, calendar."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError

from ballots.verdicts import Bar
from campaigns import guards, permissions
from campaigns.choices import BarChoice, PlanRoleKind, Stage, Track, TrackReason
from campaigns.models import Adoption, Campaign, Opening, Plan, PlanRole, RulesetVersion
from campaigns.tracks import planned_stages
from personnel.models import Post, Tenure
from selection import clock, workdays
from selection.accounts.models import Organisation, User
from selection.reasons import Refused, reasons_against
from selection.records import arrangements, ledgers, reviews
from selection.records.models import Attachment, Ledger

from .review_chain import levels

REVISABLE = ("title", "reference_on", "starts_on", "categories", "body", "congress", "wording", "calendar")
# Working days that each stage usually takes, for the calendar planned backwards from the day in post.
USUAL_DAYS = {
    Stage.FILE: 6,
    Stage.PUBLICIZE: 6,
    Stage.DECIDE: 1,
    Stage.INSPECT: 4,
    Stage.EVALUATE: 3,
    Stage.RECOMMEND: 4,
    Stage.ANNOUNCE: 2,
}


@transaction.atomic
def draft_plan(
    organisation: Organisation,
    *,
    by: User,
    title: str,
    reference_on: date,
    starts_on: date,
    track: Track | str = Track.NON_COMPETITIVE,
) -> Plan:
    """A new plan under the organisation's rulebook, with one campaign; who drafts it is its officer."""
    if not by.may("run_campaigns", organisation):
        raise Refused("您没有在本单位起草工作方案的权限")
    return _draft(organisation, by, by, title, reference_on, starts_on, track)


@transaction.atomic
def draft_for(
    officer: User,
    organisation: Organisation,
    *,
    by: User,
    title: str,
    starts_on: date,
    posts: Iterable[tuple[Post, TrackReason, str]],
) -> Plan:
    """A plan that the bureau opens in a school for its officer to go on with: posts, reasons and words (A044)."""
    if not by.may("review_bureau", organisation):
        raise Refused("您没有为学校起草工作方案的权限")
    plan = _draft(organisation, by, officer, title, clock.today(), starts_on, Track.DIRECT)
    for post, reason, words in posts:
        _list(plan.campaigns.get(), by, post=post, seats=1, reason=reason, reason_text=words)
    return plan


def _draft(
    organisation: Organisation,
    by: User,
    officer: User,
    title: str,
    reference_on: date,
    starts_on: date,
    track: Track | str,
) -> Plan:
    rules = _rulebook(organisation)
    if track not in rules.ruleset.tracks:
        raise Refused(f"本单位适用的规则没有{Track(track).label}，请选择别的聘任方式")
    plan = Plan.objects.create(
        organisation=organisation,
        title=title,
        ledger=Ledger.objects.create(organisation=organisation, title=title),
        ruleset_version=rules,
        snapshot=rules.text,
        snapshot_digest=rules.digest,
        reference_on=reference_on,
        starts_on=starts_on,
        categories=list(rules.ruleset.recommendation.categories),
        created_by=by,
        created_at=clock.now(),
    )
    Campaign.objects.create(plan=plan, track=track)
    PlanRole.objects.create(plan=plan, user=officer, kind=PlanRoleKind.OFFICER, started_on=clock.today())
    ledgers.append(plan.ledger, "起草工作方案", by=by, about=f"plan:{plan.pk}", ruleset=rules.digest)
    return plan


def _rulebook(organisation: Organisation) -> RulesetVersion:
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
    _open_for_change(plan, by)
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
    _open_for_change(plan, by)
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
    _open_for_change(plan, by)
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
    _open_for_change(plan, by)
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


@transaction.atomic
def add_opening(
    campaign: Campaign,
    *,
    by: User,
    post: Post,
    seats: int,
    reason: str,
    reason_text: str = "",
    ending: Iterable[Tenure] = (),
    proof: Attachment | None = None,
) -> Opening:
    _open_for_change(campaign.plan, by)
    if post.department.organisation_id != campaign.plan.organisation_id:
        raise Refused("只能选择本校的岗位")
    _refuse_reason_of_another_track(campaign, reason)
    opening = _list(campaign, by, post=post, seats=seats, reason=reason, reason_text=reason_text, proof=proof)
    opening.ending.set(ending)
    return opening


def _list(campaign: Campaign, by: User, **facts: Any) -> Opening:
    opening = Opening(campaign=campaign, **facts)
    opening.full_clean()
    opening.save()
    ledgers.append(
        campaign.ledger,
        "列入岗位",
        by=by,
        about=f"opening:{opening.pk}",
        seats=opening.seats,
        reason=opening.reason,
    )
    return opening


@transaction.atomic
def revise_opening(
    opening: Opening,
    *,
    by: User,
    seats: int,
    reason: str,
    reason_text: str = "",
    ending: Iterable[Tenure] = (),
    proof: Attachment | None = None,
) -> None:
    """Change what is said of a post on offer; another post is another opening."""
    _open_for_change(opening.campaign.plan, by)
    _refuse_reason_of_another_track(opening.campaign, reason)
    opening.seats, opening.reason, opening.reason_text = seats, reason, reason_text
    opening.proof = proof or opening.proof
    opening.full_clean()
    opening.save()
    opening.ending.set(ending)
    ledgers.append(
        opening.campaign.ledger, "修改岗位", by=by, about=f"opening:{opening.pk}", seats=seats, reason=reason
    )


def _refuse_reason_of_another_track(campaign: Campaign, reason: str) -> None:
    if TrackReason(reason).track != campaign.track:
        raise Refused(f"“{TrackReason(reason).label}”不是采用{campaign.get_track_display()}的情形，请另选")


@transaction.atomic
def remove_opening(opening: Opening, *, by: User) -> None:
    _open_for_change(opening.campaign.plan, by)
    if opening.candidacies.exists():
        raise Refused("该岗位已有人选，不能删除；如不再选拔，请登记空缺原因")
    ledgers.append(opening.campaign.ledger, "移出岗位", by=by, about=f"opening:{opening.pk}")
    opening.delete()


def propose_calendar(plan: Plan, starts_on: date | None = None) -> dict[str, str]:
    """Planned first days by stage, counted backwards from the day in post over working days."""
    known = arrangements.current()
    days: dict[str, str] = {}
    day = starts_on or plan.starts_on
    for stage in reversed(planned_stages(plan)):
        for _ in range(USUAL_DAYS[stage]):
            day -= timedelta(days=1)
            while not _works(day, known):
                day -= timedelta(days=1)
        days[str(stage)] = day.isoformat()
    return dict(reversed(days.items()))


def _works(day: date, known: workdays.Arrangements) -> bool:
    try:
        return workdays.is_workday(day, known)
    except workdays.UnknownYear:
        return day.weekday() < 5


@transaction.atomic
def submit(plan: Plan, *, by: User) -> None:
    """Hand the plan in, or make it final where the rulebook asks for no approval of the plan itself.

    Pins the rulebook's newest version anew at every submission; final when approved.
    """
    _open_for_change(plan, by)
    hold_seats(plan.organisation)
    plan.ruleset_version = _rulebook(plan.organisation)
    plan.snapshot, plan.snapshot_digest = plan.ruleset_version.text, plan.ruleset_version.digest
    plan.save()
    _refuse_unready(plan)
    chain = levels(plan.approval_chain, plan.organisation)
    if plan.review is None:
        plan.review = reviews.start("plan", plan.organisation, plan.title, chain, plan.ledger)
        plan.save(update_fields=["review"])
    reviews.submit(plan.review, plan.facts(), by)
    plan.refresh_from_db()


def _refuse_unready(plan: Plan) -> None:
    """Every track's selection is asked; what wants for all of them is said once."""
    said = [reason for each in plan.selections for reason in reasons_against(each, guards.PLAN_RULES)]
    if stopping := dict.fromkeys(str(reason) for reason in said if reason.stops):
        raise Refused(stopping)


def hold_seats(organisation: Organisation) -> None:
    """Until the transaction ends no other plan of the school claims a seat: the next one counts this one in."""
    Organisation.objects.select_for_update().get(pk=organisation.pk)


def finalise(plan: Plan) -> None:
    plan.finalised_at = clock.now()
    plan.save(update_fields=["finalised_at"])


def _open_for_change(plan: Plan, by: User) -> None:
    """Hold the plan's row until the transaction ends, so that what is handed in is what was saved last.

    The caller's instance becomes the row as it is now.
    """
    plan.refresh_from_db(from_queryset=Plan.objects.select_for_update())
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
