"""When has recommendation brought up people who may stand? (A064–A067, B028–B040, R-5)"""

from dataclasses import replace
from datetime import date

import pytest

from ballots.verdicts import Bar, Base
from campaigns import guards
from campaigns.choices import Purpose, Stage
from campaigns.rulesets.presets import BY_CODE
from selection.reasons import reasons_against
from tests.factories.campaigns import (
    COUNTY,
    PIDU,
    CampaignFactory,
    CandidacyFactory,
    PlanFactory,
    RoundFactory,
    WaiverFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("go_to")]


def campaign_with(code=COUNTY, at=Stage.RECOMMEND, **rules):
    """A campaign whose preset is changed: ``recommendation={...}``, ``evaluation={...}``."""
    preset = BY_CODE[code]
    changed = {part: replace(getattr(preset, part), **fields) for part, fields in rules.items()}
    return CampaignFactory(plan=PlanFactory(code=code, rules=replace(preset, **changed)), at=at)


def meeting_of(campaign, entitled, present, agree=None, purpose=Purpose.RECOMMENDATION):
    return RoundFactory(
        campaign=campaign,
        opening=None,
        purpose=purpose,
        entitled=entitled,
        present=present,
        agree=agree or {},
        happened_on=date(2026, 3, 2),
    )


def against(campaign, *rules):
    return [reason.sentence for reason in reasons_against(campaign, rules)]


class TestAttendance:
    rule = guards.evaluate.recommendation_meeting_is_well_attended

    @pytest.mark.row("R-5", side="holds")
    def test_two_thirds_are_enough(self):
        campaign = campaign_with()
        meeting_of(campaign, 88, 59)

        assert against(campaign, self.rule) == []

    @pytest.mark.row("R-5", side="refuses")
    @pytest.mark.row("AMB-21", side="refuses")
    def test_one_fewer_is_said_and_stops_nothing(self):
        campaign = campaign_with(PIDU)
        meeting_of(campaign, 88, 58)

        [reason] = reasons_against(campaign, [self.rule])

        assert (reason.sentence, reason.stops) == (
            "应到88人，到会58人，未达2/3（需59人），未达到上级规定的到会人数",
            False,
        )

    def test_another_share_is_the_rulebooks_to_set(self):
        half = Bar.at_least("1/2", of=Base.ENTITLED)
        campaign = campaign_with(recommendation={"advised_quorum": half})
        meeting_of(campaign, 88, 44)

        assert against(campaign, self.rule) == []

    def test_those_who_handed_in_count_where_nobody_counted_heads(self):
        campaign = campaign_with()
        held = meeting_of(campaign, 9, 5)
        held.figures.pop("present")
        held.save()

        assert against(campaign, self.rule) == [
            "应到9人，到会5人，未达2/3（需6人），未达到上级规定的到会人数"
        ]

    def test_before_a_meeting_there_is_nothing_to_say(self):
        assert against(campaign_with(), self.rule) == []

    @pytest.mark.parametrize("fields", [{"advised_quorum": None}, {"meeting": False}])
    def test_where_no_rule_advises_it_is_not_asked(self, fields):
        campaign = campaign_with(recommendation=fields)
        meeting_of(campaign, 88, 1)

        assert not self.rule.is_applicable(campaign)


class TestWhatIsAskedFor:
    """The rulebook says which of talks, meeting and evaluation are held."""

    @pytest.mark.row("A065", side="refuses")
    @pytest.mark.row("B033", side="refuses")
    @pytest.mark.row("A070", side="refuses")
    def test_each_is_missed_where_it_is_asked_for(self):
        campaign = campaign_with(PIDU)

        assert against(
            campaign,
            guards.evaluate.enough_were_asked_in_talks,
            guards.evaluate.recommendation_is_valid,
            guards.inspect.evaluation_is_valid,
        ) == ["谈话推荐已谈0人，应不少于50人", "尚未组织会议推荐", "尚未组织民主测评"]

    @pytest.mark.parametrize(
        ("rules", "rule"),
        [
            ({"recommendation": {"talks": False}}, guards.evaluate.enough_were_asked_in_talks),
            ({"recommendation": {"meeting": False}}, guards.evaluate.recommendation_is_valid),
            ({"evaluation": {"ballot": False}}, guards.inspect.evaluation_is_valid),
        ],
    )
    def test_none_is_missed_where_it_is_not(self, rules, rule):
        assert not rule.is_applicable(campaign_with(**rules))


class TestScreening:
    rule = guards.evaluate.everybody_is_screened

    def screened(self, conclusion, **finding):
        person = CandidacyFactory(opening__campaign__at=Stage.RECOMMEND)
        sentence = "截至2026年3月1日46周岁，超过上限45周岁"
        known = {"rule": "is_within_first_age", "sentence": sentence, "effect": "warn", "is_unknown": False}
        person.screening = {"findings": [known | finding]}
        person.screening_conclusion = conclusion
        person.save()
        return person

    def test_an_exception_that_nobody_granted_is_missed(self):
        person = self.screened("exception")

        assert against(person.campaign, self.rule) == [
            f"{person.staff.name}的例外事项尚未批准：截至2026年3月1日46周岁，超过上限45周岁"
        ]

    def test_one_that_was_granted_is_not(self):
        person = self.screened("exception")
        [finding] = person.unwaived()
        WaiverFactory(
            campaign=person.campaign,
            candidacy=person,
            rule=finding["rule"],
            sentence=finding["sentence"],
            granted=True,
        )

        assert against(person.campaign, self.rule) == []

    def test_missing_data_that_a_named_person_settled_ask_for_no_exception(self):
        person = self.screened("eligible", is_unknown=True)

        assert (person.unwaived(), against(person.campaign, self.rule)) == ([], [])

    @pytest.mark.parametrize(
        ("conclusion", "said"),
        [
            ("unknown", "{}的资格条件尚有待核事项"),
            ("", "{}尚未作资格审查结论"),
            ("ineligible", "{}不符合资格条件，请作不再列为人选处理"),
        ],
    )
    def test_who_is_not_found_eligible_is_named(self, conclusion, said):
        person = self.screened(conclusion)

        assert against(person.campaign, self.rule) == [said.format(person.staff.name)]
