"""From the draft to the published plan, as officer, leaders and reviewers do it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from campaigns import audiences, calendars
from campaigns.choices import (
    ActKind,
    AgendaPurpose,
    Outcome,
    PlanRoleKind,
    Source,
    Track,
    TrackReason,
)
from campaigns.contest import presents
from campaigns.models import Campaign, Meeting
from campaigns.services import (
    acts,
    duties,
    listing,
    meetings,
    plans,
    reviewing,
    starting,
    submitting,
)

from . import agenda, days
from .cast import Cast
from .contest import arrange
from .days import Waiting
from .doing import (
    WORDS,
    Seat,
    body_meets,
    bring_up,
    issue,
    let_reviewers_approve,
    record_for,
    scan,
)


def draft(
    cast: Cast,
    title: str,
    seats: Sequence[Seat],
    reference_on: date,
    starts_on: date,
    track: Track | str = Track.NON_COMPETITIVE,
) -> Campaign:
    """The plan with its openings, bars, people; nothing handed in yet."""
    plan = starting.draft_plan(
        cast.school,
        by=cast.officer,
        title=title,
        reference_on=reference_on,
        starts_on=starts_on,
        track=track,
    )
    campaign = plan.campaigns.get()
    for seat in seats:
        listing.add_opening(
            campaign,
            by=cast.officer,
            post=seat.post,
            seats=1,
            reason=seat.reason,
            reason_text="根据学校工作安排" if TrackReason(seat.reason).wants_words else "",
            ending=seat.ending,
            proof=scan(cast, plan.ledger, "县教育局推荐函")
            if seat.reason == TrackReason.BUREAU_PROPOSAL
            else None,
        )
    for name, bar in plan.open_bars.items():
        plans.set_bar(plan, name, by=cast.officer, bar=bar.proposed)
    plans.revise(plan, by=cast.officer, body=cast.body, calendar=calendars.propose(plan))
    if presents(campaign):
        arrange(cast, campaign)
    _assign(cast, campaign, seats)
    return campaign


def _assign(cast: Cast, campaign: Campaign, seats: Sequence[Seat]) -> None:
    named = {person.pk for seat in seats for person in seat.nominees}
    free = [person.user for person in cast.teachers if person.pk not in named and person.user]
    size = max(campaign.ruleset.recommendation.team_size, 3)  # two still ask when the third is asked
    jobs = [PlanRoleKind.TEAM_LEADER] + [PlanRoleKind.INSPECTOR] * (size - 1)
    jobs += [PlanRoleKind.SCRUTINEER, PlanRoleKind.COUNTER]
    for kind, user in zip(jobs, reversed(free), strict=False):
        duties.assign(campaign.plan, kind, user, by=cast.officer)
    if campaign.ruleset.inspection.joint:
        duties.assign(campaign.plan, PlanRoleKind.INSPECTOR, cast.discipline, by=cast.officer)


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
    agenda.report(cast, campaign)
    meeting = body_meets(cast, campaign, motion.meeting)
    meetings.resolve(
        meeting,
        AgendaPurpose.PLAN,
        by=cast.officer,
        campaign=campaign,
        resolution="同意工作方案，按程序报批。",
    )
    if motion.candidate_review.for_(campaign.track):
        yield from _nominate_and_report(cast, campaign, seats, meeting)
    submitting.submit(plan, by=cast.officer)
    yield from let_reviewers_approve(cast, plan.review)
    plan.refresh_from_db()


def _nominate_and_report(cast: Cast, campaign: Campaign, seats: Sequence[Seat], meeting: Meeting) -> Waiting:
    item = meetings.resolve(
        meeting, AgendaPurpose.NOMINATION, by=cast.officer, campaign=campaign, resolution="同意提名并报审。"
    )
    persons = bring_up(cast, campaign, seats, Source.ORGANISATION, item)
    agreed = meetings.resolve(
        meeting,
        AgendaPurpose.CANDIDATES,
        by=cast.officer,
        campaign=campaign,
        resolution="同意将上述人选报送审核。",
        outcomes=dict.fromkeys(persons, Outcome.AGREED),
    )
    record_for(cast, campaign, persons, ActKind.GATEKEEPING, campaign.ruleset.motion.gatekeeping)
    form = reviewing.submit_forms(campaign, agreed, persons, "经集体研究，同意报审。", by=cast.officer)
    yield from let_reviewers_approve(cast, form.review)


def announce(cast: Cast, campaign: Campaign, seats: Sequence[Seat]) -> Waiting:
    yield days.next_workday()
    acts.record(
        campaign.plan,
        ActKind.PUBLICATION,
        by=cast.officer,
        campaign=campaign,
        text=WORDS[ActKind.PUBLICATION],
        figures={"audience": audiences.usual(campaign, ActKind.PUBLICATION)},
    )
    issue(cast, campaign)
    yield days.next_workday()
