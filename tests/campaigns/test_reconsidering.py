"""Is what was decided taken up again only where more than half of all members agree? (R-23)"""

import pytest
from django.urls import reverse

from campaigns.choices import ActKind, Stage
from campaigns.services import stages
from selection import clock
from selection.reasons import Refused
from tests.factories.campaigns import (
    ActFactory,
    AgendaItemFactory,
    CampaignFactory,
    CandidacyFactory,
    MeetingFactory,
    officer_of,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("go_to")]


@pytest.fixture
def campaign():
    """Seven members were due when it was decided; five came."""
    campaign = CampaignFactory(at=Stage.PUBLICIZE)
    CandidacyFactory(opening__campaign=campaign, proposed=True)
    AgendaItemFactory(campaign=campaign, meeting=MeetingFactory(plan=campaign.plan, due=7, present=5))
    return campaign


def agree(campaign, agreed):
    day = campaign.agenda_items.get().meeting.happened_on
    ActFactory(campaign=campaign, kind=ActKind.RECONSIDERATION, figures={"agreed": agreed}, happened_on=day)


def reconsider(campaign):
    stages.go_back(campaign, "decide_again", by=officer_of(campaign), reason="有新的情况")


@pytest.mark.row("R-23", side="refuses")
@pytest.mark.parametrize(
    ("agreed", "sentence"),
    [
        (None, "尚未登记讨论决定之后成员同意复议的情况"),
        (3, "应到7人，同意复议3人，未超过1/2（需4人），不能复议"),
    ],
)
def test_half_or_less_do_not_reconsider(campaign, agreed, sentence):
    if agreed is not None:
        agree(campaign, agreed)

    with pytest.raises(Refused) as refusal:
        reconsider(campaign)

    assert refusal.value.reasons == [sentence]
    assert type(campaign).objects.get(pk=campaign.pk).stage == Stage.PUBLICIZE


@pytest.mark.row("R-23", side="holds")
def test_more_than_half_reconsider_once(campaign):
    """The next time they are asked anew."""
    agree(campaign, 4)

    reconsider(campaign)

    assert campaign.stage == Stage.DECIDE
    assert not campaign.done(ActKind.RECONSIDERATION).exists()


def test_the_page_leads_to_where_the_members_are_entered(campaign, client):
    client.force_login(officer_of(campaign))
    entry = reverse("campaigns:act", args=[campaign.pk, "reconsideration"])
    back = reverse("campaigns:go_back", args=[campaign.pk, "decide_again"])
    before = client.get(campaign.get_absolute_url()).content.decode()

    client.post(entry, {"text": "有新的情况", "agreed": "4", "happened_on": str(clock.today())})
    after = client.get(campaign.get_absolute_url()).content.decode()

    assert (entry in before, back in before) == (True, False)
    assert back in after
    assert "同意复议4人" in client.get(entry).content.decode()
