"""Recommendation and evaluation: who is brought up, screened and heard."""

from __future__ import annotations

from collections.abc import Sequence

from campaigns import documents
from campaigns.choices import (
    ActKind,
    AgendaPurpose,
    Conclusion,
    Outcome,
    Purpose,
    Source,
    TalkKind,
)
from campaigns.models import Campaign
from campaigns.services import (
    acts,
    concluding,
    meetings,
    people,
    screening,
    waiving,
)

from . import days
from .cast import Cast
from .days import Waiting
from .doing import (
    Seat,
    ballot,
    body_meets,
    bring_up,
    issue,
    let_reviewers_approve,
    record,
    record_for,
    scan,
    settle_empty,
    talk,
)


def recommend(cast: Cast, campaign: Campaign, seats: Sequence[Seat]) -> Waiting:
    """Talks, the shortlist where one is asked for, screening, the recommendation ballot."""
    rules = campaign.ruleset.recommendation
    need = max(rules.talk_minimum.persons, 6)
    talk(cast, campaign, TalkKind.RECOMMENDATION, need)
    if not campaign.live().exists():
        bring_up(cast, campaign, seats, Source.RECOMMENDATION, None)
    if rules.shortlist_meeting:
        persons = list(campaign.live())
        meeting = body_meets(cast, campaign, campaign.ruleset.motion.meeting)
        meetings.resolve(
            meeting,
            AgendaPurpose.SHORTLIST,
            by=cast.officer,
            campaign=campaign,
            resolution="根据谈话情况确定会议推荐人选。",
            outcomes=dict.fromkeys(persons, Outcome.AGREED),
        )
    yield from screen(cast, campaign)
    yield days.next_workday()
    ballot(cast, campaign, Purpose.RECOMMENDATION)
    concluding.conclude_low(campaign, Purpose.RECOMMENDATION, by=cast.officer)
    settle_empty(cast, campaign)


def screen(cast: Cast, campaign: Campaign) -> Waiting:
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
                proof=scan(cast, campaign.ledger, "例外事项的请示"),
            )
            for finding in person.unwaived()
        ]
    yield from _grant(cast, campaign, asked)


def _grant(cast: Cast, campaign: Campaign, asked: list) -> Waiting:
    ours = [waiver for waiver in asked if waiver.approver == "school_meeting"]
    if ours:
        meeting = body_meets(cast, campaign, campaign.ruleset.motion.meeting)
        item = meetings.resolve(
            meeting, AgendaPurpose.WAIVER, by=cast.officer, campaign=campaign, resolution="同意上述例外事项。"
        )
        waiving.grant_by_meeting(ours, item, by=cast.officer)
    for waiver in asked:
        if waiver not in ours:
            waiving.submit_to_bureau(waiver, by=cast.officer)
            waiver.refresh_from_db()
            yield from let_reviewers_approve(cast, waiver.review)


def evaluate(cast: Cast, campaign: Campaign, seats: Sequence[Seat]) -> Waiting:
    """Duty reports, the evaluation ballot, talks, and the meeting that fixes the inspectees."""
    rules = campaign.ruleset.evaluation
    yield days.next_workday()
    record_for(cast, campaign, list(campaign.live()), ActKind.DUTY_REPORT, rules.duty_report)
    ballot(cast, campaign, Purpose.EVALUATION)
    if rules.consult_talks:
        talk(cast, campaign, TalkKind.CONSULTATION, 8)
    concluding.conclude_low(campaign, Purpose.EVALUATION, by=cast.officer)
    yield days.next_workday()
    meeting = body_meets(cast, campaign, campaign.ruleset.decision.body)
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
        record_for(cast, campaign, persons, ActKind.GATEKEEPING, campaign.ruleset.motion.gatekeeping)
    settle_empty(cast, campaign)
    if campaign.ruleset.inspection.plan:
        record(cast, campaign, ActKind.INSPECTION_PLAN)
    documents.inspection_notice.draw_up(campaign, by=cast.officer)
    issue(cast, campaign)
    acts.record(
        campaign.plan,
        ActKind.INSPECTION_NOTICE,
        by=cast.officer,
        campaign=campaign,
        text="在校务公开栏张贴考察公告。",
    )
