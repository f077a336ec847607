"""Name people for the tasks of a plan, replace them, and take the tasks from whoever is concerned (R-25)."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.urls import reverse

from ballots import services as polls
from campaigns import permissions
from campaigns.choices import WALK, PlanRoleKind, Source, Stage
from campaigns.models import Campaign, Plan, PlanRole
from campaigns.recusal import conflicts, conflicts_through
from personnel.models import StaffMember
from selection import clock
from selection.accounts import roles
from selection.accounts.models import Organisation, User
from selection.accounts.roles import Role
from selection.reasons import Refused
from selection.records import ledgers

from .acts import refuse_if_over
from .authority import tell, tell_officers

WATCHING = (PlanRoleKind.SCRUTINEER, PlanRoleKind.COUNTER)
# Who watches is not who is watched: nobody checks his own count, nor the votes that he organises.
APART = (
    {PlanRoleKind.SCRUTINEER, PlanRoleKind.COUNTER},
    {PlanRoleKind.OFFICER, PlanRoleKind.SCRUTINEER},
    {PlanRoleKind.OFFICER, PlanRoleKind.COUNTER},
)


@transaction.atomic
def assign(plan: Plan, kind: PlanRoleKind | str, user: User, *, by: User) -> PlanRole:
    """Name a user for a task. Candidates and their relatives are refused; a new officer takes the old one's place."""
    kind = PlanRoleKind(kind)
    _may_name(plan, kind, by)
    refuse_if_over(plan)
    if permissions.is_recused(plan, user):
        raise Refused(f"{user.name}是本次人选或其亲属，应当回避，请另选他人")
    _refuse_two_sides(plan, kind, user)
    if kind == PlanRoleKind.OFFICER:
        _hand_over(plan, user, by)
    role, created = PlanRole.objects.get_or_create(
        plan=plan, user=user, kind=kind, ended_on=None, defaults={"started_on": clock.today()}
    )
    if created:
        ledgers.append(
            plan.ledger, f"指定{kind.label}", by=by, about=f"plan:{plan.pk}", user=user.pk, person=user.name
        )
        if user != by:
            tell([user], f"您被指定为“{plan.title}”的{kind.label}", plan.get_absolute_url())
        _let_watch(plan, kind)
    return role


def _may_name(plan: Plan, kind: PlanRoleKind, by: User) -> None:
    is_officer = kind == PlanRoleKind.OFFICER
    if not (is_officer and permissions.may_name_officer(plan, by)) and not permissions.may_run_plan(plan, by):
        raise Refused("您没有办理本方案的权限，或因回避不能办理")


def _refuse_two_sides(plan: Plan, kind: PlanRoleKind, user: User) -> None:
    for role in plan.roles.filter(user=user, ended_on=None):
        if {PlanRoleKind(role.kind), kind} in APART:
            raise Refused(
                f"{user.name}已是本方案的{role.get_kind_display()}，不能兼任{kind.label}，请另选他人"
            )


def _hand_over(plan: Plan, user: User, by: User) -> None:
    if not user.may("run_campaigns", plan.organisation):
        raise Refused(f"{user.name}没有“人事干部”角色，不能办理；请先在“账号”中添加这个角色")
    for old in plan.roles.filter(kind=PlanRoleKind.OFFICER, ended_on=None).exclude(user=user):
        _end(old, by, f"由{user.name}接任")


@transaction.atomic
def relieve(role: PlanRole, *, by: User, reason: str) -> None:
    _may_name(role.plan, PlanRoleKind(role.kind), by)
    if not reason.strip():
        raise Refused("请写明更换或回避的原因")
    _end(role, by, reason)


def refuse_in_conflict(campaign: Campaign, staff: StaffMember, source: Source | str) -> None:
    """Where the person is put forward by choice, the tasks are handed over first; a ballot asks nobody."""
    started = WALK.index(Stage(campaign.stage)) >= WALK.index(Stage.RECOMMEND)
    if source == Source.RECOMMENDATION and started:
        return
    sentences = [
        f"{role.get_kind_display()}{role.user.name}{why}，请先更换{role.get_kind_display()}，再提出人选"
        for role, why in conflicts_through(campaign.plan, [staff])
    ]
    if sentences:
        raise Refused(sentences)


@transaction.atomic
def recuse_in_conflict(plan: Plan, by: User) -> None:
    """Whoever holds a role and is, or is related to, a person just brought up leaves it at once.

    The person is told, and so are those who can name another.
    """
    for role, why in conflicts(plan):
        _end(role, by, f"回避：{why}")
        tell([role.user], f"按回避规定，您不再承担“{plan.title}”的{role.get_kind_display()}")
        sentence = f"“{plan.title}”的{role.get_kind_display()}{role.user.name}已回避，请另行指定"
        url = reverse("campaigns:plan_people", args=[plan.pk])
        if role.kind == PlanRoleKind.OFFICER:
            tell(_who_name_officers(plan), sentence, url)
        else:
            tell_officers(plan, sentence, url)


def _who_name_officers(plan: Plan) -> Iterable[User]:
    """Officers, leaders, the zone's organisers and the bureau, so far as they still can."""
    school = plan.organisation
    offices: list[tuple[Role, Organisation | None]] = [
        (Role.OFFICER, school),
        (Role.LEADER, school),
        (Role.ZONE_ORGANISER, school.zone),
        (Role.BUREAU_REVIEWER, school.bureau),
    ]
    for role, office in offices:
        for user in roles.holders(role, office) if office else ():
            if permissions.may_name_officer(plan, user):
                yield user


def _end(role: PlanRole, by: User, reason: str) -> None:
    ledgers.hold(role.plan.ledger_id)
    role.ended_on, role.end_reason = clock.today(), reason
    role.save(update_fields=["ended_on", "end_reason"])
    ledgers.append(
        role.plan.ledger,
        f"{role.get_kind_display()}更换或回避",
        by=by,
        about=f"plan:{role.plan_id}",
        user=role.user_id,
        person=role.user.name,
        reason=reason,
    )
    _let_watch(role.plan, PlanRoleKind(role.kind))


def watchers(plan: Plan) -> list[User]:
    return [user for kind in WATCHING for user in plan.people(kind)]


def _let_watch(plan: Plan, kind: PlanRoleKind) -> None:
    """Who watches and counts changes for the votes that are not counted yet as well."""
    if kind not in WATCHING:
        return
    for campaign in plan.campaigns.all():
        for held in campaign.rounds.filter(poll__state__in=["draft", "open", "closed"]).select_related(
            "poll"
        ):
            if held.poll is not None:
                polls.appoint_scrutineers(held.poll, watchers(plan))
