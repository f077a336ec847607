"""Listing posts in a plan, in the browser."""

import pytest
from django.urls import reverse

from campaigns import calendars
from campaigns.forms.plans import PlanForm
from tests.factories.campaigns import CampaignFactory, OpeningFactory, approve_quota, officer_of
from tests.factories.personnel import BodyFactory, DepartmentFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def opening():
    return OpeningFactory(campaign=CampaignFactory(plan__draft=True))


def test_a_post_that_is_approved_and_not_in_the_list_is_named_with_the_way_to_add_it(as_user, opening):
    campaign = opening.campaign
    office = DepartmentFactory(organisation=campaign.organisation, name="教务处")
    approve_quota(campaign, {(office, "deputy"): 2})
    campaign.organisation.quota_tables.get().lines.update(approved=2)

    page = as_user(officer_of(campaign)).get(reverse("campaigns:opening_new", args=[campaign.plan_id]))

    text = page.content.decode()
    assert "教务处副职核定2名，还没有岗位" in text
    assert reverse("personnel:post_create", args=[office.pk]) in text
    assert reverse("personnel:offices", args=[campaign.organisation.code]) in text


def test_the_only_body_that_can_decide_is_proposed(as_user, opening):
    plan, client = opening.campaign.plan, as_user(officer_of(opening.campaign))
    page = reverse("campaigns:plan_setup", args=[plan.pk])
    only = plan.body
    plan.body = None
    plan.save()

    assert client.get(page).context["form"]["body"].value() == only.pk

    BodyFactory(organisation=plan.organisation, name="党委会议", kind="party_meeting")
    assert client.get(page).context["form"]["body"].value() is None


def test_a_listed_post_is_changed(as_user, opening):
    page = reverse("campaigns:opening_edit", args=[opening.pk])
    client = as_user(officer_of(opening.campaign))
    assert client.get(page).context["form"].initial["seats"] == 1

    client.post(page, {"seats": "2", "reason": "NC5", "reason_text": "扩班"})

    opening.refresh_from_db()
    assert (opening.seats, opening.reason, opening.reason_text) == (2, "NC5", "扩班")


def test_it_is_taken_off_the_plan_after_one_more_question(as_user, opening):
    client = as_user(officer_of(opening.campaign))
    setup = client.get(reverse("campaigns:plan_setup", args=[opening.campaign.plan_id])).content.decode()

    client.post(reverse("campaigns:opening_remove", args=[opening.pk]))

    assert "移出后本方案不再选拔这个岗位" in setup
    assert not opening.campaign.openings.exists()


def test_a_plan_that_is_final_is_shown_and_not_offered_to_be_changed(as_user):
    campaign = OpeningFactory().campaign

    page = as_user(officer_of(campaign)).get(reverse("campaigns:plan_setup", args=[campaign.plan_id]))

    text = page.content.decode()
    assert "方案已批准定稿，不能修改" in text
    assert "保存设定" not in text
    assert "移出本方案" not in text


def setup_given(page, **changed):
    """What the set-up page sends back, with what was changed on it."""
    form = page.context["form"]
    return {name: form[name].value() or "" for name in form.fields} | changed


def test_a_later_day_in_post_moves_the_calendar_that_was_counted_from_it(as_user, opening):
    plan = opening.campaign.plan
    client, url = as_user(officer_of(opening.campaign)), reverse("campaigns:plan_setup", args=[plan.pk])
    given = setup_given(client.get(url), body=plan.body_id, starts_on="2026-05-08")

    client.post(url, given)

    plan.refresh_from_db()
    assert plan.calendar == calendars.propose(plan)
    assert plan.calendar["file"] == "2026-04-27"


def test_days_that_were_typed_stay_when_the_day_in_post_moves(as_user, opening):
    plan = opening.campaign.plan
    client, url = as_user(officer_of(opening.campaign)), reverse("campaigns:plan_setup", args=[plan.pk])
    typed = {"day_announce": "2026-02-26", "starts_on": "2026-05-08", "body": plan.body_id}

    client.post(url, setup_given(client.get(url), **typed))

    plan.refresh_from_db()
    assert plan.calendar["announce"] == "2026-02-26"


@pytest.mark.parametrize(("announced", "warns"), [("2026-03-01", True), ("2026-03-02", False)])
def test_a_planned_day_that_is_past_is_said(as_user, opening, announced, warns):
    plan = opening.campaign.plan
    plan.calendar = {"announce": announced}
    plan.save()

    page = as_user(officer_of(opening.campaign)).get(reverse("campaigns:plan_setup", args=[plan.pk]))

    said = "“公布方案”排在3月1日，已经过去，请推迟到岗日期或调整日程。"
    assert (said in page.content.decode()) is warns


@pytest.mark.parametrize(
    ("reference", "starts", "said"),
    [
        ("2025-06-01", "2026-06-01", {}),
        (
            "2025-05-31",
            "2026-06-01",
            {"reference_on": ["资格条件计算日期比计划到岗日期早一年以上，请核对年份"]},
        ),
        ("2026-06-01", "2026-06-01", {}),
        ("2026-06-02", "2026-06-01", {"starts_on": ["计划到岗日期不能早于资格条件计算日期"]}),
    ],
)
def test_ages_are_counted_within_the_year_before_the_day_in_post(reference, starts, said):
    form = PlanForm({"title": "方案", "reference_on": reference, "starts_on": starts})

    assert form.errors == said
