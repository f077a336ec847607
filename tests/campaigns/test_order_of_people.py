"""People of one post stand by the strokes of their surnames, wherever they are listed."""

import pytest

from tests.factories.campaigns import CampaignFactory, CandidacyFactory, OpeningFactory

pytestmark = pytest.mark.django_db


def test_people_stand_post_by_post_by_strokes():
    campaign = CampaignFactory()
    first, second = (
        OpeningFactory(campaign=campaign, post__position=place, post__department__position=1)
        for place in (1, 2)
    )
    for opening, name in ((second, "丁一"), (first, "方一"), (first, "王一"), (first, "马一")):
        CandidacyFactory(opening=opening, staff__name=name)

    assert [each.staff.name for each in campaign.candidacies()] == ["马一", "王一", "方一", "丁一"]
