"""报名与资格审查 of a contest: the window, applications, three instances, the published list."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from campaigns.choices import ActKind, AgendaPurpose
from campaigns.models import Campaign, Opening
from campaigns.services import acts, applying, examining, instances, meetings, registering
from campaigns.services.applying import Application
from selection import clock
from selection.records.models import Review

from . import days, starting
from .cast import Cast
from .choosing import screen
from .days import Waiting
from .doing import Seat, body_meets

OPEN_FOR = 3  # working days
WHY = "熟悉这一岗位的工作，愿意承担更多责任。"


def announce(cast: Cast, campaign: Campaign, seats: Sequence[Seat]) -> Waiting:
    """The plan is published with the window in which one may enter."""
    yield from starting.announce(cast, campaign, seats)
    opens_at = clock.now()
    registering.set_window(
        campaign,
        by=cast.officer,
        opens_at=opens_at,
        closes_at=days.at_nine(days.later(clock.today(), OPEN_FOR)) + timedelta(hours=8),
        how="在本系统中填写竞聘申请表。",
    )


def register(cast: Cast, campaign: Campaign, seats: Sequence[Seat]) -> Waiting:
    """Everybody enters by an own account; once the window is shut, the school and the levels above conclude."""
    for staff, openings in _wanted(campaign, seats).items():
        applying.apply(campaign, Application(openings, WHY, True, "0999-6020000"), by=staff.user)
    closes_at = campaign.registrations.latest("pk").closes_at
    yield days.after(closes_at)
    examining.bring_up(campaign, by=cast.officer)
    yield from screen(cast, campaign)
    yield from _examine(cast, campaign)
    acts.record(
        campaign.plan,
        ActKind.QUALIFIED_LIST,
        by=cast.officer,
        campaign=campaign,
        text="在校务公开栏公布资格审查合格人员名单。",
    )


def _wanted(campaign: Campaign, seats: Sequence[Seat]) -> dict:
    """Who enters for which posts, in the order of the seats."""
    wanted: dict = {}
    for seat in seats:
        opening = Opening.objects.get(campaign=campaign, post=seat.post)
        for staff in seat.nominees:
            wanted.setdefault(staff, []).append(opening)
    return wanted


def _examine(cast: Cast, campaign: Campaign) -> Waiting:
    item = None
    if campaign.ruleset.registration.school_screening:
        item = meetings.resolve(
            body_meets(cast, campaign, campaign.ruleset.motion.meeting),
            AgendaPurpose.SCREENING,
            by=cast.officer,
            campaign=campaign,
            resolution="同意初审意见，报送审核。",
        )
    examination = examining.report(campaign, item, by=cast.officer)
    review = examination.review
    while review.state == Review.State.PENDING:
        yield days.next_workday()
        said = {person: instances.Opinion(True) for person in examination.candidacies.live()}
        instances.answer(examination, said, by=cast.reviewer_of(review.levels[review.level]["act"]))
        review.refresh_from_db()
