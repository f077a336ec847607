"""What does the set-up page propose for a post, and why? (A038–A049, A137)"""

from datetime import date

import pytest
from django.urls import reverse

from campaigns import advising
from campaigns.choices import ActKind, Track, TrackReason
from personnel.models import StaffMember
from personnel.models.offices import Rank
from tests.factories.campaigns import (
    ActFactory,
    AdoptionFactory,
    CampaignFactory,
    OpeningFactory,
    approve_quota,
    officer_of,
)
from tests.factories.entries import eligible_teacher
from tests.factories.personnel import PostFactory, TenureFactory

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


@pytest.mark.parametrize(
    ("fit", "excepted", "reason", "why"),
    [
        (1, 0, TrackReason.CLEAR_CHOICE, "本校符合条件的只有1人，可先作前期摸底"),
        (0, 1, TrackReason.CLEAR_CHOICE, "本校符合条件的只有1人，且须申请例外，可先作前期摸底"),
        (2, 0, TrackReason.MANY_SUITABLE, "本校符合条件的有2人，尚未作前期摸底"),
        (2, 1, TrackReason.MANY_SUITABLE, "本校符合条件的有2人（另有1人须申请例外），尚未作前期摸底"),
    ],
)
def test_of_many_who_qualify_the_track_depends_on_a_sounding(opening, fit, excepted, reason, why):
    school = opening.campaign.organisation
    StaffMember.objects.of(school).update(left_on=date(2025, 7, 1))
    opening.post.rank = Rank.DEPUTY
    opening.post.save()
    for born in [date(1986, 1, 1)] * fit + [date(1966, 1, 1)] * excepted:
        eligible_teacher(opening.campaign, born=born)

    assert advice(opening) == [(reason, why)]


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


def test_advice_that_is_followed_fills_in_the_post_and_the_reason(client, opening):
    client.force_login(officer_of(opening.campaign))
    for _ in range(2):
        eligible_teacher(opening.campaign)
    vacant = PostFactory(department=opening.post.department, title="副主任", rank=Rank.DEPUTY)
    approve_quota(opening.campaign, {(vacant.department, vacant.rank): 1})
    page = client.get(reverse("campaigns:plan_setup", args=[opening.campaign.plan_id])).content.decode()

    address = reverse("campaigns:opening_new", args=[opening.campaign.plan_id])
    assert f"{address}?post={vacant.pk}&amp;reason=C1" in page
    form = client.get(address, {"post": vacant.pk, "reason": "C1"}).context["form"]

    assert (form["post"].value(), form["reason"].value()) == (str(vacant.pk), "C1")


@pytest.mark.parametrize("posts", [1, 5])
def test_advice_costs_the_same_for_every_number_of_posts(opening, posts, django_assert_max_num_queries):
    for _ in range(posts - 1):
        OpeningFactory(campaign=opening.campaign)
    approve_quota(opening.campaign)

    with django_assert_max_num_queries(18):
        advising.Adviser(opening.campaign.plan).advice()
