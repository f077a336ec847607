"""Which figures does a plan's text speak of, and which acts of the procedure does its ruleset ask for?"""

from __future__ import annotations

from collections.abc import Iterator

from ballots.verdicts import Bar
from campaigns import tracks
from campaigns.choices import Track, TrackReason
from campaigns.documents import bars, contest_figures
from campaigns.models import Campaign, Opening, Plan
from campaigns.rulesets.schema import Ruleset
from campaigns.rulesets.stages.concluding import PublicityRules
from campaigns.rulesets.values import Level, OpenBar
from campaigns.tracks import planned_days
from personnel import quota
from personnel.models import StaffMember
from selection.chinese import day

CATEGORIES = {category.value: category.label for category in StaffMember.Category}


def tokens(plan: Plan, campaign: Campaign, openings: list[Opening]) -> dict[str, str]:
    """Token → what is printed for it; only those that the acts below can name."""
    return {
        name: value
        for part in (
            _general(plan, campaign, openings),
            _recommending(plan),
            _voices(plan),
            contest_figures.tokens(plan),
            _later(plan),
            {"群团负责人的产生": _procedures(openings)},
            _chain(plan, campaign),
        )
        for name, value in part.items()
        if value
    }


def acts(plan: Plan, campaign: Campaign, openings: list[Opening]) -> list[str]:
    """What the ruleset asks for on this track, in the order of the procedure; the wording follows it."""
    return [
        *_direct_acts(plan, openings),
        *_first_acts(plan, campaign),
        *_recommending_acts(plan),
        *contest_figures.acts(plan),
        *_middle_acts(plan),
        *_last_acts(plan.ruleset, openings),
    ]


def electorate(plan: Plan) -> str:
    if plan.congress is not None:
        count = plan.congress.members_on(plan.reference_on).count()
        return f"教职工代表大会代表（{count}人）"
    return "、".join(CATEGORIES[each] for each in plan.categories) + "教职工"


def _staff(plan: Plan) -> dict[str, int]:
    """Who serves on the reference date, by category (AMB-20)."""
    found = StaffMember.objects.of(plan.organisation).serving(plan.reference_on)
    serving = list(found.values_list("category", flat=True))
    return {label: serving.count(key) for key, label in CATEGORIES.items() if key in serving}


def _general(plan: Plan, campaign: Campaign, openings: list[Opening]) -> dict[str, str]:
    rules = plan.ruleset
    overview = quota.overview(plan.organisation, plan.reference_on)
    staff = _staff(plan)
    return {
        "制定依据": rules.basis,
        "原则": "；".join(rules.principles),
        "核定职数": f"{overview.approved}名",
        "现任人数": f"{overview.held}名",
        "岗位数": f"{len(openings)}个",
        "名额": f"{sum(opening.seats for opening in openings)}名",
        "教职工总数": f"{sum(staff.values())}人",
        "各类人数": "、".join(f"{label}{count}人" for label, count in staff.items()) or "在册0人",
        "参加范围": electorate(plan),
        "教职工会议": "教职工代表大会" if plan.congress else "教职工大会",
        "聘任方式": "、".join(track.label for track in Track if track in plan.tracks),
        "年龄年限计算日期": day(plan.reference_on),
        "计划到岗日期": day(plan.starts_on),
        "研究方案的会议": rules.motion.meeting,
    }


def _recommending(plan: Plan) -> dict[str, str]:
    if Track.NON_COMPETITIVE not in plan.tracks:
        return {}
    recommendation = plan.ruleset.recommendation
    return {
        "考察组人数": f"{recommendation.team_size}人",
        "谈话推荐人数": bars.minimum(recommendation.talk_minimum),
        "谈话推荐赞成人数": _talk_support(plan, "talk_recommendation"),
        "会议推荐到会人数": bars.bar(recommendation.quorum) if recommendation.quorum else "",
        "会议推荐票数": bars.support(plan, "recommendation", recommendation.bar),
        "推荐结果有效期": f"{recommendation.valid_months}个月",
    }


def _voices(plan: Plan) -> dict[str, str]:
    evaluation = plan.ruleset.evaluation
    return {
        "测评内容": "、".join(evaluation.dimensions),
        "测评参加人数": bars.bar(evaluation.quorum) if evaluation.quorum else "",
        "测评赞成票数": bars.support(plan, "evaluation", evaluation.bar) if evaluation.bar else "",
        "谈话赞成人数": _talk_support(plan, "talk"),
    }


def _talk_support(plan: Plan, name: str) -> str:
    """Of talks, those who came are those who were talked to."""
    rule = plan.ruleset.open_bars.get(name)
    return bars.support(plan, name, rule).replace("实到", "实谈") if rule else ""


def _later(plan: Plan) -> dict[str, str]:
    inspection, decision = plan.ruleset.inspection, plan.ruleset.decision
    publicity, filing = plan.ruleset.publicity, plan.ruleset.filing
    return {
        "考察内容": "、".join(inspection.dimensions),
        "考察谈话人数": bars.minimum(inspection.talk_minimum),
        "纪检机关": inspection.discipline_body,
        "决定会议": plan.body.name if plan.body else decision.body,
        "表决到会人数": bars.bar(decision.quorum),
        "表决通过票数": bars.bar(decision.majority),
        "公示方式": "、".join(publicity.channels),
        "公示期": _publicity_period(publicity),
        "公示起算": bars.counted_from(publicity.period, "发布公示"),
        "备案机关": filing.to,
        "备案期限": bars.period(filing.deadline),
        "聘期": f"{filing.term_years}年",
    }


def _procedures(openings: list[Opening]) -> str:
    """How the heads of bodies of their own among the posts on offer are made, each kind once (A087)."""
    said = {opening.post.department: opening.procedure for opening in openings if opening.procedure}
    return "；".join(
        dict.fromkeys(f"{office.get_kind_display()}负责人{way.phrase}" for office, way in said.items())
    )


def _publicity_period(rules: PublicityRules) -> str:
    promotion, lateral = bars.period(rules.period), bars.period(rules.lateral_period)
    return promotion if promotion == lateral else f"提拔的{promotion}、平级聘任和续聘的{lateral}"


def _chain(plan: Plan, campaign: Campaign) -> dict[str, str]:
    motion = plan.ruleset.motion
    return {
        "方案审批机关": _labels(tuple(plan.approval_chain)),
        "人选审核机关": _labels(tracks.chain(motion.candidate_review, plan.tracks)),
    }


def _labels(chain: tuple[Level, ...]) -> str:
    return "、".join(level.label for level in chain)


def calendar(plan: Plan) -> list[dict[str, str]]:
    """Planned first days by stage, where the plan has a calendar."""
    return [{"stage": label, "on": day(on)} for label, on in planned_days(plan) if on is not None]


def _asked(*pairs: tuple[object, str]) -> Iterator[str]:
    return (key for is_asked, key in pairs if is_asked)


def _direct_acts(plan: Plan, openings: list[Opening]) -> Iterator[str]:
    """What is done on the direct track, and nowhere else."""
    rules = plan.ruleset
    reasons = {opening.reason for opening in openings}
    if Track.DIRECT in plan.tracks:
        yield from _asked(
            (True, "direct_decision"),
            (TrackReason.OTHER_DIRECT in reasons and rules.motion.candidate_review.direct, "direct_form"),
            (rules.direct.announced, "announcement"),
            (rules.direct.by_principal, "by_principal"),
            (True, "direct_publicity"),
            (rules.filing.document_before_filing, "direct_document"),
            (not rules.filing.document_before_filing, "direct_reply"),
            (TrackReason.NEW_PRINCIPAL in reasons, "direct_term"),
        )


def _first_acts(plan: Plan, campaign: Campaign) -> Iterator[str]:
    motion = plan.ruleset.motion
    yield from _asked(
        (plan.approval_chain, "plan_review"),
        (tracks.chain(motion.candidate_review, plan.tracks - {Track.DIRECT}), "candidate_review"),
        (motion.gatekeeping, "gatekeeping"),
        (True, "publication"),
    )


def _recommending_acts(plan: Plan) -> Iterator[str]:
    """What brings up the persons where nobody enters."""
    if Track.NON_COMPETITIVE not in plan.tracks:
        return
    recommendation = plan.ruleset.recommendation
    collective = _is_collective(plan, "recommendation", recommendation.bar)
    talk_bar = (
        plan.ruleset.open_bars.get("talk_recommendation") if "talk_recommendation" in plan.bars else None
    )
    talk_collective = _is_collective(plan, "talk_recommendation", talk_bar)
    yield from _asked(
        (recommendation.organisation, "organisation"),
        (recommendation.team_before, "team"),
        (recommendation.talks, "talks"),
        (bars.minimum(recommendation.talk_minimum), "talk_minimum"),
        (talk_collective, "talk_collective"),
        (talk_bar and not talk_collective, "talk_bar"),
        (recommendation.shortlist_meeting, "shortlist"),
        (recommendation.meeting, "meeting"),
        (recommendation.quorum, "meeting_quorum"),
        (collective, "meeting_collective"),
        (not collective and recommendation.low_is == "held", "meeting_held"),
        (not collective and recommendation.low_is == "excluded", "meeting_excluded"),
        (True, "validity"),
    )


def _is_collective(plan: Plan, name: str, rule: Bar | OpenBar | None) -> bool:
    return rule is not None and bars.support(plan, name, rule) == bars.COLLECTIVE


def _middle_acts(plan: Plan) -> Iterator[str]:
    evaluation, inspection = plan.ruleset.evaluation, plan.ruleset.inspection
    is_recommended = Track.NON_COMPETITIVE in plan.tracks
    ballot_collective = _is_collective(plan, "evaluation", evaluation.bar)
    consult_collective = _is_collective(plan, "talk", evaluation.talk_bar)
    yield from _asked(
        (evaluation.duty_report and is_recommended, "duty_report"),
        (evaluation.ballot, "ballot"),
        (evaluation.with_recommendation, "ballot_together"),
        (evaluation.quorum, "ballot_quorum"),
        (ballot_collective, "ballot_collective"),
        (evaluation.bar and not ballot_collective, "ballot_bar"),
        (evaluation.written_opinions, "written_opinions"),
        (evaluation.consult_talks and is_recommended, "consult_talks"),
        (consult_collective and is_recommended, "consult_collective"),
        (evaluation.talk_bar and not consult_collective and is_recommended, "consult_bar"),
        (is_recommended, "inspectees"),
        (inspection.notice, "notice"),
        (inspection.visit, "inspection_visit"),
        (not inspection.visit, "inspection"),
        (inspection.ethics, "ethics"),
        (inspection.achievements and not inspection.ethics, "achievements"),
        (bars.minimum(inspection.talk_minimum), "inspection_minimum"),
        (inspection.report, "report"),
        (inspection.discipline_opinion, "discipline_opinion"),
        (inspection.issues_resolved, "issues"),
    )


def _last_acts(rules: Ruleset, openings: list[Opening]) -> Iterator[str]:
    filing = rules.filing
    yield from _asked(
        (True, "decision"),
        (rules.decision.secret_ballot, "secret_ballot"),
        (True, "majority"),
        (True, "publicity"),
        (rules.publicity.explains_exceptions, "exceptions"),
        (True, "objections"),
        (filing.document_before_filing, "document_first"),
        (not filing.document_before_filing, "reply_first"),
        (any(opening.procedure for opening in openings), "elsewhere"),
        (filing.talk, "appointment_talk"),
        (True, "term"),
    )
