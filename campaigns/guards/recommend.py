"""May recommendation open? The plan is public, the team stands, nobody judges his own case."""

from __future__ import annotations

from django.db.models import Q

from campaigns.choices import BALLOTS, OVER, ActKind, PlanRoleKind, Stage
from selection.reasons import WARN, rule

from .announce import approval_precedes_the_first_step, has_people


@rule("工作方案已公布", cites="A063 B037", about="campaign", mend="act:publication")
def plan_is_published(campaign):
    if campaign.done(ActKind.PUBLICATION).exists():
        return
    if campaign.was_done_before(ActKind.PUBLICATION):
        yield "方案变更后，新的工作方案和具体职务尚未在学校公布"
    else:
        yield "工作方案和具体职务尚未在学校公布"


@rule(
    "考察组已组建",
    cites="B026 B027 D007",
    about="campaign",
    mend="campaigns:plan_people",
    applies=lambda campaign: campaign.ruleset.recommendation.team_before,
)
def team_is_formed(campaign):
    size, need = len(campaign.plan.inspectors), campaign.ruleset.recommendation.team_size
    if size < need:
        yield f"考察组现有{size}人，应不少于{need}人"


@rule("考察组不少于两人", cites="R-11", about="campaign", effect=WARN, mend="campaigns:plan_people")
def team_has_two(campaign):
    if len(campaign.plan.inspectors) < 2:
        yield f"考察组现有{len(campaign.plan.inspectors)}人，一般不少于2人"


@rule("有经办人和监票人", cites="R-14", about="campaign", mend="campaigns:plan_people")
def tasks_are_assigned(campaign):
    for kind in (PlanRoleKind.OFFICER, PlanRoleKind.SCRUTINEER):
        if not campaign.plan.people(kind):
            yield f"请指定{kind.label}"


@rule(
    "承担职责的人不是人选及其亲属",
    cites="R-25",
    about="campaign",
    mend="campaigns:plan_people",
    once=has_people,
)
def nobody_judges_his_own_case(campaign):
    from campaigns.recusal import conflicts

    for role, why in conflicts(campaign.plan):
        yield f"{role.get_kind_display()}{role.user.name}{why}，请更换或回避"


@rule("投票尚未开始", cites="AMB-10", about="campaign", mend="")
def no_ballot_has_been_cast(campaign):
    """Talks are no ballots: they are held again under the new plan."""
    ballots = campaign.rounds.filter(purpose__in=BALLOTS, is_superseded=False)
    never_opened = Q(poll__isnull=False, poll__opened_at=None)
    if ballots.exclude(never_opened).exists():
        yield "已有投票或计票，方案不能再变更"


@rule("没有别的办理依据本方案进行", cites="AMB-10", about="campaign", mend="")
def nothing_else_rests_on_the_plan(campaign):
    """One text, one approval and one publication serve all selections of the plan."""
    if campaign.follows_id is not None:
        yield "接续办理依据原方案进行，不能变更方案；确需变更的，请终止本次接续办理，另行起草工作方案"
        return
    others = campaign.plan.campaigns.exclude(pk=campaign.pk)
    if others.exclude(stage__in=[Stage.PREPARE, *OVER]).exists():
        yield "本方案还有接续办理或其他办理在依据它进行，不能变更；确需变更的，请先终止那一次办理"


MAY_REVISE = (no_ballot_has_been_cast, nothing_else_rests_on_the_plan)

RULES = (
    plan_is_published,
    approval_precedes_the_first_step,
    team_is_formed,
    team_has_two,
    tasks_are_assigned,
    nobody_judges_his_own_case,
)
