"""What goes with a campaign that is declared invalid? (A132)"""

from datetime import date

import pytest

from campaigns import voiding
from campaigns.choices import ActKind, Purpose, Stage
from campaigns.services import carving, people, stages
from personnel.models import Tenure
from selection.accounts.models import Notification
from tests.factories.accounts import BureauReviewerFactory
from tests.factories.campaigns import (
    ActFactory,
    CampaignFactory,
    CandidacyFactory,
    FilingFactory,
    PublicityFactory,
    RoundFactory,
    appoint,
    approve_quota,
    bureau_reviewer_of,
    officer_of,
    proposed_persons,
    ready_to_file,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _monday(go_to):
    go_to(date(2026, 3, 16))


def followed_up(at=Stage.FILE):
    """A campaign whose notice named two; one of them was held and goes on in a follow-up."""
    campaign = CampaignFactory(at=at)
    one, two = proposed_persons(campaign, 2)
    PublicityFactory(campaign=campaign, concluded=True, persons=[one, two])
    approve_quota(campaign)
    officer = officer_of(campaign)
    people.hold(two, by=officer, reason="有反映事项尚未办结")
    following = carving.carve_out(campaign, [two], by=officer, reason="待核查")
    people.restore(two, by=officer, reason="已核清")
    two.refresh_from_db()
    return campaign, following, one, two


@pytest.mark.row("A132", side="holds")
def test_a_follow_up_goes_with_what_it_rests_on():
    campaign, following, _one, two = followed_up()
    appoint([two])

    stages.void(campaign, by=bureau_reviewer_of(campaign), reason="会议推荐违反程序")

    following.refresh_from_db()
    assert (following.stage, following.ended_because) == (
        Stage.VOIDED,
        "所接续的前次办理已宣布无效：会议推荐违反程序",
    )
    assert [tenure.voided_on for tenure in Tenure.objects.all()] == [date(2026, 3, 16)]
    assert [opening.result for opening in following.openings.all()] == ["voided"]


def test_so_does_the_follow_up_of_a_follow_up_and_one_that_is_closed():
    first = CampaignFactory(at=Stage.CLOSED)
    second = CampaignFactory(at=Stage.CLOSED, plan=first.plan, follows=first)
    third = CampaignFactory(at=Stage.FILE, plan=first.plan, follows=second)
    given_up = CampaignFactory(at=Stage.TERMINATED, plan=first.plan, follows=first)

    stages.void(first, by=bureau_reviewer_of(first), reason="违反程序")

    for each in (second, third, given_up):
        each.refresh_from_db()
    assert [each.stage for each in (second, third, given_up)] == ["voided", "voided", "terminated"]


def test_what_it_rests_on_stands_when_only_the_follow_up_is_invalid():
    campaign, following, one, _two = followed_up()

    stages.void(following, by=bureau_reviewer_of(campaign), reason="违反程序")

    campaign.refresh_from_db()
    one.refresh_from_db()
    assert (campaign.stage, one.standing) == (Stage.FILE, "proposed")


@pytest.mark.row("R-6", side="refuses")
def test_results_of_an_invalid_campaign_are_not_taken_over():
    before = CampaignFactory(at=Stage.VOIDED)
    RoundFactory(campaign=before, opening=None, purpose=Purpose.RECOMMENDATION)
    ActFactory(campaign=before, kind=ActKind.PUBLICATION)
    after = CampaignFactory(at=Stage.EVALUATE, plan=before.plan, follows=before)

    assert after.lineage == [after]
    assert after.standing_round(Purpose.RECOMMENDATION) is None
    assert not after.done(ActKind.PUBLICATION).exists()


def test_it_is_said_before_it_is_done():
    campaign, _following, one, two = followed_up()
    FilingFactory(campaign=campaign)
    appoint([one])

    assert voiding.consequences(campaign) == [
        f"{two.staff.name}的接续办理（现在是“任职备案”）一并宣布无效",
        f"{one}的聘任无效，名册中的任职注销",
        "拟聘公示1份撤销",
        "已签发的文书1件标为已撤销",
    ]


def test_the_page_says_so_to_whoever_may_do_it(client):
    campaign, _following, _one, two = followed_up()

    client.force_login(bureau_reviewer_of(campaign))
    page = client.get(campaign.get_absolute_url()).content.decode()

    assert f"同时：{two.staff.name}的接续办理（现在是“任职备案”）一并宣布无效" in page


def test_the_officer_is_told():
    campaign = CampaignFactory(at=Stage.DECIDE)

    stages.void(campaign, by=bureau_reviewer_of(campaign), reason="违反程序")

    assert list(
        Notification.objects.filter(user=officer_of(campaign)).values_list("sentence", flat=True)
    ) == [f"《{campaign.plan.title}》的一次办理已宣布无效：违反程序"]


def test_nobody_of_an_invalid_campaign_is_filed_or_waited_for():
    campaign, _persons = ready_to_file()
    filing = campaign.filing
    filing.submit()
    filing.save()
    bureau = BureauReviewerFactory(organisation=campaign.organisation.bureau)

    stages.void(campaign, by=bureau, reason="违反程序")

    assert list(type(filing).objects.waiting_for(bureau)) == []


def test_a_person_whose_appointment_was_annulled_is_moved_no_more():
    person = CandidacyFactory(standing="annulled")

    assert not person.is_live
