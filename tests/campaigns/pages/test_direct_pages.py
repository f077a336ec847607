"""Do the pages of a direct appointment offer what its track knows, and nothing else?"""

import pytest
from django.urls import reverse

from campaigns.choices import AgendaPurpose, Stage, Standing, Track, TrackReason
from campaigns.forms.publicity import PostForm
from tests.factories.campaigns import (
    AgendaItemFactory,
    CampaignFactory,
    CandidacyFactory,
    OpeningFactory,
    officer_of,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("go_to")]


def person_for(campaign, reason=TrackReason.OTHER_DIRECT):
    opening = OpeningFactory(campaign=campaign, reason=reason, reason_text="学校工作需要")
    return CandidacyFactory(opening=opening)


def test_the_page_leads_to_what_the_track_knows(as_user):
    campaign = person_for(CampaignFactory(track=Track.DIRECT)).campaign
    client = as_user(officer_of(campaign))

    page = client.get(campaign.get_absolute_url()).content.decode()
    nominating = client.get(reverse("campaigns:nominate", args=[campaign.pk])).content.decode()

    assert reverse("campaigns:rounds", args=[campaign.pk, "evaluation"]) not in page
    assert reverse("campaigns:inspections", args=[campaign.pk]) not in page
    assert reverse("campaigns:publicity", args=[campaign.pk]) in page
    assert "民主推荐" not in nominating


def test_a_decision_without_ballots_leads_back_to_the_campaign(as_user):
    campaign = CampaignFactory(track=Track.DIRECT)
    item = AgendaItemFactory(meeting__plan=campaign.plan, campaign=campaign, purpose=AgendaPurpose.DECISION)

    page = as_user(officer_of(campaign)).get(reverse("campaigns:meeting", args=[item.meeting_id]))

    assert page.context["next"] == {"url": campaign.get_absolute_url(), "label": "继续办理"}


def test_whoever_needs_a_form_is_ticked_for_it(as_user):
    """A renewal within the term needs none (AMB-17); it may still be handed in where data are missing."""
    campaign = CampaignFactory(track=Track.DIRECT)
    wanted, _ = person_for(campaign), person_for(campaign, TrackReason.NEW_PRINCIPAL)

    page = as_user(officer_of(campaign)).get(reverse("campaigns:candidate_forms", args=[campaign.pk]))

    assert page.context["form"].fields["people"].initial == [wanted.pk]


def test_who_is_promoted_is_ticked_for_the_notice():
    """A renewal may be posted, but need not be (AMB-17)."""
    campaign = CampaignFactory(track=Track.DIRECT, at=Stage.PUBLICIZE)
    promoted, renewed = (
        CandidacyFactory(opening__campaign=campaign, standing=Standing.PROPOSED, is_promotion=promotion)
        for promotion in (True, False)
    )

    people = PostForm(campaign=campaign).fields["people"]

    assert set(people.queryset) == {promoted, renewed}
    assert people.initial == [promoted]
    assert "提任的须公示" in people.help_text
