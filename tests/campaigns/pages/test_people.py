"""Bringing persons up and moving one of them, in the browser."""

from datetime import date

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from campaigns.choices import AgendaPurpose, Stage, Standing
from campaigns.models import Campaign, Candidacy
from tests.factories.accounts import OfficerFactory
from tests.factories.campaigns import (
    AgendaItemFactory,
    CampaignFactory,
    CandidacyFactory,
    OpeningFactory,
    appoint,
    approve_quota,
    leader_of,
    officer_of,
    ready_to_file,
)
from tests.factories.personnel import StaffFactory

pytestmark = pytest.mark.django_db


def said(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


def nominate_url(campaign, query=""):
    return reverse("campaigns:nominate", args=[campaign.pk]) + query


def move(client, person, act, reason="说明原因"):
    return client.post(reverse("campaigns:move", args=[person.pk, act]), {"reason": reason})


def test_a_search_tells_persons_of_one_name_apart(as_user):
    campaign = OpeningFactory(campaign__at=Stage.RECOMMEND).campaign
    for number in ("A001", "A002"):
        StaffFactory(organisation=campaign.organisation, name="李明", staff_number=number)
    StaffFactory(name="李明", staff_number="B001")

    page = as_user(officer_of(campaign)).get(nominate_url(campaign, "?q=李明")).content.decode()

    assert "有同名人员，请核对部门和工号" in page
    assert [number in page for number in ("工号A001", "工号A002", "工号B001")] == [True, True, False]


def test_the_only_one_found_is_chosen(as_user):
    campaign = OpeningFactory(campaign__at=Stage.RECOMMEND).campaign
    staff = StaffFactory(organisation=campaign.organisation, name="李明")

    page = as_user(officer_of(campaign)).get(nominate_url(campaign, "?q=李明"))

    assert page.context["form"]["staff"].value() == staff.pk


def test_the_search_answers_htmx_with_its_rows_only(as_user):
    campaign = OpeningFactory(campaign__at=Stage.RECOMMEND).campaign
    client = as_user(officer_of(campaign))

    part = client.get(nominate_url(campaign, "?q=无此人"), headers={"HX-Request": "true"}).content.decode()

    assert "没有找到“无此人”" in part
    assert "<html" not in part


def test_a_person_is_brought_up_by_recommendation(as_user):
    opening = OpeningFactory(campaign__at=Stage.RECOMMEND)
    campaign = opening.campaign
    staff = StaffFactory(organisation=campaign.organisation)

    answer = as_user(officer_of(campaign)).post(
        nominate_url(campaign), {"staff": staff.pk, "opening": opening.pk, "source": "recommendation"}
    )

    assert answer.url == reverse("campaigns:people", args=[campaign.pk])
    assert list(Candidacy.objects.values_list("staff", "opening", "source")) == [
        (staff.pk, opening.pk, "recommendation")
    ]


def test_the_organisation_nominates_by_a_meeting_only(as_user):
    opening = OpeningFactory(campaign__at=Stage.RECOMMEND)
    campaign = opening.campaign
    staff = StaffFactory(organisation=campaign.organisation, name="周九")
    given = {"staff": staff.pk, "opening": opening.pk, "source": "organisation"}
    client = as_user(officer_of(campaign))

    page = client.post(nominate_url(campaign), given)
    assert page.context["form"].errors == {"item": ["请选择研究组织提名的会议；还没有记录的，请先录入会议"]}
    assert "周九" in page.content.decode()

    item = AgendaItemFactory(campaign=campaign, purpose=AgendaPurpose.NOMINATION)
    client.post(nominate_url(campaign), given | {"item": item.pk})
    assert Candidacy.objects.get().nominated_by == item


def test_who_is_brought_up_twice_is_refused_with_what_was_chosen(as_user):
    person = CandidacyFactory(opening__campaign__at=Stage.RECOMMEND, staff__name="王某某")
    campaign = person.campaign
    given = {"staff": person.staff_id, "opening": person.opening_id, "source": "recommendation"}

    page = as_user(officer_of(campaign)).post(nominate_url(campaign), given)

    assert page.context["form"].non_field_errors() == [f"王某某已是{person.opening}的人选"]


def test_nobody_chosen_is_said(as_user):
    opening = OpeningFactory(campaign__at=Stage.RECOMMEND)

    page = as_user(officer_of(opening.campaign)).post(
        nominate_url(opening.campaign), {"opening": opening.pk, "source": "recommendation"}
    )

    assert page.context["form"].errors == {"staff": ["请先按姓名或工号查找，再选择人员"]}
    assert "请先按姓名或工号查找，再选择人员" in page.content.decode()


@pytest.mark.parametrize(
    ("act", "standing"),
    [
        ("hold", Standing.HELD),
        ("withdraw", Standing.WITHDRAWN),
        ("pass_over", Standing.NOT_SELECTED),
        ("exclude", Standing.EXCLUDED),
    ],
)
def test_one_person_is_moved_and_the_others_stay(as_user, act, standing):
    campaign = CampaignFactory(at=Stage.EVALUATE)
    person, other = (CandidacyFactory(opening__campaign=campaign, qualified=True) for _ in range(2))

    move(as_user(officer_of(campaign)), person, act)

    person.refresh_from_db()
    other.refresh_from_db()
    assert (person.standing, person.standing_reason, other.standing) == (standing, "说明原因", "qualified")


def test_a_held_person_is_restored_to_where_he_stood(as_user):
    person = CandidacyFactory(held=True)

    move(as_user(officer_of(person.campaign)), person, "restore")

    person.refresh_from_db()
    assert person.standing == Standing.PROPOSED


def test_a_move_without_a_reason_is_refused(as_user):
    person = CandidacyFactory(staff__name="王某某")

    answer = move(as_user(officer_of(person.campaign)), person, "hold", reason=" ")

    assert said(answer) == ["请写明王某某暂缓的原因"]


def test_only_moves_that_are_possible_are_offered(as_user):
    campaign = CampaignFactory(at=Stage.PUBLICIZE)
    for traits in ({"proposed": True}, {"held": True}, {"withdrawn": True}):
        CandidacyFactory(opening__campaign=campaign, **traits)
    page = as_user(officer_of(campaign)).get(reverse("campaigns:people", args=[campaign.pk]))

    offered = {
        row["person"].standing: [each["label"] for each in row["moves"]]
        for _opening, rows in page.context["openings"]
        for row in rows
    }

    assert offered == {
        "proposed": ["暂缓", "自动放弃", "不再列为人选"],
        "held": ["恢复", "自动放弃", "未列为人选", "不再列为人选"],
        "withdrawn": [],
    }


def test_leaders_see_the_persons_and_move_nobody(as_user):
    person = CandidacyFactory()
    client = as_user(leader_of(person.campaign))

    page = client.get(reverse("campaigns:people", args=[person.campaign.pk]))
    assert [row["moves"] for _opening, rows in page.context["openings"] for row in rows] == [[]]

    assert said(move(client, person, "hold")) == ["您没有办理本方案的权限，或因回避不能办理"]


def test_a_candidate_finds_no_page_of_the_campaign(as_user):
    person = CandidacyFactory()
    client = as_user(person.staff.user)

    assert client.get(reverse("campaigns:people", args=[person.campaign.pk])).status_code == 404
    assert move(client, person, "hold").status_code == 404


def test_a_held_person_goes_on_in_a_campaign_of_his_own(as_user):
    campaign = CampaignFactory(at=Stage.PUBLICIZE)
    held = CandidacyFactory(opening__campaign=campaign, held=True)
    CandidacyFactory(opening__campaign=campaign, proposed=True)
    page = reverse("campaigns:carve_out", args=[campaign.pk])
    client = as_user(officer_of(campaign))
    assert "转入接续办理" in client.get(reverse("campaigns:people", args=[campaign.pk])).content.decode()

    answer = client.post(page, {"people": [held.pk], "reason": "反映事项尚在核查"})

    following = Campaign.objects.get(follows=campaign)
    assert answer.url == following.get_absolute_url()
    assert list(following.candidacies()) == [held]


def test_only_held_persons_can_be_carved_out(as_user):
    person = CandidacyFactory(proposed=True)
    page = reverse("campaigns:carve_out", args=[person.campaign.pk])

    answer = as_user(officer_of(person.campaign)).post(page, {"people": [person.pk], "reason": "原因"})

    assert list(answer.context["form"].errors) == ["people"]
    assert Campaign.objects.count() == 1


@pytest.mark.parametrize(("result", "becomes"), [("vacant", "vacant"), ("carry", "carried")])
def test_a_post_for_which_nobody_is_left_is_settled(as_user, result, becomes):
    opening = OpeningFactory(campaign__at=Stage.EVALUATE)
    page = reverse("campaigns:settle", args=[opening.pk, result])

    as_user(officer_of(opening.campaign)).post(page, {"reason": "没有合适人选"})

    opening.refresh_from_db()
    assert (opening.result, opening.result_reason) == (becomes, "没有合适人选")


def test_a_post_with_persons_is_not_settled(as_user):
    person = CandidacyFactory(opening__campaign__at=Stage.EVALUATE)
    client = as_user(officer_of(person.campaign))
    listed = client.get(reverse("campaigns:openings", args=[person.campaign.pk]))
    assert "有人选在办，先逐一作出处理才能登记空缺" in listed.content.decode()

    answer = client.post(reverse("campaigns:settle", args=[person.opening_id, "vacant"]), {"reason": "原因"})

    assert said(answer) == [f"{person.opening}还有人选在办理，请先逐一作出处理"]


def test_what_does_not_exist_is_no_page(as_user):
    person = CandidacyFactory()
    client = as_user(officer_of(person.campaign))

    assert move(client, person, "marry").status_code == 404
    assert client.post(reverse("campaigns:settle", args=[person.opening_id, "sold"])).status_code == 404
    stranger = as_user(OfficerFactory())
    assert stranger.get(reverse("campaigns:people", args=[person.campaign.pk])).status_code == 404
    assert stranger.post(reverse("campaigns:settle", args=[person.opening_id, "vacant"])).status_code == 404


@pytest.mark.parametrize("page", ["people", "openings"])
def test_lists_ask_the_database_as_often_for_three_as_for_one(as_user, page, django_assert_num_queries):
    def queries(persons):
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        campaign = CampaignFactory(at=Stage.EVALUATE)
        for _ in range(persons):
            CandidacyFactory(opening__campaign=campaign, qualified=True)
        client = as_user(officer_of(campaign))
        with CaptureQueriesContext(
            connection,
        ) as found:
            assert client.get(reverse(f"campaigns:{page}", args=[campaign.pk])).status_code == 200
        return len(found)

    assert queries(1) == queries(3)


@pytest.mark.parametrize(
    ("traits", "sentence"),
    [
        ({"suspended_on": "2026-03-02"}, "本次选拔任用已暂停，请先恢复再办理"),
        ({"at": Stage.CLOSED}, "本次选拔任用已办结，不能再办理"),
    ],
)
def test_a_paused_or_closed_campaign_moves_nobody(as_user, traits, sentence):
    campaign = CampaignFactory(**({"at": Stage.EVALUATE} | traits))
    person = CandidacyFactory(opening__campaign=campaign)

    assert said(move(as_user(officer_of(campaign)), person, "hold")) == [sentence]


def test_a_search_that_finds_many_asks_for_more_letters(as_user):
    campaign = OpeningFactory(campaign__at=Stage.RECOMMEND).campaign
    StaffFactory.create_batch(21, organisation=campaign.organisation)

    page = as_user(officer_of(campaign)).get(nominate_url(campaign, "?q=教师"))

    assert page.context["form"].fields["staff"].queryset.count() == 20
    assert "只显示前20人" in page.content.decode()


def test_a_seat_left_over_by_those_who_were_appointed_is_settled(as_user, go_to):
    go_to(date(2026, 3, 16))
    campaign, [person] = ready_to_file()
    person.opening.seats = 2
    person.opening.save()
    approve_quota(campaign)
    appoint([person])
    client = as_user(officer_of(campaign))
    listed = client.get(reverse("campaigns:openings", args=[campaign.pk])).content.decode()
    assert "登记空缺" in listed
    assert "先逐一作出处理" not in listed

    page = reverse("campaigns:settle", args=[person.opening_id, "vacant"])
    answer = client.post(page, {"reason": "另一名人选放弃"}, follow=True)

    assert "余下名额空缺：另一名人选放弃" in answer.content.decode()
