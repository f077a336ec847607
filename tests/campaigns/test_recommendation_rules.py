"""When has recommendation brought up people who may stand? (A064–A067, B028–B040, R-5)"""

from dataclasses import replace
from datetime import date

import pytest

from ballots.verdicts import Bar, Base
from campaigns import guards, voices
from campaigns.choices import Purpose, Stage, TalkKind
from campaigns.forms.plans import SetupForm
from campaigns.models import Talk, TalkVoice
from campaigns.rulesets.presets import BY_CODE
from campaigns.services import concluding
from selection.reasons import reasons_against
from tests.factories.campaigns import (
    COUNTY,
    PIDU,
    CampaignFactory,
    CandidacyFactory,
    PlanFactory,
    RoundFactory,
    WaiverFactory,
    officer_of,
)
from tests.factories.personnel import StaffFactory

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

    @pytest.mark.row("AMB-21", side="holds")
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

    @pytest.mark.row("B013", side="refuses")
    def test_an_exception_that_nobody_granted_is_missed(self):
        person = self.screened("exception")

        [reason] = self.rule.reasons(person.campaign)

        assert (reason.sentence, reason.mend) == (
            f"{person.staff.name}的例外事项尚未批准：截至2026年3月1日46周岁，超过上限45周岁",
            "campaigns:waivers",
        )

    @pytest.mark.row("B013", side="holds")
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

    @pytest.mark.row("B013", side="refuses")
    @pytest.mark.parametrize(("asked_anew", "stands"), [(False, "已到期"), (True, "尚未批准")])
    def test_one_whose_term_is_over_is_missed_again(self, asked_anew, stands):
        person = self.screened("exception")
        [finding] = person.unwaived()
        known = {"campaign": person.campaign, "candidacy": person, "rule": finding["rule"]}
        known["sentence"] = finding["sentence"]
        WaiverFactory(**known, granted=True, expires_on=date(2026, 3, 1), is_renewed=asked_anew)
        if asked_anew:
            WaiverFactory(**known)

        assert against(person.campaign, self.rule) == [
            f"{person.staff.name}的例外事项{stands}：{finding['sentence']}"
        ]

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


THIRD = {"choice": "fixed", "strict": False, "numerator": 1, "denominator": 3}
COLLECTIVE = {"choice": "collective"}


def talked_about(person, *views, kind=TalkKind.RECOMMENDATION):
    """So many talks held, each with a view of the person."""
    campaign = person.campaign
    for view in views:
        staff = StaffFactory(organisation=campaign.organisation)
        talk = Talk.objects.create(
            campaign=campaign, kind=kind, scope="peer", person=staff, held_on=date(2026, 3, 2)
        )
        TalkVoice.objects.create(talk=talk, candidacy=person, view=view)


class TestTalkBar:
    """Of those talked to, how many recommended the person? (A067)"""

    low = guards.evaluate.low_recommendations_are_concluded

    def person(self, bar=THIRD, **traits):
        bars = {"talk_recommendation": bar, "recommendation": COLLECTIVE}
        return CandidacyFactory(
            opening__campaign__at=Stage.RECOMMEND, opening__campaign__plan__bars=bars, **traits
        )

    @pytest.mark.row("A067", side="refuses")
    def test_too_few_must_be_concluded_and_hold_a_promotion(self):
        person = self.person()
        talked_about(person, "agree", "oppose", "oppose", "abstain")
        campaign = person.campaign
        meeting_of(campaign, 9, 9, {person: 9})
        said = "实到4人，推荐1人，未达1/3（需2人），未达到谈话推荐要求"

        assert against(campaign, self.low) == [f"{person.staff.name}：{said}，请作出处理"]

        assert concluding.conclude_low(campaign, "recommendation", by=officer_of(campaign)) == [person]
        person.refresh_from_db()
        assert (person.standing, person.standing_reason) == ("held", said.rpartition("，")[2])
        assert against(campaign, self.low) == []

    @pytest.mark.row("A067", side="holds")
    def test_exactly_a_third_is_enough(self):
        person = self.person()
        talked_about(person, "agree", "oppose", "oppose")

        assert against(person.campaign, self.low) == []

    def test_who_is_renewed_is_not_held(self):
        person = self.person(lateral=True)
        talked_about(person, "oppose")

        assert against(person.campaign, self.low) == []

    def test_whom_nobody_was_asked_about_is_not_low(self):
        person, other = self.person(), self.person()
        talked_about(other, "oppose")

        assert against(person.campaign, self.low) == []

    def test_left_to_the_meetings_judgement_nobody_is_low(self):
        person = self.person(bar=COLLECTIVE)
        talked_about(person, "oppose")

        assert against(person.campaign, self.low) == []


class TestBars:
    rule = guards.announce.bars_are_fixed

    @pytest.mark.row("AMB-10", side="refuses")
    def test_each_that_the_rulebook_leaves_open_is_asked_for(self):
        assert against(campaign_with(), self.rule) == [
            f"请在方案中确定{name}的要求，或选择由班子集体研究认定"
            for name in ("谈话推荐人数", "会议推荐票数", "民主测评赞成票数", "谈话征求意见赞成人数")
        ]

    def test_unsettled_the_talks_that_recommend_are_the_meetings_to_judge(self):
        campaign = campaign_with()

        assert voices.talk_bar(campaign, TalkKind.RECOMMENDATION) is None

    @pytest.mark.row("AMB-10", side="holds")
    def test_settled_either_way_nothing_is_missing(self):
        campaign = campaign_with()
        campaign.plan.bars = dict.fromkeys(campaign.ruleset.open_bars, THIRD) | {"talk": COLLECTIVE}

        assert against(campaign, self.rule) == []

    def test_a_rulebook_with_figures_of_its_own_leaves_none(self):
        assert against(campaign_with(PIDU), self.rule) == []

    def test_what_is_not_held_needs_no_bar(self):
        campaign = campaign_with(recommendation={"talks": False}, evaluation={"ballot": False})

        assert list(campaign.ruleset.open_bars) == ["recommendation", "talk"]

    def test_the_set_up_page_asks_for_the_same(self):
        plan = campaign_with().plan

        form = SetupForm(plan=plan)

        labels = [form.fields[f"{name}_choice"].label for name in form.open_bars()]
        assert labels == ["谈话推荐人数", "会议推荐票数", "民主测评赞成票数", "谈话征求意见赞成人数"]


class TestReason:
    """赞成票 above the bar and below two thirds: the person goes on with a written reason."""

    rule = guards.inspect.narrow_evaluations_are_explained

    def evaluated(self, agree, choice=None):
        half = {"choice": "fixed", "strict": True, "numerator": 1, "denominator": 2}
        person = CandidacyFactory(
            opening__campaign__at=Stage.EVALUATE, opening__campaign__plan__bars={"evaluation": choice or half}
        )
        meeting_of(person.campaign, 60, 60, {person: agree}, Purpose.EVALUATION)
        return person

    @pytest.mark.row("A074", side="refuses")
    def test_it_is_asked_for_and_may_be_granted(self):
        person = self.evaluated(39)
        campaign = person.campaign

        [reason] = reasons_against(campaign, [self.rule])
        WaiverFactory(campaign=campaign, rule=self.rule.key, sentence=reason.sentence, granted=True)
        [granted] = reasons_against(campaign, [self.rule])

        assert reason.sentence == (
            f"{person.staff.name}：收回60份，赞成39票，未达2/3（需40票），列为考察对象须说明理由"
        )
        assert (reason.stops, granted.stops) == (True, False)

    @pytest.mark.row("A074", side="holds")
    @pytest.mark.parametrize("agree", [40, 30])
    def test_with_two_thirds_or_below_the_bar_it_is_not(self, agree):
        assert against(self.evaluated(agree).campaign, self.rule) == []

    def test_nor_where_the_meeting_judges(self):
        assert against(self.evaluated(39, COLLECTIVE).campaign, self.rule) == []

    def test_nor_where_the_rulebook_sets_no_bar(self):
        person = CandidacyFactory(opening__campaign=campaign_with(PIDU, Stage.EVALUATE))
        meeting_of(person.campaign, 60, 60, {person: 1}, Purpose.EVALUATION)

        assert against(person.campaign, self.rule) == []


@pytest.mark.parametrize(
    ("views", "is_low"),
    [
        pytest.param(["agree", "oppose", "oppose"], False, marks=pytest.mark.row("A077", side="holds")),
        pytest.param(["agree", *["oppose"] * 3], True, marks=pytest.mark.row("A077", side="refuses")),
    ],
)
def test_of_those_consulted_a_third_is_enough(views, is_low):
    person = CandidacyFactory(
        opening__campaign__at=Stage.EVALUATE, opening__campaign__plan__bars={"talk": THIRD}
    )
    talked_about(person, *views, kind=TalkKind.CONSULTATION)

    found = against(person.campaign, guards.inspect.low_evaluations_are_concluded)

    assert bool(found) is is_low
