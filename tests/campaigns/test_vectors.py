"""Do the numbers of the rule table come out as it says? (its integer test vectors)"""

from datetime import date

import pytest

from campaigns import guards
from campaigns.choices import Stage, Track
from selection.reasons import reasons_against
from tests.factories.campaigns import CampaignFactory, OpeningFactory, approve_quota
from tests.factories.personnel import PostFactory, TenureFactory

pytestmark = pytest.mark.django_db

SINCE, UNTIL, LATER = date(2023, 4, 1), date(2026, 3, 31), date(2027, 12, 31)


def department_of(incumbents, approved, ends_on=LATER):
    """A campaign's post with so many who serve in it, and the number approved for it."""
    campaign = CampaignFactory()
    post = PostFactory(department__organisation=campaign.organisation)
    serving = TenureFactory.create_batch(
        incumbents,
        post=post,
        starts_on=SINCE,
        ends_on=ends_on,
        staff__organisation=campaign.organisation,
    )
    approve_quota(campaign, {(post.department, post.rank): approved})
    return campaign, post, serving


def said(campaign):
    return [each.sentence for each in reasons_against(campaign, [guards.announce.seats_fit_the_quota])]


@pytest.mark.row("TRAP-21", side="holds")
@pytest.mark.row("A055", side="holds")
def test_eight_renewals_fit_where_there_is_no_vacancy():
    campaign, post, serving = department_of(8, approved=8)
    OpeningFactory(campaign=campaign, post=post, seats=8, reason="NC2", ending=serving)

    assert said(campaign) == []


@pytest.mark.row("TRAP-21", side="refuses")
@pytest.mark.row("A055", side="refuses")
def test_a_ninth_beside_eight_renewals_does_not():
    campaign, post, serving = department_of(8, approved=8)
    OpeningFactory(campaign=campaign, post=post, seats=9, reason="NC2", ending=serving)

    [sentence] = said(campaign)
    assert sentence.endswith("核定8人，留任0人，加本次9人共9人，超出核定职数")


@pytest.mark.parametrize(
    ("seats", "fits"),
    [
        pytest.param(6, True, marks=pytest.mark.row("A048", side="holds")),
        pytest.param(7, False, marks=pytest.mark.row("A048", side="refuses")),
    ],
)
def test_eight_incumbents_compete_for_six_posts(seats, fits):
    campaign, post, serving = department_of(8, approved=6)
    type(campaign).objects.filter(pk=campaign.pk).update(track=Track.COMPETITIVE)
    OpeningFactory(campaign=campaign, post=post, seats=seats, reason="C2", ending=serving)

    assert (said(campaign) == []) is fits


@pytest.mark.parametrize(
    ("new", "fits"),
    [
        pytest.param(0, True, marks=pytest.mark.row("A055", side="holds")),
        pytest.param(1, False, marks=pytest.mark.row("A055", side="refuses")),
    ],
)
def test_two_of_four_change_places_and_nobody_joins(new, fits):
    campaign, post, serving = department_of(4, approved=4)
    OpeningFactory(campaign=campaign, post=post, seats=2 + new, ending=serving[:2])

    assert (said(campaign) == []) is fits


def test_whose_term_is_over_by_the_start_does_not_stay():
    campaign, post, _serving = department_of(4, approved=4, ends_on=UNTIL)
    OpeningFactory(campaign=campaign, post=post, seats=4)

    assert campaign.plan.starts_on == date(2026, 4, 1)
    assert said(campaign) == []
    assert campaign.stage == Stage.PREPARE
