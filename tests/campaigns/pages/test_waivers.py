"""Who reads on the pages of exceptions how many voices a person got?"""

from datetime import date

import pytest
from django.urls import reverse

from campaigns.choices import AgendaPurpose
from campaigns.services import waiving
from tests.factories.accounts import SupervisorFactory
from tests.factories.campaigns import AgendaItemFactory, WaiverFactory, officer_of
from tests.factories.entries import AFTER, contest, enter, screened

pytestmark = pytest.mark.django_db
FIGURES = "赞成39票"


@pytest.fixture
def waiver():
    return WaiverFactory(
        rule="narrow_evaluations_are_explained", sentence=f"王某某：收回60份，{FIGURES}，未达2/3（需40票）"
    )


@pytest.mark.parametrize(("who", "reads"), [("officer", True), ("supervisor", False)])
def test_figures_are_read_by_those_to_whom_they_are_released(as_user, waiver, who, reads):
    campaign = waiver.campaign
    item = AgendaItemFactory(meeting__plan=campaign.plan, campaign=campaign, purpose=AgendaPurpose.WAIVER)
    waiving.grant_by_meeting([waiver], item, by=officer_of(campaign))
    user = (
        officer_of(campaign)
        if who == "officer"
        else SupervisorFactory(organisation=campaign.organisation.bureau)
    )

    pages = [
        as_user(user).get(reverse("campaigns:waivers", args=[campaign.pk])).content.decode(),
        as_user(user).get(reverse("campaigns:meeting", args=[item.meeting.pk])).content.decode(),
    ]

    assert [FIGURES in page for page in pages] == [reads, reads]
    assert ["测评赞成不多的人选已说明理由" in page for page in pages] == [not reads, not reads]


def test_the_record_keeps_no_figures(waiver):
    waiving.refuse(waiver, by=officer_of(waiver.campaign), reason="理由不充分")

    assert FIGURES not in waiver.campaign.ledger.entries.get().text


def test_a_meeting_on_exceptions_says_which_it_grants(as_user, waiver):
    campaign = waiver.campaign
    client, address = as_user(officer_of(campaign)), reverse("campaigns:waivers", args=[campaign.pk])
    record = reverse("campaigns:meeting_new", args=[campaign.pk, AgendaPurpose.WAIVER])
    members = campaign.plan.body.members_on(date(2026, 3, 2)).values_list("staff", flat=True)
    met = {
        "happened_on": "2026-03-02",
        "name": "党委会议",
        "attendees": list(members),
        "resolution": "同意。",
    }

    before = client.get(address).content.decode()
    refused = client.post(record, met)
    client.post(record, met | {"waivers": [waiver.pk]})

    assert record in before
    assert "登记批准" not in before
    assert refused.context["form"].errors["waivers"] == [
        "请勾选会议同意的例外事项；一项也没有同意的，由学校领导在例外事项页登记不批准"
    ]
    waiver.refresh_from_db()
    assert waiver.is_granted


def test_what_a_page_sends_one_to_ask_for_is_ticked(as_user, go_to):
    campaign = contest()
    enter(campaign)
    go_to(AFTER)
    screened(campaign)

    page = as_user(officer_of(campaign)).get(
        reverse("campaigns:waiver_new", args=[campaign.pk]), {"rule": "every_post_is_contested"}
    )

    sentence = f"{campaign.openings.get()}资格审查合格1人，原则上应有2人以上"
    assert page.context["form"].initial["wanted"] == [f"0:every_post_is_contested:{sentence}"]
