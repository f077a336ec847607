"""Every school's selections on one page."""

from datetime import date
from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from campaigns.choices import Stage, Track
from selection import clock
from selection.records import ledgers
from tests.factories.accounts import (
    BureauFactory,
    OfficerFactory,
    SchoolFactory,
    SupervisorFactory,
    ZoneFactory,
    ZoneReviewerFactory,
)
from tests.factories.campaigns import (
    ActFactory,
    CampaignFactory,
    CandidacyFactory,
    DisciplineOpinionFactory,
    FilingFactory,
    PlanFactory,
    PublicityFactory,
    RoundFactory,
    SuspensionFactory,
    WaiverFactory,
    officer_of,
    proposed_persons,
)
from tests.factories.records import ReviewFactory

pytestmark = pytest.mark.django_db
PAGE = "/supervision/"


@pytest.fixture
def county():
    return BureauFactory()


def school_of(county, **fields):
    return SchoolFactory(parent=ZoneFactory(parent=county), **fields)


def campaign_at(school, stage=Stage.INSPECT, **fields):
    return CampaignFactory(plan__organisation=school, at=stage, **fields)


def shown(client, **asked):
    return [line.campaign for line in client.get(PAGE, asked).context["page_obj"]]


def test_what_is_most_urgent_comes_first(as_user, county, go_to):
    quiet = campaign_at(school_of(county))
    excepted = WaiverFactory(granted=True, campaign=campaign_at(school_of(county))).campaign
    late = FilingFactory(campaign=campaign_at(school_of(county), Stage.FILE)).campaign
    dated = PublicityFactory(campaign=campaign_at(school_of(county), Stage.PUBLICIZE)).campaign
    campaign_at(school_of(county), Stage.CLOSED)
    go_to(date(2026, 3, 23))

    assert shown(as_user(SupervisorFactory(organisation=county))) == [late, excepted, dated, quiet]


def test_a_zone_sees_its_own_schools_and_a_school_sees_nothing(as_user, county):
    campaign, _other = campaign_at(school_of(county)), campaign_at(school_of(county))
    school = campaign.organisation

    assert shown(as_user(ZoneReviewerFactory(organisation=school.zone))) == [campaign]
    assert as_user(OfficerFactory(organisation=school)).get(PAGE).status_code == 404


def test_it_is_narrowed_by_place_stage_and_alert(as_user, county):
    inspecting = campaign_at(school_of(county, code="east"))
    granted = WaiverFactory(granted=True, campaign=campaign_at(school_of(county), Stage.DECIDE)).campaign
    client = as_user(SupervisorFactory(organisation=county))

    assert shown(client, place="east") == [inspecting]
    assert shown(client, stage="decide") == [granted]
    assert shown(client, only="exceptions") == shown(client, only="alerted") == [granted]
    assert shown(client, only="filing") == shown(client, only="stuck") == []
    assert len(shown(client, stage="no-stage", only="no-alert")) == 2


def test_it_is_said_what_is_stuck_and_why(as_user, county, go_to):
    review = ReviewFactory(state="sent_back")
    plan = PlanFactory(organisation=school_of(county), review=review)
    campaign = CampaignFactory(plan=plan, at=Stage.INSPECT)
    SuspensionFactory(campaign=campaign)
    opening = CandidacyFactory(opening__campaign=campaign, held=True).opening
    DisciplineOpinionFactory(candidacy__opening=opening)
    ledgers.append(campaign.ledger, "进入组织考察", by=officer_of(campaign), about=f"campaign:{campaign.pk}")
    go_to(date(2026, 3, 13))

    page = as_user(SupervisorFactory(organisation=county)).get(PAGE)

    [line] = page.context["page_obj"]
    assert line.waits == [
        "2026年3月10日起暂停：上级要求暂停。",
        "工作方案退回修改，等待学校重新报送",
        "1人的廉政意见等待纪检答复",
        "1名人选暂缓",
    ]
    assert "已11天没有新的记载" in page.content.decode()


def test_the_first_page_shows_the_most_urgent_and_how_many(as_user, county):
    campaign = campaign_at(school_of(county))
    WaiverFactory(granted=True, campaign=campaign)

    page = as_user(SupervisorFactory(organisation=county)).get("/").content.decode()

    assert "正在进行1件，有警示的1件，没有进展的0件" in page
    assert campaign.get_absolute_url() in page


def test_the_list_is_a_file_as_well(as_user, county):
    campaign = WaiverFactory(granted=True, campaign=campaign_at(school_of(county))).campaign
    client = as_user(SupervisorFactory(organisation=county))

    file = client.get(reverse("supervision:overview_workbook")).getvalue()

    rows = [[cell.value for cell in row] for row in load_workbook(BytesIO(file)).active.iter_rows()]
    assert rows[2][:3] == [campaign.organisation.name, str(campaign), "组织考察"]
    assert rows[2][4] == "批准了1件例外"


def furnish(county, schools):
    """So many schools with three selections each, of which every alert and every wait has something to say."""
    for _ in range(schools):
        school = school_of(county)
        review = ReviewFactory(
            state="pending", asked_act="review_zone", asked_of=school.zone, pending_since=clock.now()
        )
        plan = PlanFactory(organisation=school, review=review, draft=True)
        first = CampaignFactory(plan=plan, at=Stage.INSPECT)
        direct = CampaignFactory(plan=plan, at=Stage.ANNOUNCE, track=Track.DIRECT)
        filed = CampaignFactory(plan=plan, at=Stage.FILE)
        proposed_persons(filed, 1)
        FilingFactory(campaign=filed, due_on=date(2026, 2, 2))
        RoundFactory(campaign=first, opening=None)
        WaiverFactory(granted=True, campaign=direct)
        for _again in range(4):
            ActFactory(campaign=first, is_backfilled=True)


def test_a_county_of_thirty_schools_costs_no_more_queries_than_two(
    as_user, county, django_assert_max_num_queries
):
    client = as_user(SupervisorFactory(organisation=county))
    counts = []
    for more in (2, 28):
        furnish(county, more)
        with django_assert_max_num_queries(60) as asked:
            assert client.get(PAGE).status_code == 200
        counts.append(len(asked))

    assert client.get(PAGE).context["page_obj"].paginator.count == 90
    assert counts[0] == counts[1]
