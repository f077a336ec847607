"""May the procedure start? Quota, motion, plan and written approval (A052–A062, B019–B025)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from campaigns.choices import ActKind, AgendaPurpose, Track, TrackReason
from campaigns.tracks import on
from campaigns.voices import quorum_of
from selection.chinese import day
from selection.reasons import ADVISE, WARN, Elsewhere, rule

from .reporting import what_is_reported_beforehand_was_agreed

if TYPE_CHECKING:
    from campaigns.models import Campaign


OPEN_BARS = {
    "talk_recommendation": "谈话推荐人数",
    "recommendation": "会议推荐票数",
    "evaluation": "民主测评赞成票数",
    "talk": "谈话征求意见赞成人数",
}


def _chain(campaign: Campaign):
    return campaign.ruleset.motion.candidate_review.for_(campaign.track)


def has_openings(campaign: Campaign) -> bool:
    return campaign.openings.exists()


def has_people(campaign: Campaign) -> bool:
    """Before anybody is brought up, rules about each person have nothing to judge."""
    return campaign.live().exists()


def came_to(campaign: Campaign, purpose: AgendaPurpose) -> Iterator[str]:
    """What is wanting of the attendance at the meeting that settled the purpose."""
    item = campaign.resolved(purpose).last()
    if item is not None and not (verdict := quorum_of(item.meeting, campaign.ruleset)).holds:
        yield f"{item.meeting}{verdict.sentence}"


@rule("职数已经核定", cites="A052 A053 A054 B004 R-31", about="campaign", mend="personnel:quotas")
def quota_is_approved(campaign):
    from personnel import quota

    if quota.table_in_force(campaign.organisation) is None:
        yield "职数核定表尚未审核同意，请先填报并报送审核"


@rule(
    "岗位在核定职数之内",
    cites="A055 R-31 AMB-9",
    about="campaign",
    mend="campaigns:plan_setup",
    once=has_openings,
)
def seats_fit_the_quota(campaign):
    from campaigns.headcount import over_quota

    yield from over_quota(campaign.organisation, including=campaign)


@rule(
    "每个岗位都有采用本方式的情形",
    cites="A038 A039 A040 A041 A042 A043 A047 A048 A049",
    about="campaign",
    mend="campaigns:plan_setup",
)
def openings_are_named(campaign):
    if not campaign.openings.exists():
        yield "尚未列出本次选拔的岗位"


@rule(
    "推荐较集中有前期摸底为证",
    cites="A042 A137 AMB-34",
    about="campaign",
    effect=ADVISE,
    mend="act:sounding",
    applies=lambda campaign: campaign.openings.filter(reason=TrackReason.CLEAR_CHOICE).exists(),
)
def clear_choice_has_a_sounding(campaign):
    claimed = campaign.openings.filter(reason=TrackReason.CLEAR_CHOICE, proof=None)
    if claimed and not campaign.done(ActKind.SOUNDING).exists():
        yield f"{claimed[0]}以前期推荐较集中为由，建议登记前期摸底情况"


@rule(
    "党组织已提出启动意见",
    cites="B019",
    about="campaign",
    mend="act:motion",
    applies=lambda campaign: campaign.ruleset.motion.opinion,
)
def motion_is_made(campaign):
    if not campaign.done(ActKind.MOTION).exists():
        yield "尚未登记学校党组织的启动意见"


@rule(
    "已学习有关办法",
    cites="B021",
    about="campaign",
    effect=WARN,
    mend="act:study",
    applies=lambda campaign: campaign.ruleset.motion.study,
)
def rules_are_studied(campaign):
    if not campaign.done(ActKind.STUDY).exists():
        yield "尚未登记组织学习选拔任用办法的情况"


@rule(
    "已作综合研判",
    cites="B022",
    about="campaign",
    mend="act:analysis",
    applies=lambda campaign: campaign.ruleset.motion.analysis,
)
def team_is_analysed(campaign):
    if not campaign.done(ActKind.ANALYSIS).exists():
        yield "尚未登记对中层干部队伍的综合研判"


@rule(
    "已征求各方意见",
    cites="A056",
    about="campaign",
    mend="act:consultation",
    applies=lambda campaign: campaign.ruleset.motion.consultation,
)
def views_are_sought(campaign):
    if not campaign.done(ActKind.CONSULTATION).exists():
        yield "尚未登记征求各方意见的情况"


@rule("方案经集体研究", cites="A057 A125 B020 B023", about="campaign", mend="meeting:plan")
def plan_is_discussed(campaign):
    if campaign.resolved(AgendaPurpose.PLAN).exists():
        return
    meeting = campaign.ruleset.motion.meeting
    if campaign.was_resolved_before(AgendaPurpose.PLAN):
        yield f"方案变更后，尚无{meeting}研究新方案的记录；此前的会议研究的是变更前的方案"
    else:
        yield f"尚无{meeting}研究工作方案的记录"


@rule(
    "研究方案的会议到会成员达到三分之二",
    cites="R-21 A057",
    about="campaign",
    effect=ADVISE,
    mend="meeting:plan",
    once=lambda campaign: campaign.resolved(AgendaPurpose.PLAN).exists(),
)
def plan_meeting_is_well_attended(campaign):
    """A057 names no number for this meeting: a higher rule advises one."""
    yield from came_to(campaign, AgendaPurpose.PLAN)


@rule(
    "推荐人选经集体研究",
    cites="A059",
    about="campaign",
    mend="meeting:candidates",
    applies=on(Track.NON_COMPETITIVE, Track.COMPETITIVE, also=lambda campaign: bool(_chain(campaign))),
)
def candidates_are_discussed(campaign):
    """The meeting that nominated a person has discussed them; whoever came up otherwise waits for one."""
    if campaign.resolved(AgendaPurpose.CANDIDATES).exists():
        return
    nominations = campaign.resolved(AgendaPurpose.NOMINATION)
    if has_people(campaign):
        if campaign.live().exclude(nominated_by__in=nominations).exists():
            yield "尚无班子会议研究推荐人选的记录"
    elif nominations.exists():
        yield Elsewhere("组织提名的会议已录入，请提出人选，再研究推荐人选", "campaigns:nominate")
    else:
        yield Elsewhere("还没有人选，请先录入组织提名的会议并提出人选", "meeting:nomination")


@rule(
    "人选审核表已审核同意",
    cites="A060 A061 A062 A046 AMB-17 AMB-35",
    about="campaign",
    mend="campaigns:candidate_forms",
    applies=lambda campaign: bool(_chain(campaign)),
    once=has_openings,
)
def candidate_forms_are_approved(campaign):
    openings = [opening for opening in campaign.openings.all() if opening.wants_form]
    for opening in openings:
        people = [person for person in opening.candidacies.all() if person.is_live]
        if not people and not opening.is_settled:
            yield Elsewhere(f"{opening}尚未提出人选并填报人选审核表", "campaigns:nominate")
    for person in campaign.live().filter(opening__in=openings):
        if not person.approved_forms().exists():
            yield f"{person.staff.name}的人选审核表尚未审核同意"


@rule(
    "动议人选已由所在单位党组织把关",
    cites="B025 AMB-19",
    about="campaign",
    mend="act:gatekeeping",
    applies=lambda campaign: campaign.ruleset.motion.gatekeeping,
    once=has_people,
)
def named_people_are_vouched_for(campaign):
    for person in campaign.live():
        if not campaign.done(ActKind.GATEKEEPING, person).exists():
            yield f"{person.staff.name}尚无所在单位党组织的把关意见"


@rule("工作方案已定稿并获批准", cites="A058 A061 A062 B024", about="campaign", mend="campaigns:plan_review")
def plan_is_approved(campaign):
    plan = campaign.plan
    if plan.is_final:
        return
    if plan.sent_back is not None:
        yield f"工作方案已退回修改：{plan.sent_back.remarks or '未写明意见'}"
    else:
        yield "工作方案尚未批准，未经书面审核同意不得启动" if plan.review_id else "工作方案尚未报送定稿"


@rule(
    "书面批准不晚于第一个步骤",
    cites="A061 A062",
    about="campaign",
    mend="campaigns:plan_review",
    once=lambda campaign: bool(campaign.first_step_on() and campaign.approved_on()),
)
def approval_precedes_the_first_step(campaign):
    first, approved = campaign.first_step_on(), campaign.approved_on()
    if first and approved and approved > first:
        yield f"书面批准日期（{day(approved)}）晚于第一个步骤（{day(first)}），程序无效，须重新办理"


@rule(
    "同意时附加的条件已经落实",
    cites="A061",
    about="campaign",
    mend="campaigns:plan_review",
    applies=lambda campaign: campaign.conditions_of_approval().exists(),
)
def conditions_of_approval_are_met(campaign):
    """Of the plan and of each 人选审核表: what a level approved only under a condition."""
    for condition in campaign.conditions_of_approval().unmet():
        yield f"{condition.decision.label}同意时附加的条件“{condition.text}”还没有写明落实情况"


@rule(
    "票数要求在投票前确定",
    cites="A067 A074 A077 AMB-10",
    about="campaign",
    mend="campaigns:plan_setup",
    applies=lambda campaign: bool(campaign.plan.open_bars),
)
def bars_are_fixed(campaign):
    for name in campaign.plan.open_bars:
        if name not in campaign.plan.bars:
            yield f"请在方案中确定{OPEN_BARS[name]}的要求，或选择由班子集体研究认定"


@rule("决定主体已确定", cites="A125 B054 R-36", about="campaign", mend="campaigns:plan_setup")
def deciding_body_is_named(campaign):
    if campaign.plan.body_id is None:
        yield f"请在方案中指定讨论决定的会议（{campaign.ruleset.decision.body}）"


PLAN_RULES = (
    quota_is_approved,
    openings_are_named,
    seats_fit_the_quota,
    clear_choice_has_a_sounding,
    motion_is_made,
    rules_are_studied,
    team_is_analysed,
    views_are_sought,
    plan_is_discussed,
    plan_meeting_is_well_attended,
    bars_are_fixed,
    deciding_body_is_named,
)
RULES = (
    *PLAN_RULES,
    plan_is_approved,
    candidates_are_discussed,
    candidate_forms_are_approved,
    named_people_are_vouched_for,
    approval_precedes_the_first_step,
    conditions_of_approval_are_met,
    what_is_reported_beforehand_was_agreed,
)
