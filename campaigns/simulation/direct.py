"""A direct appointment, as officer, leaders and reviewers do it: decided in a meeting, told to all, no vote."""

from __future__ import annotations

from collections.abc import Sequence

from campaigns.choices import ActKind, AgendaPurpose, Outcome, Source
from campaigns.models import Campaign, Meeting
from campaigns.services import acts, meetings, reviewing, submitting

from . import days
from .cast import Cast
from .choosing import screen
from .days import Waiting
from .doing import WORDS, Seat, body_meets, bring_up, issue, let_reviewers_approve, settle_empty


def prepare(cast: Cast, campaign: Campaign, seats: Sequence[Seat]) -> Waiting:
    """Views, plan, persons, screening, the forms where they are asked for, and the decision."""
    plan, motion = campaign.plan, campaign.ruleset.motion
    if motion.consultation:
        text = WORDS[ActKind.CONSULTATION]
        acts.record(plan, ActKind.CONSULTATION, by=cast.officer, campaign=campaign, text=text)
    meeting = body_meets(cast, campaign, motion.meeting)
    _resolve(cast, campaign, meeting, AgendaPurpose.PLAN, "同意工作方案。")
    item = _resolve(cast, campaign, meeting, AgendaPurpose.NOMINATION, "同意提名。")
    bring_up(cast, campaign, seats, Source.ORGANISATION, item)
    yield from screen(cast, campaign)
    settle_empty(cast, campaign)
    if asked := [person for person in campaign.live() if person.opening.wants_form]:
        form = reviewing.submit_forms(campaign, item, asked, "经集体研究，同意报审。", by=cast.officer)
        yield from let_reviewers_approve(cast, form.review)
    yield days.next_workday()
    meeting = body_meets(cast, campaign, campaign.ruleset.decision.body)
    agreed = dict.fromkeys(campaign.live(), Outcome.AGREED)
    _resolve(cast, campaign, meeting, AgendaPurpose.DECISION, "经集体研究，决定直接聘任下列人选。", agreed)
    submitting.submit(plan, by=cast.officer)
    yield from let_reviewers_approve(cast, plan.review)
    plan.refresh_from_db()


def _resolve(
    cast: Cast,
    campaign: Campaign,
    meeting: Meeting,
    purpose: AgendaPurpose,
    resolution: str,
    outcomes: dict | None = None,
):
    return meetings.resolve(
        meeting, purpose, by=cast.officer, campaign=campaign, resolution=resolution, outcomes=outcomes
    )


def announce(cast: Cast, campaign: Campaign, seats: Sequence[Seat]) -> Waiting:
    """The principal tells all the staff."""
    yield days.next_workday()
    issue(cast, campaign)
    acts.record(
        campaign.plan,
        ActKind.ANNOUNCEMENT,
        by=cast.officer,
        campaign=campaign,
        text="召开全体教职工大会，校长通报直接聘任的岗位、人选和情形。",
        figures=acts.told_by(acts.announcers(campaign)[0], "全体教职工大会"),
    )
