"""From the inspection to the filed appointment."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ballots import services as polls
from campaigns import audiences, documents, recusal, voices
from campaigns.choices import (
    ActKind,
    AgendaPurpose,
    DisciplineResult,
    Outcome,
    PlanRoleKind,
    Purpose,
    TalkKind,
)
from campaigns.models import Campaign, Candidacy
from campaigns.services import (
    acts,
    appointing,
    deciding,
    drawing_up,
    filing,
    inspecting,
    meetings,
    people,
    publicizing,
    recusing,
    rounds,
)
from selection import clock

from . import agenda, days
from .cast import Cast
from .days import Waiting
from .doing import (
    Seat,
    body_meets,
    issue,
    record,
    record_for,
    settle_empty,
    talk,
)
from .voters import chooser


def inspect(cast: Cast, campaign: Campaign, seats: Sequence[Seat]) -> Waiting:
    """Talks, visits, the signed material, the opinion of discipline."""
    yield days.next_workday()
    rules = campaign.ruleset.inspection
    talk(cast, campaign, TalkKind.INSPECTION, max(rules.talk_minimum.persons, 8))
    if rules.visit:
        record(cast, campaign, ActKind.VISIT)
    if rules.joined_by:
        record(cast, campaign, ActKind.JOINT_INSPECTION)
    record_for(cast, campaign, list(campaign.live()), ActKind.AUDIT, bool(rules.audited_departments))
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


def _material(person: Candidacy) -> dict[str, Any]:
    name = person.staff.name
    return {
        "virtue": f"{name}同志政治立场坚定，为人正派，团结同事。",
        "ability": "熟悉学校工作，组织协调能力较强，文字和口头表达清楚。",
        "diligence": "工作勤奋，出勤率高，乐于承担急难任务。",
        "achievement": "所任班级教学质量稳步提升，承担的年级管理工作成效明显。",
        "integrity": "遵守廉洁从教规定，未发现违规违纪问题。",
        "ethics": "关爱学生，家长评价良好。",
        "shortcomings": "统筹全局的经验还需积累，对青年教师的指导可以再多一些。",
        "circles": "生活作风正派，家庭和睦，交往健康。",
        "methods": person.ruleset.inspection.methods,
        "conclusion": "考察组认为该同志符合任职条件，建议任用。",
    }


def decide(cast: Cast, campaign: Campaign, seats: Sequence[Seat]) -> Waiting:
    """The body hears the report and votes in secret, opening by opening."""
    agenda.prepare(cast, campaign)
    yield days.next_workday()
    meeting = body_meets(cast, campaign, campaign.ruleset.decision.body)
    scrutineer = campaign.plan.people(PlanRoleKind.SCRUTINEER)[0]
    for opening in campaign.voted_openings():
        held = drawing_up.draw_up(campaign, Purpose.DECISION, by=cast.officer, opening=opening)
        assert held.poll is not None
        if any(proposal.is_waiting for proposal in recusal.proposals(held)):
            recusing.settle(held, {}, by=cast.officer)
        rounds.open_(held, by=cast.officer, present=meeting.present)
        came = {staff.user_id for staff in meeting.attendees.all()}
        polls.cast_for_remaining(held.poll, chooser(held, cast.dice, came))
        rounds.close(held, by=scrutineer)
        rounds.count(held, by=scrutineer)
    item = meetings.resolve(
        meeting,
        AgendaPurpose.DECISION,
        by=cast.officer,
        campaign=campaign,
        resolution="听取考察情况汇报，充分讨论后以无记名投票方式表决，按表决结果确定拟聘人选。",
        outcomes=outcomes(campaign),
    )
    agenda.speak(cast, campaign, item)
    _break_ties(cast, campaign)
    deciding.conclude(campaign, by=cast.officer)
    settle_empty(cast, campaign)


def outcomes(campaign: Campaign) -> dict[Candidacy, Outcome]:
    """Agreed to all; whoever was adopted for two posts takes the first of them."""
    said = dict.fromkeys(campaign.live(), Outcome.AGREED)
    placed: set[int] = set()
    for person in said:
        held = campaign.standing_round(Purpose.DECISION, person.opening)
        verdict = voices.verdict_on(held, person)
        if verdict is not None and verdict.holds:
            said[person] = Outcome.REFUSED if person.staff_id in placed else Outcome.AGREED
            placed.add(person.staff_id)
    return said


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
    posting = publicizing.Posting(
        persons=list(campaign.live()),
        channels=list(campaign.ruleset.publicity.channels),
        contact=f"{cast.school.duty_officer}，电话{cast.school.phone}",
        audience=audiences.usual(campaign),
    )
    notice = publicizing.post(campaign, posting, by=cast.officer)
    issue(cast, campaign)
    return notice


def file(cast: Cast, campaign: Campaign, seats: Sequence[Seat]) -> Waiting:
    """Appointment and filing in the rulebook's order, the bureau's reply, the talk."""
    persons = list(campaign.live())
    if campaign.ruleset.filing.document_before_filing:
        _appoint(cast, campaign, persons)
    yield days.next_workday()
    documents.filing_report.draw_up(campaign.filing, by=cast.officer)
    issue(cast, campaign)
    sent = filing.submit(campaign.filing, by=cast.officer)
    yield days.next_workday()
    filing.accept(
        sent or campaign.filing,
        by=cast.bureau_reviewer,
        reply_number=f"教复〔{clock.today().year}〕{campaign.pk}号",
        reply_on=clock.today(),
    )
    if not campaign.ruleset.filing.document_before_filing:
        _appoint(cast, campaign, persons)
    record_for(cast, campaign, list(campaign.live()), ActKind.APPOINTMENT_TALK, campaign.ruleset.filing.talk)


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
    issue(cast, campaign)
