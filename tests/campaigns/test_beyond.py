"""What a county asks beyond the usual procedure, and what a contest has in common with the rest."""

import pytest

from campaigns import guards
from campaigns.choices import ActKind, AgendaPurpose, Stage, Standing
from campaigns.rulesets.presets import BUREAU, COUNTY_CADRES, COUNTY_SCHOOLS
from selection.reasons import reasons_against
from tests.factories.campaigns import (
    ActFactory,
    AgendaItemFactory,
    CampaignFactory,
    CandidacyFactory,
    InspectionFactory,
    PublicityFactory,
)
from tests.factories.personnel import DepartmentFactory
from tests.factories.records import AttachmentFactory

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

    def test_before_the_notice_there_is_nothing_to_judge(self):
        campaign = CampaignFactory(at=Stage.PUBLICIZE, code="county-schools", track="competitive")
        CandidacyFactory(opening__campaign=campaign)

        assert self.rule.is_premature(campaign)

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


class TestLetters:
    rule = guards.recommending.recommendations_are_signed

    @pytest.mark.row("R-2", side="refuses")
    @pytest.mark.row("T008", side="refuses")
    @pytest.mark.row("T009", side="refuses")
    def test_a_recommendation_by_word_of_mouth_does_not_count(self):
        person = CandidacyFactory(opening__campaign=campaign_of("county-cadres"))
        ActFactory(campaign=person.campaign, candidacy=person, kind=ActKind.LETTER, attachment=None)

        assert against(person.campaign, self.rule) == [
            f"{person.staff.name}尚无署名的推荐材料，口头和电话推荐不算，请登记并上传"
        ]

    @pytest.mark.row("R-2", side="holds")
    @pytest.mark.row("T008", side="holds")
    @pytest.mark.row("T009", side="holds")
    def test_a_signed_letter_on_file_does(self):
        person = CandidacyFactory(opening__campaign=campaign_of("county-cadres"))
        letter = AttachmentFactory(organisation=person.campaign.organisation)
        ActFactory(campaign=person.campaign, candidacy=person, kind=ActKind.LETTER, attachment=letter)

        assert against(person.campaign, self.rule) == []


class TestContest:
    """From the inspection on a contest is asked what every selection is asked. (A110–A115)"""

    def person_at(self, stage, **fields):
        campaign = CampaignFactory(at=stage, track="competitive")
        return CandidacyFactory(opening__campaign=campaign, **fields)

    @pytest.mark.row("A110", side="refuses")
    def test_without_the_inspection_s_material_nobody_is_decided_on(self):
        person = self.person_at(Stage.INSPECT, inspectee=True)

        assert against(person.campaign, guards.decide.inspections_are_complete) == [
            f"{person.staff.name}尚无考察材料"
        ]

    @pytest.mark.row("A110", side="holds")
    def test_with_all_five_parts_the_inspection_is_complete(self):
        person = self.person_at(Stage.INSPECT, inspectee=True)
        InspectionFactory(candidacy=person)

        assert against(person.campaign, guards.decide.inspections_are_complete) == []

    @pytest.mark.row("A111", side="refuses")
    def test_who_is_to_be_appointed_is_resolved_by_the_body(self):
        person = self.person_at(Stage.DECIDE, inspectee=True)

        assert against(person.campaign, guards.publicize.decision_is_resolved) == [
            "尚无党政领导联席会议听取考察汇报、讨论决定的记录"
        ]

    @pytest.mark.row("A111", side="holds")
    def test_a_resolution_on_record_will_do(self):
        person = self.person_at(Stage.DECIDE, inspectee=True)
        AgendaItemFactory(campaign=person.campaign, purpose=AgendaPurpose.DECISION)

        assert against(person.campaign, guards.publicize.decision_is_resolved) == []

    @pytest.mark.row("A114", side="refuses")
    @pytest.mark.row("A115", side="refuses")
    def test_neither_the_notice_nor_the_papers_may_be_left_out(self):
        campaign = self.person_at(Stage.PUBLICIZE, proposed=True).campaign

        assert len(against(campaign, guards.file.everybody_was_publicized)) == 1
        assert len(against(campaign, guards.close.everybody_is_appointed)) == 1
        assert against(campaign, guards.close.filing_is_sent) == ["尚未向县教育局政工科报送备案"]

    @pytest.mark.row("A114", side="holds")
    def test_a_concluded_notice_of_five_working_days_will_do(self):
        person = self.person_at(Stage.PUBLICIZE, proposed=True)
        PublicityFactory(campaign=person.campaign, persons=[person], concluded=True)

        assert against(person.campaign, guards.file.everybody_was_publicized) == []

    @pytest.mark.row("A115", side="holds")
    def test_who_is_appointed_has_the_papers(self):
        person = self.person_at(Stage.FILE, standing=Standing.APPOINTED)

        assert against(person.campaign, guards.close.everybody_is_appointed) == []
