"""Those with money in hand are audited, and every channel of the notice is used. (T023, T033, A112, A113)"""

import pytest

from campaigns import guards
from campaigns.choices import ActKind, Stage
from campaigns.rulesets.presets import BUREAU, COUNTY_CADRES, COUNTY_SCHOOLS
from selection.reasons import reasons_against
from tests.factories.campaigns import (
    ActFactory,
    CampaignFactory,
    CandidacyFactory,
    PublicityFactory,
)
from tests.factories.personnel import DepartmentFactory

pytestmark = pytest.mark.django_db


def against(campaign, rule):
    return [reason.sentence for reason in reasons_against(campaign, [rule])]


def campaign_of(code, track="non_competitive"):
    return CampaignFactory(at=Stage.INSPECT, code=code, track=track)


class TestAudit:
    rule = guards.beyond.people_with_money_are_audited

    def person_in(self, department):
        person = CandidacyFactory(opening__campaign=campaign_of("county-cadres"))
        person.staff.department = DepartmentFactory(organisation=person.staff.organisation, name=department)
        person.staff.save()
        return person

    @pytest.mark.row("T023", side="refuses")
    def test_who_is_in_charge_of_money_is_audited_first(self):
        person = self.person_in("总务处")

        assert against(person.campaign, self.rule) == [
            f"{person.staff.name}在总务处任职，尚未登记没有问题的审计结论"
        ]

    @pytest.mark.row("T023", side="holds")
    def test_who_was_audited_or_has_no_money_in_hand_goes_on(self):
        person, other = self.person_in("总务处"), self.person_in("教务处")
        ActFactory(campaign=person.campaign, candidacy=person, kind=ActKind.AUDIT)

        assert against(person.campaign, self.rule) == []
        assert against(other.campaign, self.rule) == []


class TestChannels:
    rule = guards.beyond.every_channel_is_used

    def posted(self, code, track, *channels):
        campaign = CampaignFactory(at=Stage.PUBLICIZE, code=code, track=track)
        person = CandidacyFactory(opening__campaign=campaign)
        PublicityFactory(campaign=campaign, persons=[person], channels=list(channels))
        return person

    @pytest.mark.row("A112", side="refuses")
    @pytest.mark.row("A113", side="refuses")
    @pytest.mark.row("D020", side="refuses")
    @pytest.mark.parametrize(
        ("code", "channel", "missing"),
        [
            ("county-schools", "校园网", "校务公开栏"),
            ("county-schools", "校务公开栏", "校园网"),
            ("bureau", "工作群", "政务公开栏"),
        ],
    )
    def test_a_channel_that_was_left_out_is_named(self, code, channel, missing):
        person = self.posted(code, "competitive", channel)

        assert against(person.campaign, self.rule) == [f"{person.staff.name}的公示还须采用：{missing}"]

    @pytest.mark.row("T033", side="refuses")
    def test_where_the_source_only_tells_a_habit_an_exception_may_be_asked(self):
        person = self.posted("county-cadres", "competitive", "党政网", "所在单位")

        [reason] = reasons_against(person.campaign, [self.rule])

        assert (reason.effect, reason.sentence) == (
            "warn",
            f"{person.staff.name}的公示还须采用：电视台、公共场所",
        )

    @pytest.mark.row("A112", side="holds")
    @pytest.mark.row("A113", side="holds")
    @pytest.mark.row("D020", side="holds")
    @pytest.mark.row("T033", side="holds")
    @pytest.mark.parametrize("ruleset", [COUNTY_SCHOOLS, BUREAU, COUNTY_CADRES], ids=lambda each: each.code)
    def test_all_of_them_and_more_will_do(self, ruleset):
        person = self.posted(ruleset.code, "competitive", *ruleset.publicity.channels, "工作群")

        assert against(person.campaign, self.rule) == []

    def test_without_competition_the_county_leaves_the_choice(self):
        person = self.posted("county-schools", "non_competitive", "校园网")

        assert not self.rule.is_applicable(person.campaign)
