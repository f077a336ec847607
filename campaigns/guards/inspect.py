"""Are the inspectees rightly chosen and announced? (A068–A079, B040–B042)"""

from __future__ import annotations

from campaigns.choices import ActKind, AgendaPurpose, Outcome, Purpose, Standing, TalkKind, TalkScope, Track
from campaigns.tracks import on
from campaigns.voices import support, talk_count, talk_support, wants_reason
from personnel.models import Tenure
from selection.reasons import ADVISE, WARN, rule

from .announce import _chain, approval_precedes_the_first_step, came_to, has_people
from .checking import BEFORE_INSPECTION
from .contest import RULES_OF_CONTEST
from .evaluate import (
    every_opening_has_somebody,
    everybody_is_screened,
    everybody_was_on_the_ballot,
    is_counted,
    round_is_missing,
    talks_were_held,
    talks_were_held_by_two,
)
from .nobody_slips import everybody_was_evaluated
from .order import (
    evaluation_follows_recommendation,
    held_on,
    out_of_order,
    recommendation_is_still_valid,
)
from .recommending import recommendations_are_signed

INSPECTEES_MEETING = "确定考察对象的会议"


@rule(
    "人选均已述职和表态发言",
    cites="A068 A069",
    about="campaign",
    mend="act:duty_report",
    applies=on(Track.NON_COMPETITIVE, also=lambda campaign: campaign.ruleset.evaluation.duty_report),
    once=has_people,
)
def duty_reports_are_given(campaign):
    for person in campaign.live():
        if not campaign.done(ActKind.DUTY_REPORT, person).exists():
            yield f"{person.staff.name}尚未述职和表态发言，未参加的按自动放弃登记"


@rule(
    "民主测评有效",
    cites="A070 A072 A073 A103 A104 AMB-32 B041",
    about="campaign",
    mend="rounds:evaluation",
    applies=lambda campaign: campaign.ruleset.evaluation.ballot,
)
def evaluation_is_valid(campaign):
    yield from round_is_missing(campaign, Purpose.EVALUATION, "民主测评")


@rule(
    "已书面征求意见",
    cites="A071 A103",
    about="campaign",
    mend="act:written_opinions",
    applies=lambda campaign: campaign.ruleset.evaluation.written_opinions,
)
def written_opinions_are_gathered(campaign):
    held = campaign.standing_round(Purpose.EVALUATION)
    asked_on_the_ballot = held and held.poll_id and held.poll.asks_remarks
    if not asked_on_the_ballot and not campaign.done(ActKind.WRITTEN_OPINIONS).exists():
        yield "尚未登记书面征求意见的情况"


@rule(
    "已与中层及以上干部谈话",
    cites="A075",
    about="campaign",
    mend="talks:consultation",
    applies=on(
        Track.NON_COMPETITIVE,
        also=lambda campaign: (
            campaign.ruleset.evaluation.consult_talks
            and Tenure.objects.at(campaign.organisation).in_force(campaign.plan.reference_on).exists()
        ),
    ),
)
def cadres_are_talked_to(campaign):
    if not talk_count(campaign, TalkKind.CONSULTATION).by_scope.get(TalkScope.CADRE):
        yield "谈话征求意见尚未与中层及以上干部谈话"


@rule(
    "已与教职工代表谈话",
    cites="A076",
    about="campaign",
    mend="talks:consultation",
    applies=on(Track.NON_COMPETITIVE, also=lambda campaign: campaign.ruleset.evaluation.consult_talks),
)
def peers_are_talked_to(campaign):
    if not talk_count(campaign, TalkKind.CONSULTATION).by_scope.get(TalkScope.PEER):
        yield "谈话征求意见尚未与所在教研组或有工作来往的教职工代表谈话"


@rule(
    "测评和谈话赞成较低者已作处理",
    cites="A074 A077 A105 AMB-10",
    about="campaign",
    mend="rounds:evaluation",
    once=lambda campaign: (
        is_counted(campaign, Purpose.EVALUATION) or talks_were_held(campaign, TalkKind.CONSULTATION)
    ),
    tells_figures=True,
)
def low_evaluations_are_concluded(campaign):
    held = campaign.standing_round(Purpose.EVALUATION)
    for person in campaign.live():
        for verdict in (support(held, person), talk_support(person)):
            if verdict is not None and not verdict.holds:
                yield f"{person.staff.name}：{verdict.sentence}，不得列为考察对象，请作出处理"


@rule(
    "测评赞成不多的人选已说明理由",
    cites="A074 AMB-10",
    about="campaign",
    effect=WARN,
    mend="rounds:evaluation",
    once=lambda campaign: is_counted(campaign, Purpose.EVALUATION),
    tells_figures=True,
)
def narrow_evaluations_are_explained(campaign):
    held = campaign.standing_round(Purpose.EVALUATION)
    for person in campaign.live():
        if (verdict := wants_reason(held, person)) is not None:
            yield f"{person.staff.name}：{verdict.sentence}"


@rule("考察对象经集体研究确定", cites="A078 A108 A125 B040", about="campaign", mend="meeting:inspectees")
def inspectees_are_resolved(campaign):
    item = campaign.resolved(AgendaPurpose.INSPECTEES).last()
    if item is None:
        yield "尚无集体研究确定考察对象的记录"
        return
    persons, last_said = list(campaign.live()), _last_said(campaign)
    evaluated = held_on(campaign.standing_round(Purpose.EVALUATION))
    met = {last_said[person.pk].item.meeting.happened_on for person in persons if person.pk in last_said}
    for met_on in sorted(met or {item.meeting.happened_on}):
        yield from out_of_order("民主测评", evaluated, INSPECTEES_MEETING, met_on)
    for person in persons:
        said = last_said.get(person.pk)
        if person.standing != Standing.INSPECTEE:
            yield f"{person.staff.name}未列为考察对象，请作暂缓或未列为人选处理"
        elif said is None:
            yield f"确定考察对象的会议记录没有写明对{person.staff.name}的意见，请重新研究"
        elif said.outcome != Outcome.AGREED:
            yield f"最近一次会议对{person.staff.name}的意见是“{said.get_outcome_display()}”，请重新研究"


def _last_said(campaign):
    """What the latest meeting said of each person: an item that names nobody chooses nobody."""
    items = campaign.resolved(AgendaPurpose.INSPECTEES).prefetch_related("outcomes")
    return {said.candidacy_id: said for item in items for said in item.outcomes.all()}


@rule(
    "确定考察对象的会议到会成员达到三分之二",
    cites="R-21",
    about="campaign",
    effect=ADVISE,
    mend="meeting:inspectees",
    once=lambda campaign: campaign.resolved(AgendaPurpose.INSPECTEES).exists(),
)
def inspectees_meeting_is_well_attended(campaign):
    yield from came_to(campaign, AgendaPurpose.INSPECTEES)


@rule(
    "考察对象的人选审核表已审核同意",
    cites="A060",
    about="campaign",
    mend="campaigns:candidate_forms",
    applies=lambda campaign: bool(_chain(campaign)),
    once=has_people,
)
def inspectees_have_approved_forms(campaign):
    for person in campaign.live():
        if not person.approved_forms().exists():
            yield f"{person.staff.name}是推荐中产生的人选，须先填报人选审核表并经审核同意"


@rule(
    "考察对象已由所在单位党组织把关",
    cites="B025 AMB-19",
    about="campaign",
    mend="act:gatekeeping",
    applies=lambda campaign: campaign.ruleset.motion.gatekeeping,
    once=has_people,
)
def inspectees_are_vouched_for(campaign):
    for person in campaign.live():
        if not campaign.done(ActKind.GATEKEEPING, person).exists():
            yield f"{person.staff.name}尚无所在单位党组织的把关意见"


@rule(
    "已制定考察工作方案",
    cites="D005 D006",
    about="campaign",
    mend="act:inspection_plan",
    applies=lambda campaign: campaign.ruleset.inspection.plan,
)
def inspection_is_planned(campaign):
    if not campaign.done(ActKind.INSPECTION_PLAN).exists():
        yield "尚未制定考察工作方案，确定考察时间"


@rule(
    "纪检机关派员参加考察组",
    cites="T010",
    about="campaign",
    mend="campaigns:plan_people",
    applies=lambda campaign: campaign.ruleset.inspection.joint,
)
def discipline_joins_the_team(campaign):
    if not any(each.may("answer_discipline", campaign.organisation) for each in campaign.plan.inspectors):
        yield "考察组里还没有纪检机关的人员，请增加后再进行考察"


@rule(
    "已发布考察公告",
    cites="A079 A109 R-12 T013",
    about="campaign",
    mend="act:inspection_notice",
    applies=lambda campaign: campaign.ruleset.inspection.notice,
)
def inspection_is_announced(campaign):
    if not campaign.done(ActKind.INSPECTION_NOTICE).exists():
        yield "尚未发布考察公告，不发布公告不得进行考察"


@rule(
    "考察公告在确定考察对象之后",
    cites="A079",
    about="campaign",
    mend="act:inspection_notice",
    once=lambda campaign: campaign.done(ActKind.INSPECTION_NOTICE).exists(),
)
def notice_follows_the_meeting(campaign):
    notice = campaign.done(ActKind.INSPECTION_NOTICE).last()
    item = campaign.resolved(AgendaPurpose.INSPECTEES).last()
    if item is not None:
        yield from out_of_order(INSPECTEES_MEETING, item.meeting.happened_on, "考察公告", notice.happened_on)


RULES = (
    approval_precedes_the_first_step,
    recommendation_is_still_valid,
    *RULES_OF_CONTEST,
    *BEFORE_INSPECTION,
    duty_reports_are_given,
    evaluation_is_valid,
    everybody_was_evaluated,
    evaluation_follows_recommendation,
    written_opinions_are_gathered,
    cadres_are_talked_to,
    peers_are_talked_to,
    talks_were_held_by_two,
    low_evaluations_are_concluded,
    narrow_evaluations_are_explained,
    inspectees_are_resolved,
    inspectees_meeting_is_well_attended,
    inspectees_have_approved_forms,
    inspectees_are_vouched_for,
    recommendations_are_signed,
    inspection_is_planned,
    discipline_joins_the_team,
    inspection_is_announced,
    notice_follows_the_meeting,
    everybody_is_screened,
    everybody_was_on_the_ballot,
    every_opening_has_somebody,
)
