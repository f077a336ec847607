"""本校方案与公示: what the staff of the school read, and when it is taken down."""

import subprocess
from datetime import date

import pytest
from django.urls import reverse

from campaigns import audiences
from campaigns.choices import ActKind, Audience, Stage, Track
from campaigns.models import Campaign
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


def text_of(pdf):
    run = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True)
    return run.stdout.decode()


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


def lines_of(client, school):
    return client.get(reverse("campaigns:school_notices", args=[school.code])).context["lines"]


class TestSchool:
    def test_it_lists_what_hangs_and_what_was_announced(self, campaign, teacher):
        PublicityFactory(campaign=campaign, persons=proposed_persons(campaign))
        PublicityFactory(campaign=campaign, concluded=True)
        announce(campaign)

        found = lines_of(teacher, campaign.organisation)

        assert [(line.kind, line.posted_on, line.is_public) for line in found] == [
            ("拟聘公示", date(2026, 3, 6), False),
            ("工作方案", date(2026, 3, 2), False),
        ]

    def test_what_another_school_made_public_is_on_its_own_page(self, campaign, teacher):
        other = CampaignFactory(at=Stage.PUBLICIZE)
        PublicityFactory(campaign=other, persons=proposed_persons(other), audience="public")

        assert lines_of(teacher, campaign.organisation) == []
        [line] = lines_of(teacher, other.organisation)
        assert line.school == other.organisation

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
            announce(each)

        with django_assert_num_queries(10):
            assert len(lines_of(teacher, campaign.organisation)) == number

    def test_an_empty_one_says_so(self, teacher):
        assert (
            "现在没有公布的方案和公示"
            in teacher.get(reverse("campaigns:board"), follow=True).content.decode()
        )

    def test_the_menu_leads_to_the_own_school_and_others_to_all_schools(self, campaign, teacher, as_user):
        own = reverse("campaigns:school_notices", args=[campaign.organisation.code])

        assert teacher.get(reverse("campaigns:board")).url == own
        reviewer = as_user(bureau_reviewer_of(campaign))
        assert reviewer.get(reverse("campaigns:board")).url == reverse("campaigns:notices")


class TestPublic:
    """公示网站: what everybody may read without signing in, and what asks them to."""

    @pytest.fixture
    def notice(self, campaign):
        return PublicityFactory(campaign=campaign, persons=proposed_persons(campaign), audience="public")

    def test_a_public_notice_is_read_by_everybody_and_kept_by_no_search_engine(self, notice, client):
        answer = page_of(client, notice)

        [person] = notice.candidacies.all()
        assert person.staff.name in answer.content.decode()
        assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"

    def test_an_inner_one_asks_to_sign_in_just_as_one_that_does_not_exist(self, campaign, client):
        inner = PublicityFactory(campaign=campaign, persons=proposed_persons(campaign))

        for pk in (inner.pk, 10**9):
            page = reverse("campaigns:notice", args=[pk])
            assert client.get(page).url == f"{reverse('account_login')}?next={page}"

    def test_it_is_taken_down_when_it_is_settled(self, campaign, client):
        notice = PublicityFactory(campaign=campaign, concluded=True, audience="public")

        assert page_of(client, notice).status_code == 302
        assert lines_of(client, campaign.organisation) == []

    def test_lists_and_feeds_name_nobody(self, campaign, notice, client):
        [person] = notice.candidacies.all()
        feed = client.get(reverse("campaigns:school_feed", args=[campaign.organisation.code]))
        pages = [
            client.get(reverse("campaigns:notices")),
            client.get(reverse("campaigns:school_notices", args=[campaign.organisation.code])),
            feed,
        ]

        for page in pages:
            assert "中层干部拟聘人选公示" in page.content.decode()
            assert person.staff.name not in page.content.decode()
            assert page.headers["X-Robots-Tag"] == "noindex, nofollow"
        assert "application/atom+xml" in feed.headers["Content-Type"]

    def test_a_feed_never_tells_more_than_a_stranger_may_read(self, campaign, teacher):
        PublicityFactory(campaign=campaign, persons=proposed_persons(campaign))

        feed = teacher.get(reverse("campaigns:school_feed", args=[campaign.organisation.code]))

        assert "<entry>" not in feed.content.decode()

    def test_a_plan_is_public_till_its_last_campaign_is_over(self, campaign, client):
        act = announce(campaign)
        page = reverse("campaigns:published_plan", args=[campaign.plan_id])
        assert client.get(page).status_code == 302

        act.figures = {"audience": "public"}
        act.save()
        assert client.get(page).status_code == 200
        Campaign.objects.filter(pk=campaign.pk).update(stage=Stage.CLOSED)
        assert client.get(page).status_code == 302

    @pytest.mark.parametrize(
        ("stage", "audience", "mine", "everybodys"),
        [
            (Stage.INSPECT, "school", 200, 302),
            (Stage.INSPECT, "public", 200, 200),
            (Stage.DECIDE, "public", 404, 302),
        ],
    )
    def test_an_inspection_is_announced_while_it_goes_on(
        self, go_to, client, as_user, stage, audience, mine, everybodys
    ):
        go_to(date(2026, 3, 10))
        campaign = CampaignFactory(at=stage)
        person = CandidacyFactory(opening__campaign=campaign, inspectee=True)
        act = ActFactory(campaign=campaign, kind=ActKind.INSPECTION_NOTICE, figures={"audience": audience})
        page = reverse("campaigns:inspection_notice", args=[act.pk])

        answer = as_user(TeacherFactory(organisation=campaign.organisation)).get(page)

        assert (answer.status_code, client.get(page).status_code) == (mine, everybodys)
        assert mine == 404 or f"拟任{person.opening.post}" in answer.content.decode()

    def test_the_sheet_for_the_board_leads_there_and_names_nobody(self, campaign, notice, as_user):
        answer = as_user(officer_of(campaign)).get(reverse("campaigns:poster", args=[notice.pk]))

        said = text_of(answer.content)
        assert f"/notices/{notice.pk}/" in said
        assert campaign.organisation.name in said
        assert notice.candidacies.get().staff.name not in said

    @pytest.mark.parametrize(
        "fields", [{"on_paper": True}, {"concluded": True}], ids=["unconfirmed", "settled"]
    )
    def test_there_is_a_sheet_only_while_the_notice_hangs(self, campaign, as_user, fields):
        notice = PublicityFactory(campaign=campaign, persons=proposed_persons(campaign), **fields)
        officer = as_user(officer_of(campaign))
        sheet = reverse("campaigns:poster", args=[notice.pk])

        assert officer.get(sheet).status_code == 404
        assert sheet not in officer.get(reverse("campaigns:publicity", args=[campaign.pk])).content.decode()


@pytest.mark.parametrize(
    ("track", "kind", "usual"),
    [
        (Track.NON_COMPETITIVE, None, Audience.SCHOOL),
        (Track.COMPETITIVE, None, Audience.PUBLIC),
        (Track.DIRECT, ActKind.PUBLICATION, Audience.PUBLIC),
        (Track.COMPETITIVE, ActKind.INSPECTION_NOTICE, Audience.SCHOOL),
    ],
)
def test_what_is_proposed_is_inner_without_a_contest_and_during_an_inspection(track, kind, usual):
    assert audiences.usual(CampaignFactory(track=track), kind) == usual


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

        assert lines_of(teacher, campaign.organisation) == []

    def test_one_that_was_not_announced_does_not_exist(self, campaign, teacher):
        page = teacher.get(reverse("campaigns:published_plan", args=[campaign.plan_id]))

        assert page.status_code == 404
