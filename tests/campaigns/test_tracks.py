"""Does each track go by its own stages, under its own names, for its own reasons?"""

import pytest

from campaigns.choices import WALK, Stage, Track, TrackReason
from campaigns.course import stage_bar
from campaigns.grid import person_grid
from campaigns.services import listing, stages
from campaigns.tracks import step_label
from selection.reasons import Refused
from tests.factories.campaigns import CampaignFactory, CandidacyFactory, OpeningFactory, officer_of

pytestmark = pytest.mark.django_db


def labels(campaign):
    return [mark.label for mark in stage_bar(campaign)]


@pytest.mark.row("A038", side="holds")
def test_every_reason_belongs_to_one_track():
    counted = {track: len(TrackReason.of(track)) for track in Track}

    assert counted == {Track.NON_COMPETITIVE: 5, Track.COMPETITIVE: 3, Track.DIRECT: 3}
    assert [each.value for each in TrackReason if each.wants_words] == ["NC5", "C3", "D3"]


def test_the_competitive_track_has_names_of_its_own():
    campaign = CampaignFactory(track=Track.COMPETITIVE)

    assert labels(campaign) == [
        "公布方案",
        "报名与资格审查",
        "演讲与民主测评",
        "组织考察",
        "讨论决定",
        "拟聘公示",
        "任职备案",
    ]
    assert step_label(campaign, "recommend") == "开始报名"


@pytest.mark.row("AMB-17", side="holds")
def test_nobody_votes_on_the_direct_track_and_a_promotion_is_published():
    campaign = CampaignFactory(track=Track.DIRECT)
    assert labels(campaign) == ["会议通报", "任职备案"]

    CandidacyFactory(opening=OpeningFactory(campaign=campaign, reason="D1"), is_promotion=True)

    assert labels(campaign) == ["会议通报", "拟聘公示", "任职备案"]


def test_the_next_step_follows_the_track():
    direct = CampaignFactory(track=Track.DIRECT, at=Stage.ANNOUNCE)
    other = CampaignFactory(at=Stage.ANNOUNCE)

    assert [stages.next_step(campaign) for campaign in (direct, other)] == ["file", "recommend"]


@pytest.mark.row("A038", side="refuses")
def test_a_reason_of_another_track_is_refused():
    campaign = CampaignFactory(plan__draft=True)
    opening = OpeningFactory(campaign=campaign)

    with pytest.raises(Refused) as refusal:
        listing.revise_opening(opening, by=officer_of(campaign), seats=1, reason=TrackReason.NEW_PRINCIPAL)

    assert refusal.value.reasons == ["“新任校长对现职中层干部在现聘期内续聘”不是采用不竞岗聘任的情形，请另选"]


def test_the_full_walk_is_the_order_of_all():
    assert CampaignFactory().walk == WALK


@pytest.mark.parametrize(
    ("track", "columns"),
    [
        (Track.NON_COMPETITIVE, "资格 推荐 谈话 测评 对象 考察 纪检 上会 公示 任职"),
        (Track.COMPETITIVE, "资格 演讲 测评 对象 考察 纪检 上会 公示 任职"),
        (Track.DIRECT, "资格 上会 公示 任职"),
    ],
)
def test_each_track_shows_its_own_steps_of_a_person(track, columns):
    person = CandidacyFactory(opening__campaign__track=track)

    grid = person_grid(person.campaign)

    assert grid["columns"] == columns.split()
    assert [cell["label"] for cell in grid["rows"][0]["cells"]] == columns.split()
