"""The demo county: every school with register and quota, one with a plan at every stage, one on the other tracks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import cast as cast_to

from campaigns.choices import Conclusion, Stage, TalkKind, Track, TrackReason
from campaigns.eligibility import loading, screening
from campaigns.models import Campaign, Opening, Plan, RulesetVersion
from campaigns.rulesets.schema import Ruleset
from campaigns.services import adopting, plans
from campaigns.tracks import planned_stages
from personnel import quota
from personnel.demo import found_the_county, people_the_county
from personnel.demo.people import officer_of
from personnel.demo.quota import fill_in_quota
from personnel.models import Post, StaffMember, Tenure
from selection import clock

from . import ABOVE, days
from .cast import Cast, cast_of
from .doing import leave_ballot_open, talk
from .quota import approve
from .stages import Seat, draft, play_to, post_notice

BEFORE = days.at_nine(date(2026, 1, 5))
REFERENCE_ON = date(2026, 3, 1)
RULESETS = {"shiyan": "pidu-school", "yucai": "pidu-school"}  # the others work by the county's
SCHOOLS = ("shiyan", "yizhong", "hedong", "liuwan", "yucai")
# Where the first school's plans stand when the demo opens; new posts first, then renewals.
STANDING_NEW = (Stage.CLOSED, Stage.FILE, Stage.PUBLICIZE, Stage.DECIDE)
STANDING_RENEWED = (Stage.INSPECT, Stage.EVALUATE, Stage.RECOMMEND, Stage.ANNOUNCE)
# When they were begun, so that each has just come to its stage; the filing is not to be overdue yet.
BEGUN = {
    Stage.CLOSED: date(2026, 1, 19),
    Stage.FILE: date(2026, 2, 2),
    Stage.PUBLICIZE: date(2026, 2, 10),
    Stage.DECIDE: date(2026, 2, 11),
    Stage.INSPECT: date(2026, 2, 12),
    Stage.EVALUATE: date(2026, 2, 13),
    Stage.RECOMMEND: date(2026, 2, 24),
    Stage.ANNOUNCE: date(2026, 2, 26),
}
DIRECT_BEGUN, CONTEST_BEGUN = date(2026, 2, 13), date(2026, 2, 25)
# Working days from the beginning to the planned first day of each stage, and to the day in post.
PACE = {
    Stage.ANNOUNCE: 1,
    Stage.RECOMMEND: 3,
    Stage.EVALUATE: 5,
    Stage.INSPECT: 7,
    Stage.DECIDE: 8,
    Stage.PUBLICIZE: 9,
    Stage.FILE: 15,
}
DIRECT_PACE = {Stage.ANNOUNCE: 3, Stage.PUBLICIZE: 4, Stage.FILE: 10}
IN_POST = 30
TALKED_TO = 20


def build() -> None:
    """Fill an empty database; does nothing where the county stands already."""
    if Plan.objects.exists():
        return
    clock.start_demo(BEFORE)
    county = found_the_county()
    people_the_county(county)
    for key in SCHOOLS:
        adopting.adopt(county[key], RULESETS.get(key, "county-schools"))
        officer = officer_of(county[key])
        approve(fill_in_quota(key, county[key], by=officer), officer)
    school = cast_of(county["shiyan"], "shiyan")
    StaffMember.objects.of(county["yizhong"]).update(is_healthy=True)
    other = cast_of(county["yizhong"], "yizhong")
    days.play_together([*_plays(school), *_plays_on_other_tracks(other)])
    if clock.now() < clock.DEMO_START:
        days.go_to(clock.DEMO_START)
    for cast in (school, other):
        post_notice(cast, Campaign.objects.get(stage=Stage.PUBLICIZE, plan__organisation=cast.school))
    leave_ballot_open(school, Campaign.objects.get(stage=Stage.EVALUATE))
    for add in ABOVE:
        add()


@dataclass(frozen=True)
class Standing:
    """One plan of the demo: what it fills and how far it has come."""

    title: str
    seat: Seat
    stage: Stage
    begun: date
    track: Track = Track.NON_COMPETITIVE


def _plays(cast: Cast) -> Iterator[days.Waiting]:
    for standing in _standings(cast):
        yield _play(cast, standing)
    yield _draft_only(cast)


def _play(cast: Cast, standing: Standing) -> days.Waiting:
    begun, in_post = standing.begun, days.later(standing.begun, IN_POST)
    yield days.at_nine(begun)
    campaign = draft(cast, standing.title, [standing.seat], REFERENCE_ON, in_post, standing.track)
    pace = DIRECT_PACE if standing.track == Track.DIRECT else PACE
    planned = {
        str(stage): days.later(begun, pace[stage]).isoformat() for stage in planned_stages(campaign.plan)
    }
    plans.revise(campaign.plan, by=cast.officer, calendar=planned)
    yield from play_to(cast, campaign, [standing.seat], standing.stage)
    if standing.stage == Stage.RECOMMEND and standing.track == Track.NON_COMPETITIVE:
        yield days.next_workday()
        need = campaign.ruleset.recommendation.talk_minimum.persons
        talk(cast, campaign, TalkKind.RECOMMENDATION, need, at_most=TALKED_TO)


def _plays_on_other_tracks(cast: Cast) -> Iterator[days.Waiting]:
    """Somebody appointed directly and under publicity; a contest that one may enter."""
    (post, person), (contested, _) = _matched(cast, set())[:2]
    appointed = Seat(post, TrackReason.OTHER_DIRECT, [person])
    title = f"{post}直接聘任工作方案"
    yield _play(cast, Standing(title, appointed, Stage.PUBLICIZE, DIRECT_BEGUN, Track.DIRECT))
    offered = Seat(contested, TrackReason.MANY_SUITABLE, [])
    title = f"{contested}竞岗聘任工作方案"
    yield _play(cast, Standing(title, offered, Stage.RECOMMEND, CONTEST_BEGUN, Track.COMPETITIVE))


def _draft_only(cast: Cast) -> days.Waiting:
    yield days.at_nine(date(2026, 2, 27))
    draft(cast, "2026年中层干部岗位调整工作方案", [], REFERENCE_ON, date(2026, 4, 30))


def _standings(cast: Cast) -> Iterator[Standing]:
    """New posts to the persons who fit them, renewals to those in post; one plan each."""
    incumbents = list(Tenure.objects.at(cast.school).in_force(REFERENCE_ON).select_related("staff", "post"))
    pairs = _matched(cast, {tenure.staff_id for tenure in incumbents})
    for stage, (post, person) in zip(STANDING_NEW, pairs, strict=False):
        yield Standing(
            f"{post}选拔任用工作方案", Seat(post, TrackReason.CLEAR_CHOICE, [person]), stage, BEGUN[stage]
        )
    for stage, tenure in zip(STANDING_RENEWED, incumbents, strict=False):
        seat = Seat(tenure.post, TrackReason.RENEWAL, [tenure.staff], [tenure])
        yield Standing(f"{tenure.post}续聘工作方案", seat, stage, BEGUN[stage])


@dataclass(frozen=True)
class _Place:
    """What screening asks of an opening, before there is one."""

    ruleset: Ruleset
    post: Post
    reference_on: date
    reason: str = ""


def _matched(cast: Cast, busy: set[int]) -> list[tuple[Post, StaffMember]]:
    """Vacant posts within the quota, each with a reserve who qualifies for it, or may by exception."""
    table = quota.table_in_force(cast.school)
    assert table is not None
    places = set(table.lines.filter(approved__gt=0).values_list("department", "rank"))
    held = set(Tenure.objects.at(cast.school).in_force(REFERENCE_ON).values_list("post", flat=True))
    posts = [
        post
        for post in Post.objects.filter(department__organisation=cast.school).select_related("department")
        if (post.department_id, post.rank) in places and post.pk not in held
    ]
    reserves = StaffMember.objects.of(cast.school).serving().filter(is_reserve=True).exclude(pk__in=busy)
    known = {facts.staff: facts for facts in loading.load(reserves, REFERENCE_ON)}
    rules = RulesetVersion.objects.get(adoption__organisation=cast.school).ruleset
    pairs = []
    for post in sorted(posts, key=lambda post: not post.party_member_only):
        opening = _Place(rules, post, REFERENCE_ON)
        for wanted in (Conclusion.ELIGIBLE, Conclusion.ON_EXCEPTION):
            fit = [
                pk
                for pk, facts in known.items()
                if screening.screen(facts, cast_to(Opening, opening)).conclusion == wanted
            ]
            if fit:
                person = reserves.get(pk=fit[0])
                del known[person.pk]
                pairs.append((post, person))
                break
    return pairs
