"""A plan is drafted in one's own school, or by the zone for one of its schools (A128)."""

import pytest

from campaigns.choices import Track
from campaigns.models import Plan
from selection.records import organising
from tests.factories.accounts import (
    OfficerFactory,
    SchoolFactory,
    ZoneFactory,
    ZoneOrganiserFactory,
    ZoneReviewerFactory,
)
from tests.factories.campaigns import AdoptionFactory

pytestmark = pytest.mark.django_db
PAGE = "/plans/new/"
ASKED = {
    "title": "2026年中层干部选拔任用工作方案",
    "reference_on": "2026-03-01",
    "starts_on": "2026-06-01",
    "track": Track.NON_COMPETITIVE,
}


@pytest.fixture
def zone():
    return ZoneFactory()


@pytest.fixture
def schools(zone):
    return [AdoptionFactory(organisation=SchoolFactory(parent=zone)).organisation for _ in range(2)]


def let_the_zone_organise(schools):
    for school in schools:
        by = ZoneReviewerFactory(organisation=school.parent)
        organising.begin(school, by=by, reason="没有专职人事干部")


@pytest.mark.row("A128", side="holds")
def test_the_zone_chooses_for_which_of_its_schools(as_user, zone, schools):
    organiser = ZoneOrganiserFactory(organisation=zone)
    let_the_zone_organise(schools)

    as_user(organiser).post(PAGE, ASKED | {"organisation": schools[1].pk})

    plan = Plan.objects.get()
    assert (plan.organisation, plan.officer) == (schools[1], organiser)


def test_of_one_school_that_the_zone_organises_there_is_nothing_to_choose(as_user, zone, schools):
    let_the_zone_organise(schools[:1])

    as_user(ZoneOrganiserFactory(organisation=zone)).post(PAGE, ASKED | {"organisation": schools[1].pk})

    assert Plan.objects.get().organisation == schools[0]


def test_of_no_school_there_is_nothing_to_draft(as_user, zone, schools):
    assert as_user(ZoneOrganiserFactory(organisation=zone)).get(PAGE).status_code == 404


@pytest.mark.row("A128", side="refuses")
def test_a_school_of_another_zone_is_none_to_choose(as_user, zone, schools):
    elsewhere = AdoptionFactory().organisation
    client = as_user(ZoneOrganiserFactory(organisation=zone))
    let_the_zone_organise(schools)

    refused = [client.post(PAGE, ASKED | extra) for extra in ({}, {"organisation": elsewhere.pk})]

    assert all("organisation" in page.context["form"].errors for page in refused)
    assert not Plan.objects.exists()


def test_in_a_school_there_is_nothing_to_choose(as_user, schools):
    officer = OfficerFactory(organisation=schools[0])

    as_user(officer).post(PAGE, ASKED | {"organisation": schools[1].pk})

    assert Plan.objects.get().organisation == schools[0]
