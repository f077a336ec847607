"""本校方案与公示: what the staff of the school read, and when it is taken down."""

from datetime import date

import pytest
from django.urls import reverse

from campaigns.choices import ActKind, Stage
from campaigns.services import carving, stages
from tests.factories.accounts import SchoolFactory, TeacherFactory
from tests.factories.campaigns import (
    ActFactory,
    CampaignFactory,
    CandidacyFactory,
    OpeningFactory,
    PublicityFactory,
    WaiverFactory,
    bureau_reviewer_of,
    officer_of,
    proposed_persons,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def campaign(go_to):
    go_to(date(2026, 3, 10))
    return CampaignFactory(at=Stage.PUBLICIZE)


@pytest.fixture
def teacher(campaign, as_user):
    return as_user(TeacherFactory(organisation=campaign.organisation))


def page_of(client, notice):
    return client.get(reverse("campaigns:notice", args=[notice.pk]))


def announce(campaign):
    return ActFactory(campaign=campaign, kind=ActKind.PUBLICATION)


class TestNotice:
    def test_it_names_the_persons_the_days_and_the_contact(self, campaign, teacher):
        [person] = proposed_persons(campaign)
        notice = PublicityFactory(campaign=campaign, persons=[person])

        text = page_of(teacher, notice).content.decode()

        wanted = [person.staff.name, f"拟任{person.opening.post}", "2026年3月13日24:00", notice.contact]
        assert [each for each in wanted if each not in text] == []
        assert person.staff.staff_number not in text

    def test_the_persons_themselves_read_it(self, campaign, as_user):
        [person] = proposed_persons(campaign)
        notice = PublicityFactory(campaign=campaign, persons=[person])

        assert page_of(as_user(person.staff.user), notice).status_code == 200

    @pytest.mark.parametrize(
        ("fields", "status"),
        [
            ({"ended": True}, 200),
            ({"concluded": True}, 404),
            ({"state": "revoked", "conclusion": "有误"}, 404),
            ({"on_paper": True}, 404),
        ],
    )
    def test_it_hangs_until_it_is_settled(self, campaign, teacher, fields, status):
        notice = PublicityFactory(campaign=campaign, persons=proposed_persons(campaign), **fields)

        assert page_of(teacher, notice).status_code == status

    def test_it_hangs_while_its_days_stand_still(self, campaign, teacher):
        notice = PublicityFactory(campaign=campaign, persons=proposed_persons(campaign))
        stages.suspend(campaign, by=officer_of(campaign), reason="上级要求暂停")

        assert "公示期暂停计算" in page_of(teacher, notice).content.decode()

    def test_it_says_which_exceptions_were_made(self, campaign, teacher, as_user):
        [person] = proposed_persons(campaign)
        WaiverFactory(campaign=campaign, candidacy=person, granted=True, sentence="任教满四年")
        said = {
            "people": [person.pk],
            "channels": ["校务公开栏"],
            "contact": "学校办公室",
            "happened_on": date(2026, 3, 10),
        }
        as_user(officer_of(campaign)).post(reverse("campaigns:publicity", args=[campaign.pk]), said)
        notice = campaign.publicities.get()

        assert f"{person.staff.name}，任教满四年。理由：" in page_of(teacher, notice).content.decode()

    def test_other_schools_do_not_see_it(self, campaign, as_user):
        notice = PublicityFactory(campaign=campaign, persons=proposed_persons(campaign))
        stranger = as_user(TeacherFactory(organisation=SchoolFactory()))

        assert page_of(stranger, notice).status_code == 404

    def test_nor_does_somebody_of_no_school(self, campaign, as_user):
        notice = PublicityFactory(campaign=campaign, persons=proposed_persons(campaign))
        nobody = TeacherFactory(organisation=campaign.organisation)
        nobody.organisation = None
        nobody.save()

        assert page_of(as_user(nobody), notice).status_code == 404


class TestBoard:
    def test_it_lists_what_hangs_and_what_was_announced(self, campaign, teacher):
        notice = PublicityFactory(campaign=campaign, persons=proposed_persons(campaign))
        PublicityFactory(campaign=campaign, concluded=True)
        announce(campaign)

        board = teacher.get(reverse("campaigns:board")).context

        assert list(board["notices"]) == [notice]
        assert [(row["plan"], row["announced_on"]) for row in board["plans"]] == [
            (campaign.plan, date(2026, 3, 2))
        ]

    @pytest.mark.parametrize("number", [1, 3])
    def test_it_takes_the_same_queries_for_any_number_of_plans(
        self, number, campaign, teacher, django_assert_num_queries
    ):
        for each in [
            campaign,
            *(
                CampaignFactory(plan__organisation=campaign.organisation, plan__body=None)
                for _ in range(number - 1)
            ),
        ]:
            OpeningFactory(campaign=each)
            announce(each)

        with django_assert_num_queries(12):
            board = teacher.get(reverse("campaigns:board")).context

        assert len(board["plans"]) == number

    def test_an_empty_one_says_so(self, teacher):
        assert "还没有公布的方案和公示" in teacher.get(reverse("campaigns:board")).content.decode()


class TestPlan:
    def test_an_announced_plan_shows_its_posts_and_days(self, campaign, teacher):
        opening = OpeningFactory(campaign=campaign)
        campaign.plan.calendar = {"recommend": "2026-03-16"}
        campaign.plan.save()
        announce(campaign)

        page = teacher.get(reverse("campaigns:published_plan", args=[campaign.plan_id])).context

        assert (page["offers"], page["calendar"]) == ([(opening, 1)], [("民主推荐", date(2026, 3, 16))])

    def test_a_post_that_a_follow_up_goes_on_with_is_listed_once(self, campaign, teacher):
        opening = OpeningFactory(campaign=campaign, seats=2)
        CandidacyFactory(opening=opening, proposed=True)
        held = CandidacyFactory(opening=opening, held=True)
        announce(campaign)
        carving.carve_out(campaign, [held], by=officer_of(campaign), reason="待核查")

        page = teacher.get(reverse("campaigns:published_plan", args=[campaign.plan_id])).context

        assert page["offers"] == [(opening, 2)]

    @pytest.mark.row("A132", side="holds")
    @pytest.mark.parametrize("end", [stages.void, stages.terminate])
    def test_it_is_taken_down_when_the_campaign_ends_without_effect(self, campaign, teacher, end):
        announce(campaign)
        by = bureau_reviewer_of(campaign) if end is stages.void else officer_of(campaign)

        end(campaign, by=by, reason="违反程序")

        assert teacher.get(reverse("campaigns:board")).context["plans"] == []

    def test_one_that_was_not_announced_does_not_exist(self, campaign, teacher):
        page = teacher.get(reverse("campaigns:published_plan", args=[campaign.plan_id]))

        assert page.status_code == 404
