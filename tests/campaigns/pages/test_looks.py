"""Names before 拟聘公示: whoever opens them is put down, and a file says whose it is."""

from datetime import date

import pytest
from django.urls import reverse

from campaigns.choices import Stage
from selection.records.models import Look
from tests.factories.accounts import SupervisorFactory, TeacherFactory
from tests.factories.campaigns import CampaignFactory, CandidacyFactory, OpeningFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(params=[Stage.INSPECT, Stage.PUBLICIZE])
def campaign(request, go_to):
    go_to(date(2026, 3, 10))
    return CampaignFactory(at=request.param)


@pytest.fixture
def before(campaign):
    return campaign.stage == Stage.INSPECT


@pytest.fixture
def person(campaign):
    return CandidacyFactory(opening=OpeningFactory(campaign=campaign))


@pytest.fixture
def supervisor(campaign, as_user):
    bureau = campaign.organisation.bureau
    return as_user(SupervisorFactory(organisation=bureau))


def looked():
    return list(Look.objects.order_by("pk").values_list("what", flat=True))


@pytest.mark.parametrize("page", ["campaign", "people", "brief"])
def test_a_page_that_lists_the_persons_is_put_down_until_they_are_public(
    campaign, before, person, supervisor, page
):
    assert supervisor.get(reverse(f"campaigns:{page}", args=[campaign.pk])).status_code == 200

    assert looked() == (["人选名单"] if before else [])


def test_a_campaign_of_nobody_yet_names_nobody(campaign, supervisor):
    supervisor.get(reverse("campaigns:campaign", args=[campaign.pk]))

    assert looked() == []


def test_a_person_s_page_is_put_down_by_name_and_post(campaign, before, person, supervisor):
    supervisor.get(reverse("campaigns:candidacy", args=[person.pk]))

    said = f"{person.staff.name}（{person.opening.post}）的材料"
    assert looked() == ([said] if before else [])


def test_what_a_teacher_may_not_see_is_not_put_down_as_seen(campaign, person, as_user):
    client = as_user(TeacherFactory(organisation=campaign.organisation))

    assert client.get(reverse("campaigns:candidacy", args=[person.pk])).status_code == 404
    assert looked() == []
