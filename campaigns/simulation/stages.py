"""One function a stage: what officer, staff, team, leaders and reviewers do, in its order.

Every function leaves the campaign at the next stage's door; ``play_to`` opens the doors.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from ballots import services as polls
from campaigns import documents
from campaigns.choices import (
    ActKind,
    AgendaPurpose,
    Conclusion,
    DisciplineResult,
    Outcome,
    PlanRoleKind,
    Purpose,
    Source,
    Stage,
    TalkKind,
    TalkScope,
    View,
)
from campaigns.models import Campaign, Candidacy, Meeting, Round
from campaigns.services import (
    acts,
    appointing,
    deciding,
    filing,
    inspecting,
    meetings,
    people,
    plans,
    publicizing,
    reviewing,
    rounds,
    screening,
    stages,
    talks,
    waiving,
)
from personnel.models import Post, StaffMember, Tenure
from selection import clock
from selection.records import papers, reviews
from selection.records.models import Review

from . import days
from .cast import Cast
from .days import Waiting
from .voters import chooser, comers

WORDS = {
    ActKind.MOTION: "根据工作需要和中层干部队伍实际，建议启动本次选拔任用工作。",
    ActKind.STUDY: "学习上级关于中层干部选拔任用的规定和工作纪律。",
    ActKind.ANALYSIS: "对现任中层干部的年龄、专业、任期和履职情况进行了分析研判。",
    ActKind.CONSULTATION: "分别听取教研组长、工会委员和部分教师的意见，意见较为一致。",
    ActKind.SOUNDING: "前期摸底中，被提到的人选较为集中。",
    ActKind.PUBLICATION: "在校务公开栏和教职工工作群公布工作方案及具体职务。",
    ActKind.VISIT: "到考察对象所在年级组和教研组走访，查阅教学常规资料。",
    ActKind.GATEKEEPING: "经审核，政治素质、道德品行、廉洁自律、档案情况符合要求。",
    ActKind.DUTY_REPORT: "在全体教师大会上述职并作表态发言。",
    ActKind.APPOINTMENT_TALK: "通报任职决定，提出廉政和业务要求，本人表态。",
}


@dataclass(frozen=True)
class Seat:
    """An opening to be played: the post, its lawful reason, who is brought up, which tenures end."""

    post: Post
    reason: str
    nominees: Sequence[StaffMember]
    ending: Sequence[Tenure] = ()


def draft(cast: Cast, title: str, seats: Sequence[Seat], reference_on: date, starts_on: date) -> Campaign:
    """The plan with its openings, bars, people; nothing handed in yet."""
    plan = plans.draft_plan(
        cast.school, by=cast.officer, title=title, reference_on=reference_on, starts_on=starts_on
    )
    campaign = plan.campaigns.get()
    for seat in seats:
        plans.add_opening(
            campaign,
            by=cast.officer,
            post=seat.post,
            seats=1,
            reason=seat.reason,
            reason_text="根据学校工作安排" if seat.reason == "NC5" else "",
            ending=seat.ending,
        )
    for name, bar in plan.ruleset.open_bars.items():
        plans.set_bar(plan, name, by=cast.officer, bar=bar.proposed)
    plans.revise(plan, by=cast.officer, body=cast.body, calendar=plans.propose_calendar(plan))
    _assign(cast, campaign, seats)
    return campaign


def _assign(cast: Cast, campaign: Campaign, seats: Sequence[Seat]) -> None:
    named = {person.pk for seat in seats for person in seat.nominees}
    free = [person.user for person in cast.teachers if person.pk not in named and person.user]
    size = max(campaign.ruleset.recommendation.team_size, 2)
    jobs = [PlanRoleKind.TEAM_LEADER] + [PlanRoleKind.INSPECTOR] * (size - 1)
    jobs += [PlanRoleKind.SCRUTINEER, PlanRoleKind.COUNTER]
    for kind, user in zip(jobs, reversed(free), strict=False):
        plans.assign(campaign.plan, kind, user, by=cast.officer)


def prepare(cast: Cast, campaign: Campaign, seats: Sequence[Seat]) -> Waiting:
    """Motion, meeting, nomination where forms are asked for, approval by the chain."""
    plan, motion = campaign.plan, campaign.ruleset.motion
    wanted = {
        ActKind.MOTION: motion.opinion,
        ActKind.STUDY: motion.study,
        ActKind.ANALYSIS: motion.analysis,
        ActKind.CONSULTATION: motion.consultation,
        ActKind.SOUNDING: True,
    }
    for kind, is_wanted in wanted.items():
        if is_wanted:
            acts.record(plan, kind, by=cast.officer, campaign=campaign, text=WORDS[kind])
    meeting = _body_meets(cast, campaign, motion.meeting)
    meetings.resolve(
        meeting,
        AgendaPurpose.PLAN,
        by=cast.officer,
        campaign=campaign,
        resolution="同意工作方案，按程序报批。",
    )
    if motion.candidate_review.for_(campaign.track):
        yield from _nominate_and_report(cast, campaign, seats, meeting)
    plans.submit(plan, by=cast.officer)
    yield from _let_reviewers_approve(cast, plan.review)
    plan.refresh_from_db()


def _nominate_and_report(cast: Cast, campaign: Campaign, seats: Sequence[Seat], meeting: Meeting) -> Waiting:
    item = meetings.resolve(
        meeting, AgendaPurpose.NOMINATION, by=cast.officer, campaign=campaign, resolution="同意提名并报审。"
    )
    persons = _bring_up(cast, campaign, seats, Source.ORGANISATION, item)
    agreed = meetings.resolve(
        meeting,
        AgendaPurpose.CANDIDATES,
        by=cast.officer,
        campaign=campaign,
        resolution="同意将上述人选报送审核。",
        outcomes=dict.fromkeys(persons, Outcome.AGREED),
    )
    _record_for(cast, campaign, persons, ActKind.GATEKEEPING, campaign.ruleset.motion.gatekeeping)
    form = reviewing.submit_forms(campaign, agreed, persons, "经集体研究，同意报审。", by=cast.officer)
    yield from _let_reviewers_approve(cast, form.review)


def _bring_up(cast: Cast, campaign: Campaign, seats: Sequence[Seat], source: Source, item) -> list[Candidacy]:
    return [
        people.nominate(
            campaign.openings.get(post=seat.post), staff, by=cast.officer, source=source, item=item
        )
        for seat in seats
        for staff in seat.nominees
    ]


def _let_reviewers_approve(cast: Cast, review: Review | None) -> Waiting:
    while review is not None and review.state == Review.State.PENDING:
        yield days.next_workday()
        by = cast.reviewer_of(review.levels[review.level]["act"])
        reviews.decide(review, by, approve=True, remarks="同意。")
        review.refresh_from_db()


def _body_meets(cast: Cast, campaign: Campaign, name: str) -> Meeting:
    """The deciding body meets with everybody but one, when it has more than three."""
    members = [member.staff for member in cast.body.members_on(clock.today())]
    came = members[1:] if len(members) > 3 else members
    return meetings.hold(
        campaign.plan,
        by=cast.officer,
        name=name,
        body=cast.body,
        due=len(members),
        present=len(came),
        attendees=came,
        place="学校会议室",
        chair=members[-1].name,
    )


def announce(cast: Cast, campaign: Campaign, seats: Sequence[Seat]) -> Waiting:
    yield days.next_workday()
    acts.record(
        campaign.plan,
        ActKind.PUBLICATION,
        by=cast.officer,
        campaign=campaign,
        text=WORDS[ActKind.PUBLICATION],
    )
    _issue(cast, campaign)
    yield days.next_workday()


def recommend(cast: Cast, campaign: Campaign, seats: Sequence[Seat]) -> Waiting:
    """Talks, the shortlist where one is asked for, screening, the recommendation ballot."""
    rules = campaign.ruleset.recommendation
    need = max(rules.talk_minimum.persons, 6)
    _talk(cast, campaign, TalkKind.RECOMMENDATION, need)
    if rules.shortlist_meeting:
        persons = _bring_up(cast, campaign, seats, Source.RECOMMENDATION, None)
        meeting = _body_meets(cast, campaign, campaign.ruleset.motion.meeting)
        meetings.resolve(
            meeting,
            AgendaPurpose.SHORTLIST,
            by=cast.officer,
            campaign=campaign,
            resolution="根据谈话情况确定会议推荐人选。",
            outcomes=dict.fromkeys(persons, Outcome.AGREED),
        )
    yield from _screen(cast, campaign)
    yield days.next_workday()
    _ballot(cast, campaign, Purpose.RECOMMENDATION)
    rounds.conclude_low(campaign, Purpose.RECOMMENDATION, by=cast.officer)
    _settle_empty(cast, campaign)


def _screen(cast: Cast, campaign: Campaign) -> Waiting:
    """What the rules find is concluded as found; who does not qualify leaves, exceptions are asked for."""
    asked = []
    for person in screening.screen_all(campaign, by=cast.officer):
        assert person.screening is not None
        found = person.screening["conclusion"]
        if found in (Conclusion.INELIGIBLE, Conclusion.UNKNOWN):
            reason = person.screening["findings"][0]["sentence"]
            people.exclude(person, by=cast.officer, reason=reason)
            continue
        screening.conclude(person, found, by=cast.officer)
        asked += [
            waiving.request(
                campaign,
                finding["rule"],
                finding["sentence"],
                by=cast.officer,
                reason="工作实绩突出，岗位急需。",
                candidacy=person,
            )
            for finding in person.unwaived()
        ]
    yield from _grant(cast, campaign, asked)


def _grant(cast: Cast, campaign: Campaign, asked: list) -> Waiting:
    ours = [waiver for waiver in asked if waiver.approver == "school_meeting"]
    if ours:
        meeting = _body_meets(cast, campaign, campaign.ruleset.motion.meeting)
        item = meetings.resolve(
            meeting, AgendaPurpose.WAIVER, by=cast.officer, campaign=campaign, resolution="同意上述例外事项。"
        )
        waiving.grant_by_meeting(ours, item, by=cast.officer)
    for waiver in asked:
        if waiver not in ours:
            waiving.submit_to_bureau(waiver, by=cast.officer)
            waiver.refresh_from_db()
            yield from _let_reviewers_approve(cast, waiver.review)


def _settle_empty(cast: Cast, campaign: Campaign) -> None:
    for opening in campaign.openings.filter(result="open"):
        if not opening.candidacies.live().exists():
            people.declare_vacant(opening, by=cast.officer, reason="没有符合要求的人选")


def _talk(cast: Cast, campaign: Campaign, kind: TalkKind, need: int) -> None:
    team = campaign.plan.inspectors
    named = {person.staff_id for person in campaign.candidacies()}
    cadres = [staff for staff in cast.cadres if staff.pk not in named]
    others = [staff for staff in cast.teachers if staff.pk not in named and staff not in cadres]
    listed = dict.fromkeys(cadres, TalkScope.CADRE) | dict.fromkeys(
        others[: max(need - len(cadres), 1)], TalkScope.PEER
    )
    persons = list(campaign.live())
    for talk in talks.list_people(campaign, kind, listed, by=cast.officer):
        voices = {person: View.AGREE if cast.dice.random() < 0.8 else View.ABSTAIN for person in persons}
        talks.hold(talk, by=team[0], talkers=team[:2], place="学校小会议室", voices=voices)


def _ballot(cast: Cast, campaign: Campaign, purpose: Purpose) -> Round:
    held = rounds.draw_up(campaign, purpose, by=cast.officer)
    assert held.poll is not None
    came = comers(held, cast.dice)
    rounds.open_(held, by=cast.officer, present=len(came))
    polls.cast_for_remaining(held.poll, chooser(held, cast.dice, came))
    scrutineer = campaign.plan.people(PlanRoleKind.SCRUTINEER)[0]
    rounds.close(held, by=scrutineer)
    rounds.count(held, by=scrutineer)
    _issue(cast, campaign)
    return held


def evaluate(cast: Cast, campaign: Campaign, seats: Sequence[Seat]) -> Waiting:
    """Duty reports, the evaluation ballot, talks, and the meeting that fixes the inspectees."""
    rules = campaign.ruleset.evaluation
    yield days.next_workday()
    _record_for(cast, campaign, list(campaign.live()), ActKind.DUTY_REPORT, rules.duty_report)
    _ballot(cast, campaign, Purpose.EVALUATION)
    if rules.consult_talks:
        _talk(cast, campaign, TalkKind.CONSULTATION, 8)
    rounds.conclude_low(campaign, Purpose.EVALUATION, by=cast.officer)
    yield days.next_workday()
    meeting = _body_meets(cast, campaign, campaign.ruleset.decision.body)
    meetings.resolve(
        meeting,
        AgendaPurpose.INSPECTEES,
        by=cast.officer,
        campaign=campaign,
        resolution="综合推荐、测评和谈话情况，研究确定考察对象。",
        outcomes=dict.fromkeys(campaign.live(), Outcome.AGREED),
    )
    persons = list(campaign.live())
    if not campaign.done(ActKind.GATEKEEPING).exists():
        _record_for(cast, campaign, persons, ActKind.GATEKEEPING, campaign.ruleset.motion.gatekeeping)
    _settle_empty(cast, campaign)
    documents.inspection_notice.draw_up(campaign, by=cast.officer)
    _issue(cast, campaign)
    acts.record(
        campaign.plan,
        ActKind.INSPECTION_NOTICE,
        by=cast.officer,
        campaign=campaign,
        text="在校务公开栏张贴考察公告。",
    )


def _record_for(
    cast: Cast, campaign: Campaign, persons: list[Candidacy], kind: ActKind, is_wanted: bool
) -> None:
    for person in persons if is_wanted else ():
        acts.record(
            campaign.plan, kind, by=cast.officer, campaign=campaign, candidacy=person, text=WORDS[kind]
        )


def inspect(cast: Cast, campaign: Campaign, seats: Sequence[Seat]) -> Waiting:
    """Talks, visits, the signed material, the opinion of discipline."""
    yield days.next_workday()
    rules = campaign.ruleset.inspection
    _talk(cast, campaign, TalkKind.INSPECTION, max(rules.talk_minimum.persons, 8))
    if rules.visit:
        acts.record(
            campaign.plan, ActKind.VISIT, by=cast.officer, campaign=campaign, text=WORDS[ActKind.VISIT]
        )
    team = campaign.plan.inspectors
    for person in campaign.live():
        found = inspecting.write(person, by=team[0], **_material(person))
        for member in team:
            inspecting.sign(found, by=member)
        if rules.discipline_opinion:
            opinion = inspecting.ask_discipline(person, by=cast.officer)
            inspecting.answer(
                opinion,
                by=cast.discipline,
                result=DisciplineResult.CLEAR,
                petitions=DisciplineResult.CLEAR,
                text="未收到影响任用的反映。",
                document_number="廉函",
            )


def _material(person: Candidacy) -> dict[str, str]:
    name = person.staff.name
    return {
        "virtue": f"{name}同志政治立场坚定，为人正派，团结同事。",
        "ability": "熟悉学校工作，组织协调能力较强，文字和口头表达清楚。",
        "diligence": "工作勤奋，出勤率高，乐于承担急难任务。",
        "achievement": "所任班级教学质量稳步提升，承担的年级管理工作成效明显。",
        "integrity": "遵守廉洁从教规定，未发现违规违纪问题。",
        "ethics": "关爱学生，家长评价良好。",
        "shortcomings": "统筹全局的经验还需积累，对青年教师的指导可以再多一些。",
        "conclusion": "考察组认为该同志符合任职条件，建议任用。",
    }


def decide(cast: Cast, campaign: Campaign, seats: Sequence[Seat]) -> Waiting:
    """The body hears the report and votes in secret, opening by opening."""
    yield days.next_workday()
    meeting = _body_meets(cast, campaign, campaign.ruleset.decision.body)
    scrutineer = campaign.plan.people(PlanRoleKind.SCRUTINEER)[0]
    for opening in campaign.voted_openings():
        held = rounds.draw_up(campaign, Purpose.DECISION, by=cast.officer, opening=opening)
        assert held.poll is not None
        rounds.open_(held, by=cast.officer, present=meeting.present)
        came = {staff.user_id for staff in meeting.attendees.all()}
        polls.cast_for_remaining(held.poll, chooser(held, cast.dice, came))
        rounds.close(held, by=scrutineer)
        rounds.count(held, by=scrutineer)
    meetings.resolve(
        meeting,
        AgendaPurpose.DECISION,
        by=cast.officer,
        campaign=campaign,
        resolution="听取考察情况汇报，充分讨论后以无记名投票方式表决，按表决结果确定拟聘人选。",
        outcomes=dict.fromkeys(campaign.live(), Outcome.AGREED),
    )
    _break_ties(cast, campaign)
    deciding.conclude(campaign, by=cast.officer)
    _settle_empty(cast, campaign)


def _break_ties(cast: Cast, campaign: Campaign) -> None:
    """Equal votes for the last seat are settled by the body itself, on record (AMB-23)."""
    for opening in campaign.voted_openings():
        held = campaign.standing_round(Purpose.DECISION, opening)
        votes = {person: held.tally(person)["agree"] for person in opening.candidacies.live()}
        ranked = sorted(votes, key=lambda person: -votes[person])
        for person in ranked[opening.seats :]:
            if votes[person] == votes[ranked[opening.seats - 1]]:
                people.pass_over(person, by=cast.officer, reason="得票并列，经集体研究未列为拟聘人选")


def publicize(cast: Cast, campaign: Campaign, seats: Sequence[Seat]) -> Waiting:
    """Post the notice, let its days pass, conclude."""
    notice = post_notice(cast, campaign)
    yield days.after(notice.ends_at)
    notice.refresh_from_db()
    publicizing.conclude(notice, by=cast.officer, text="公示期间未收到反映，公示结果不影响任职。")


def post_notice(cast: Cast, campaign: Campaign):
    notice = publicizing.post(
        campaign,
        list(campaign.live()),
        by=cast.officer,
        channels=list(campaign.ruleset.publicity.channels),
        contact="校务办公室 电话 0000-0000000",
    )
    _issue(cast, campaign)
    return notice


def file(cast: Cast, campaign: Campaign, seats: Sequence[Seat]) -> Waiting:
    """Appointment and filing in the rulebook's order, the bureau's reply, the talk."""
    persons = list(campaign.live())
    if campaign.ruleset.filing.document_before_filing:
        _appoint(cast, campaign, persons)
    yield days.next_workday()
    sent = filing.submit(campaign.filing, by=cast.officer)
    _issue(cast, campaign)
    yield days.next_workday()
    filing.accept(
        sent or campaign.filing,
        by=cast.bureau_reviewer,
        reply_number=f"教复〔{clock.today().year}〕{campaign.pk}号",
        reply_on=clock.today(),
    )
    if not campaign.ruleset.filing.document_before_filing:
        _appoint(cast, campaign, persons)
    _record_for(cast, campaign, list(campaign.live()), ActKind.APPOINTMENT_TALK, campaign.ruleset.filing.talk)


def _appoint(cast: Cast, campaign: Campaign, persons: list[Candidacy]) -> None:
    for person in persons:
        if person.opening.issuer == "elsewhere":
            acts.record(
                campaign.plan,
                ActKind.APPROVED_ELSEWHERE,
                by=cast.officer,
                campaign=campaign,
                candidacy=person,
                text="按程序选举产生并获批复。",
            )
    appointing.appoint(persons, by=cast.officer)
    _issue(cast, campaign)


def _issue(cast: Cast, campaign: Campaign) -> None:
    """The leader signs every draft that lies on the desk."""
    for document in campaign.plan.documents.filter(paper__state="draft").select_related("paper"):
        papers.issue(document.paper, cast.leader)


Play = Callable[[Cast, Campaign, Sequence[Seat]], Waiting]
AT: dict[Stage, Play] = {
    Stage.PREPARE: prepare,
    Stage.ANNOUNCE: announce,
    Stage.RECOMMEND: recommend,
    Stage.EVALUATE: evaluate,
    Stage.INSPECT: inspect,
    Stage.DECIDE: decide,
    Stage.PUBLICIZE: publicize,
    Stage.FILE: file,
}


def play_to(cast: Cast, campaign: Campaign, seats: Sequence[Seat], stage: Stage) -> Waiting:
    """Play every stage before ``stage`` and step into it."""
    while campaign.stage != stage:
        yield from AT[Stage(campaign.stage)](cast, campaign, seats)
        step = stages.next_step(campaign)
        assert step is not None
        stages.advance(campaign, step, by=cast.officer)
