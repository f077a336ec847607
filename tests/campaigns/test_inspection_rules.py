"""Are the inspectees rightly chosen and announced? (A068–A079, B041)"""

from datetime import date

import pytest

from campaigns import guards
from campaigns.choices import AgendaPurpose, Stage
from selection.reasons import reasons_against
from tests.factories.campaigns import (
    COUNTY,
    PIDU,
    ActFactory,
    AgendaItemFactory,
    CampaignFactory,
    MeetingFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("go_to")]


def against(campaign, *rules):
    return [reason.sentence for reason in reasons_against(campaign, rules)]


class TestNotice:
    order = guards.inspect.notice_follows_the_meeting

    def chosen_on(self, day, code=COUNTY):
        campaign = CampaignFactory(at=Stage.EVALUATE, code=code)
        meeting = MeetingFactory(plan=campaign.plan, happened_on=day)
        AgendaItemFactory(campaign=campaign, meeting=meeting, purpose=AgendaPurpose.INSPECTEES)
        return campaign

    @pytest.mark.row("T013", side="refuses")
    @pytest.mark.row("A079", side="refuses")
    @pytest.mark.row("R-12", side="refuses")
    def test_without_it_nobody_is_inspected(self):
        campaign = self.chosen_on(date(2026, 3, 2))

        said = against(campaign, guards.inspect.inspection_is_announced)

        assert said == ["尚未发布考察公告，不发布公告不得进行考察"]
        assert self.order.is_premature(campaign)

    @pytest.mark.row("R-12", side="holds")
    def test_where_only_a_higher_rule_asks_for_it_it_may_be_missing(self):
        campaign = self.chosen_on(date(2026, 3, 2), PIDU)

        rules = [guards.inspect.inspection_is_announced, self.order]
        assert [reason.stops for reason in reasons_against(campaign, rules)] == [False]

    @pytest.mark.row("A079", side="refuses")
    @pytest.mark.parametrize("code", [COUNTY, PIDU])
    def test_one_before_the_meeting_always_stops(self, code):
        campaign = self.chosen_on(date(2026, 3, 3), code)
        ActFactory(campaign=campaign, happened_on=date(2026, 3, 2))

        [reason] = reasons_against(campaign, [guards.inspect.inspection_is_announced, self.order])

        assert (reason.sentence, reason.stops) == (
            "考察公告（2026年3月2日）早于确定考察对象的会议（2026年3月3日）",
            True,
        )

    @pytest.mark.row("T013", side="holds")
    @pytest.mark.row("A079", side="holds")
    def test_one_on_the_day_of_the_meeting_is_in_order(self):
        campaign = self.chosen_on(date(2026, 3, 3))
        ActFactory(campaign=campaign, happened_on=date(2026, 3, 3))

        assert against(campaign, guards.inspect.inspection_is_announced, self.order) == []
