"""逐人核查 on its pages: the list of persons, and one sheet of one person."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from campaigns.models import PersonCheck
from tests.factories.campaigns import CandidacyFactory, officer_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("go_to")]


@pytest.fixture
def person():
    return CandidacyFactory()


def test_the_officer_fills_in_a_sheet_on_its_page(as_user, person):
    page = reverse("campaigns:check_sheet", args=[person.pk, "signed"])
    client = as_user(officer_of(person.campaign))
    assert "党组织书记签字" in client.get(page).content.decode()

    answer = client.post(
        page, {"result_secretary": "clear", "result_discipline": "clear", "checked_on": "2026-03-02"}
    )

    assert answer.url == reverse("campaigns:checks", args=[person.campaign.pk])
    assert "已核查，没有问题" in client.get(answer.url).content.decode()
    assert client.get(reverse("campaigns:check_sheet", args=[person.pk, "nothing"])).status_code == 404


@pytest.mark.parametrize("data", [{}, {"result_secretary": "perhaps", "checked_on": "2026-03-02"}])
def test_a_sheet_half_filled_in_is_shown_again(as_user, person, data):
    page = reverse("campaigns:check_sheet", args=[person.pk, "signed"])

    answer = as_user(officer_of(person.campaign)).post(page, data)

    assert answer.context["form"].errors
    assert not PersonCheck.objects.exists()


def test_the_list_asks_as_often_for_three_as_for_one(as_user, person):
    client = as_user(officer_of(person.campaign))
    counts = []
    for more in (0, 2):
        CandidacyFactory.create_batch(more, opening=person.opening)
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse("campaigns:checks", args=[person.campaign.pk]))
        counts.append(len(asked))

    assert counts[0] == counts[1]
