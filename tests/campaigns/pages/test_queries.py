"""The number of queries of a page does not grow with its rows."""

import re
from collections import Counter
from itertools import count

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from campaigns.choices import AgendaPurpose, Stage
from selection.records import reviews
from tests.factories.accounts import BureauReviewerFactory, DisciplineFactory
from tests.factories.campaigns import (
    AgendaItemFactory,
    CampaignFactory,
    CandidacyFactory,
    DisciplineOpinionFactory,
    FilingFactory,
    FilingPackageFactory,
    MeetingFactory,
    ObjectionFactory,
    OpeningFactory,
    PlanRoleFactory,
    WaiverFactory,
    officer_of,
)
from tests.factories.personnel import BodyFactory, BodyMemberFactory, TenureFactory
from tests.factories.records import chain

pytestmark = pytest.mark.django_db


def person(campaign):
    return CandidacyFactory(opening__campaign=campaign, inspectee=True)


def review(campaign):
    school = campaign.organisation
    made = reviews.start("matter", school, "职数核定表", chain(school, "bureau_reviewer"), campaign.ledger)
    reviews.submit(made, {}, by=officer_of(campaign))


def filing(campaign):
    other = CampaignFactory(
        at=Stage.FILE, plan__organisation=campaign.organisation, plan__body=campaign.plan.body
    )
    FilingPackageFactory(filing=FilingFactory(campaign=other, submitted=True))


def opinion(campaign):
    return DisciplineOpinionFactory(candidacy=person(campaign))


def seat(campaign):
    body = BodyFactory(organisation=campaign.organisation, name=f"第{next(NUMBERS)}支部委员会")
    return BodyMemberFactory(body=body, staff__organisation=campaign.organisation)


def of_campaign(name, *args):
    return lambda campaign: reverse(f"campaigns:{name}", args=[campaign.pk, *args])


def of_plan(name):
    return lambda campaign: reverse(f"campaigns:{name}", args=[campaign.plan_id])


def of_school(name):
    return lambda campaign: reverse(f"personnel:{name}", args=[campaign.organisation.code])


def anywhere(name):
    return lambda _campaign: reverse(name)


def bureau(factory):
    return lambda campaign: factory(organisation=campaign.organisation.bureau)


REVIEWER, DISCIPLINE = bureau(BureauReviewerFactory), bureau(DisciplineFactory)
NUMBERS = count(1)
PAGES = {
    "campaign": (of_campaign("campaign"), person, officer_of),
    "campaign's meetings": (
        of_campaign("campaign"),
        lambda each: AgendaItemFactory(campaign=each, purpose=AgendaPurpose.PLAN),
        officer_of,
    ),
    "people": (of_campaign("people"), person, officer_of),
    "screening": (of_campaign("screening"), person, officer_of),
    "inspections": (of_campaign("inspections"), person, officer_of),
    "openings": (of_campaign("openings"), lambda each: OpeningFactory(campaign=each), officer_of),
    "waivers": (
        of_campaign("waivers"),
        lambda each: WaiverFactory(campaign=each, sentence=f"第{next(NUMBERS)}条"),
        officer_of,
    ),
    "objections": (
        of_campaign("objections"),
        lambda each: ObjectionFactory(candidacy=person(each)),
        officer_of,
    ),
    "plan's people": (of_plan("plan_people"), lambda each: PlanRoleFactory(plan=each.plan), officer_of),
    "plan": (of_plan("plan"), lambda each: MeetingFactory(plan=each.plan), officer_of),
    "plans": (
        anywhere("campaigns:plans"),
        lambda each: CampaignFactory(plan__organisation=each.organisation, plan__body=each.plan.body),
        officer_of,
    ),
    "filings": (anywhere("campaigns:filings"), filing, REVIEWER),
    "opinions": (anywhere("campaigns:opinions"), opinion, DISCIPLINE),
    "reviews": (anywhere("records:reviews"), review, REVIEWER),
    "staff": (
        of_school("staff_list"),
        lambda each: TenureFactory(staff__organisation=each.organisation),
        officer_of,
    ),
    "bodies": (of_school("bodies"), seat, officer_of),
}


def asked(client, address):
    with CaptureQueriesContext(connection) as seen:
        assert client.get(address).status_code == 200
    return [each["sql"] for each in seen.captured_queries]


def shape(sql):
    return re.sub(r"'[^']*'|\d+", "?", sql)[:200]


@pytest.mark.parametrize("page", PAGES)
def test_the_queries_of_a_page_do_not_grow_with_its_rows(as_user, page):
    address, add, reader = PAGES[page]
    campaign = CampaignFactory(at=Stage.INSPECT)
    for _ in range(2):
        add(campaign)
    client = as_user(reader(campaign))
    client.get(address(campaign))
    few = asked(client, address(campaign))

    for _ in range(6):
        add(campaign)

    many = asked(client, address(campaign))
    grown = Counter(map(shape, many)) - Counter(map(shape, few))
    assert len(many) <= len(few), grown.most_common(3)
