"""Who reads on the pages of exceptions how many voices a person got?"""

import pytest
from django.urls import reverse

from campaigns.choices import AgendaPurpose
from campaigns.services import waiving
from tests.factories.accounts import SupervisorFactory
from tests.factories.campaigns import AgendaItemFactory, WaiverFactory, officer_of

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
