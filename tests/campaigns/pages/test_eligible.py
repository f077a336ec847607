"""谁符合条件: the whole school held against one opening, before anybody is brought up."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from campaigns.choices import Stage
from tests.factories.campaigns import CampaignFactory, CandidacyFactory, OpeningFactory, officer_of
from tests.factories.personnel import StaffFactory

pytestmark = pytest.mark.django_db


def page_of(campaign, query=""):
    return reverse("campaigns:eligible", args=[campaign.pk]) + query


def names(page):
    return {
        group.conclusion.value: [row.staff.name for row in group.rows] for group in page.context["groups"]
    }


@pytest.fixture
def opening():
    return OpeningFactory(campaign__at=Stage.RECOMMEND)


def test_everybody_is_sorted_by_what_the_rules_find_with_the_reasons(as_user, opening):
    StaffFactory(organisation=opening.campaign.organisation, name="赵无出生", born=None)
    StaffFactory(organisation=opening.campaign.organisation, name="钱临聘", category="temporary")
    StaffFactory(name="别校人")

    page = as_user(officer_of(opening.campaign)).get(page_of(opening.campaign, "?found=unknown"))

    found = names(page)
    assert "赵无出生" in found["unknown"]
    assert found["ineligible"] == ["钱临聘"]
    assert "别校人" not in [name for group in found.values() for name in group]
    assert "未登记出生年月，无法计算年龄" in page.content.decode()


def test_who_lacks_least_comes_first(as_user, opening):
    school = opening.campaign.organisation
    StaffFactory(organisation=school, name="丁缺二", born=None, is_healthy=None)
    StaffFactory(organisation=school, name="钱缺一", born=None)

    page = as_user(officer_of(opening.campaign)).get(page_of(opening.campaign, "?found=unknown"))

    found = [name for name in names(page)["unknown"] if "缺" in name]
    assert found == ["钱缺一", "丁缺二"]


def test_a_person_is_brought_up_from_there_and_not_twice(as_user, opening):
    person = CandidacyFactory(opening=opening, staff__born=None)
    other = StaffFactory(organisation=opening.campaign.organisation, born=None)

    page = as_user(officer_of(opening.campaign)).get(page_of(opening.campaign, "?found=unknown"))

    text = page.content.decode()
    nominate = reverse("campaigns:nominate", args=[opening.campaign.pk])
    assert f"{nominate}?opening={opening.pk}&amp;q={other.staff_number}" in text
    assert f"q={person.staff.staff_number}" not in text
    assert "已列为人选" in text


def test_it_asks_as_often_for_many_as_for_one(as_user, opening):
    client = as_user(officer_of(opening.campaign))
    StaffFactory(organisation=opening.campaign.organisation, born=date(1985, 1, 1))
    client.get(page_of(opening.campaign))
    counts = []
    for more in (0, 3):
        StaffFactory.create_batch(more, organisation=opening.campaign.organisation)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            client.get(page_of(opening.campaign))
        counts.append(len(asked))

    assert counts[0] == counts[1]


def test_a_plan_without_posts_says_where_to_list_them(as_user):
    campaign = CampaignFactory(plan__draft=True)

    assert "去列入岗位" in as_user(officer_of(campaign)).get(page_of(campaign)).content.decode()


def test_home_and_nomination_lead_there(as_user, opening):
    client = as_user(officer_of(opening.campaign))

    assert reverse("campaigns:who_is_eligible") in client.get("/").content.decode()
    assert client.get(reverse("campaigns:who_is_eligible")).url == page_of(opening.campaign)
    nominate = client.get(reverse("campaigns:nominate", args=[opening.campaign.pk])).content.decode()
    assert page_of(opening.campaign) in nominate
