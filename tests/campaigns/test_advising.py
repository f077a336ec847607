"""What does the set-up page propose for a post, and why? (A038–A049, A137)"""

from datetime import date

import pytest
from django.urls import reverse

from campaigns import advising
from campaigns.choices import ActKind, Track, TrackReason
from tests.factories.campaigns import (
    ActFactory,
    AdoptionFactory,
    CampaignFactory,
    OpeningFactory,
    approve_quota,
    officer_of,
)
from tests.factories.personnel import StaffFactory, TenureFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("go_to")]


@pytest.fixture
def opening(monkeypatch):
    """One post of a draft plan in a school whose rulebook knows all three tracks."""
    campaign = CampaignFactory(plan__draft=True)
    AdoptionFactory(organisation=campaign.organisation)
    monkeypatch.setattr(advising, "tracks_open_to", lambda school: list(Track))
    return OpeningFactory(campaign=campaign)


def advice(opening):
    return [(each.reason, each.why) for each in advising.Adviser(opening.campaign.plan).advice()]


def sounded(opening, asked, **mentions):
    ActFactory(
        campaign=opening.campaign,
        kind=ActKind.SOUNDING,
        figures={"asked": asked, "mentions": [[str(opening.post), *each] for each in mentions.items()]},
    )


@pytest.mark.row("A048", side="holds")
def test_who_are_too_many_compete(opening):
    approve_quota(opening.campaign, {(opening.post.department, opening.post.rank): 0})
    TenureFactory(post=opening.post, staff__organisation=opening.campaign.organisation)

    [(reason, why)] = advice(opening)

    assert reason == TrackReason.OVER_QUOTA
    assert why.endswith("核定0名，现任1名，超出1名")


@pytest.mark.row("A040", side="holds")
@pytest.mark.parametrize(("ends_on", "reasons"), [(date(2026, 4, 1), ["NC2"]), (date(2026, 4, 2), [])])
def test_a_term_that_is_over_when_the_plan_takes_effect_is_renewed(opening, ends_on, reasons):
    """To begin on 1 April 2026."""
    TenureFactory(post=opening.post, staff__organisation=opening.campaign.organisation, ends_on=ends_on)

    assert [str(reason) for reason, _ in advice(opening)] == reasons


@pytest.mark.row("A042", side="holds")
@pytest.mark.row("A047", side="holds")
@pytest.mark.parametrize(
    ("times", "reason", "why"),
    [
        (11, TrackReason.CLEAR_CHOICE, "前期摸底20人中有11人提到王芳，较集中"),
        (10, TrackReason.MANY_SUITABLE, "前期摸底20人，提到王芳10次、李静4次，没有超过半数的人选"),
    ],
)
def test_a_sounding_is_clear_when_more_than_half_named_one(opening, times, reason, why):
    sounded(opening, 20, 王芳=times, 李静=4)

    assert advice(opening) == [(reason, why)]


def test_of_many_who_qualify_the_track_depends_on_a_sounding(opening):
    StaffFactory.create_batch(2, organisation=opening.campaign.organisation)
    found = advice(opening)

    assert [reason for reason, _ in found] in ([TrackReason.MANY_SUITABLE], [])


def test_only_tracks_that_the_rulebook_knows_are_proposed(opening, monkeypatch):
    monkeypatch.setattr(advising, "tracks_open_to", lambda school: [Track.NON_COMPETITIVE])
    sounded(opening, 20, 王芳=10, 李静=4)

    assert advice(opening) == []


def test_the_set_up_page_says_where_the_plan_differs(client, opening):
    client.force_login(officer_of(opening.campaign))
    sounded(opening, 20, 王芳=11)

    page = client.get(reverse("campaigns:plan_setup", args=[opening.campaign.plan_id])).content.decode()

    assert "前期摸底20人中有11人提到王芳，较集中" in page
    assert "已选：聘期内因工作需要进行岗位调整" in page


@pytest.mark.parametrize("posts", [1, 3])
def test_advice_costs_the_same_for_every_number_of_posts(opening, posts, django_assert_max_num_queries):
    for _ in range(posts - 1):
        OpeningFactory(campaign=opening.campaign)
    approve_quota(opening.campaign)

    with django_assert_max_num_queries(22):
        advising.Adviser(opening.campaign.plan).advice()
