"""Do the steps follow one another by the days on which they happened, and how long does a vote serve?"""

from datetime import date

import pytest

from campaigns import guards
from campaigns.choices import ActKind, AgendaPurpose, Purpose, Stage, TalkKind
from campaigns.eligibility.counting import months_after
from campaigns.guards import order
from campaigns.models import Talk
from selection.reasons import reasons_against
from tests.factories.campaigns import (
    PIDU,
    ActFactory,
    AgendaItemFactory,
    CampaignFactory,
    CandidacyFactory,
    InspectionFactory,
    MeetingFactory,
    PublicityFactory,
    RoundFactory,
    decide_on,
    proposed_persons,
)
from tests.factories.personnel import StaffFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("go_to")]


def against(campaign, *rules):
    return [reason.sentence for reason in reasons_against(campaign, rules)]


def vote(campaign, purpose, on, **facts):
    return RoundFactory(campaign=campaign, opening=None, purpose=purpose, happened_on=on, **facts)


def item(campaign, purpose, on):
    meeting = MeetingFactory(plan=campaign.plan, happened_on=on)
    return AgendaItemFactory(campaign=campaign, meeting=meeting, purpose=purpose)


class TestRecommendation:
    def published_on(self, day):
        campaign = CampaignFactory(at=Stage.RECOMMEND)
        ActFactory(campaign=campaign, kind=ActKind.PUBLICATION, happened_on=day)
        return campaign

    @pytest.mark.row("A063", side="holds")
    def test_it_may_be_held_on_the_day_of_publication(self):
        campaign = self.published_on(date(2026, 3, 2))
        vote(campaign, Purpose.RECOMMENDATION, date(2026, 3, 2))

        assert against(campaign, order.recommendation_follows_publication) == []

    @pytest.mark.row("A063", side="refuses")
    def test_not_the_day_before(self):
        campaign = self.published_on(date(2026, 3, 2))
        vote(campaign, Purpose.RECOMMENDATION, date(2026, 3, 1))
        person = StaffFactory(organisation=campaign.organisation)
        Talk.objects.create(
            campaign=campaign,
            kind=TalkKind.RECOMMENDATION,
            scope="peer",
            person=person,
            held_on=date(2026, 2, 27),
        )

        assert against(campaign, *guards.evaluate.RULES[:2]) == [
            "谈话推荐（2026年2月27日）早于公布工作方案（2026年3月2日）",
            "会议推荐（2026年3月1日）早于公布工作方案（2026年3月2日）",
        ]


class TestShortlist:
    """二: talks, then the list, then the meeting (B028, B034, B035)."""

    def talked_on(self, day, listed, met):
        campaign = CampaignFactory(at=Stage.RECOMMEND, code=PIDU)
        figures = {"held": 50, "cadre": 5, "peer": 45, "subjects": {}}
        vote(campaign, Purpose.TALK_RECOMMENDATION, day, figures=figures)
        item(campaign, AgendaPurpose.SHORTLIST, listed)
        vote(campaign, Purpose.RECOMMENDATION, met)
        return against(campaign, order.shortlist_stands_between_talks_and_meeting)

    @pytest.mark.row("R-4", side="holds")
    @pytest.mark.row("B034", side="holds")
    @pytest.mark.row("R-4", side="holds")
    def test_all_three_may_fall_on_one_day(self):
        assert self.talked_on(*[date(2026, 3, 2)] * 3) == []

    @pytest.mark.row("R-4", side="refuses")
    @pytest.mark.row("B034", side="refuses")
    @pytest.mark.row("R-4", side="refuses")
    def test_none_may_come_before_the_other(self):
        assert self.talked_on(date(2026, 3, 2), date(2026, 3, 1), date(2026, 2, 28)) == [
            "确定会议推荐人选的会议（2026年3月1日）早于谈话推荐达到规定人数（2026年3月2日）",
            "会议推荐（2026年2月28日）早于确定会议推荐人选的会议（2026年3月1日）",
        ]


@pytest.mark.parametrize(
    ("evaluated", "said"),
    [
        pytest.param(date(2026, 3, 2), [], marks=pytest.mark.row("A070", side="holds")),
        pytest.param(
            date(2026, 3, 1),
            ["民主测评（2026年3月1日）早于会议推荐（2026年3月2日）"],
            marks=pytest.mark.row("A070", side="refuses"),
        ),
    ],
)
def test_evaluation_is_not_held_before_recommendation(evaluated, said):
    campaign = CampaignFactory(at=Stage.EVALUATE)
    vote(campaign, Purpose.RECOMMENDATION, date(2026, 3, 2))
    vote(campaign, Purpose.EVALUATION, evaluated)

    assert against(campaign, order.evaluation_follows_recommendation) == said


class TestValidity:
    """R-6: a result serves for twelve months, the day with the same number included."""

    TOO_OLD = (
        "会议推荐（2025年3月2日）的结果12个月内有效，已于2026年3月2日到期，"
        "不能再用于2026年3月3日的办理，请退回重新推荐"
    )

    def recommended(self, stage):
        campaign = CampaignFactory(at=stage)
        vote(campaign, Purpose.RECOMMENDATION, date(2025, 3, 2))
        return campaign

    @pytest.mark.row("TRAP-8", side="holds")
    @pytest.mark.row("R-6", side="holds")
    @pytest.mark.parametrize("guard", [guards.inspect, guards.decide, guards.publicize])
    def test_on_its_last_day_it_is_used(self, guard, go_to):
        go_to(date(2026, 3, 2))

        assert order.recommendation_is_still_valid in guard.RULES
        assert against(self.recommended(Stage.EVALUATE), order.recommendation_is_still_valid) == []

    @pytest.mark.row("TRAP-8", side="refuses")
    @pytest.mark.row("R-6", side="refuses")
    @pytest.mark.parametrize("stage", [Stage.EVALUATE, Stage.INSPECT, Stage.DECIDE])
    def test_the_day_after_it_is_not(self, stage, go_to):
        go_to(date(2026, 3, 3))

        assert against(self.recommended(stage), order.recommendation_is_still_valid) == [self.TOO_OLD]

    @pytest.mark.row("R-6", side="holds")
    def test_what_counts_is_the_day_of_the_act_not_of_its_entry(self, go_to):
        go_to(date(2026, 6, 1))
        campaign = self.recommended(Stage.DECIDE)
        decide_on(campaign, date(2026, 3, 2))

        assert against(campaign, order.recommendation_is_still_valid) == []

    @pytest.mark.parametrize(
        ("start", "months", "end"),
        [
            (date(2026, 1, 31), 1, date(2026, 2, 28)),
            (date(2024, 2, 29), 12, date(2025, 2, 28)),
            (date(2026, 12, 31), 12, date(2027, 12, 31)),
            (date(2026, 3, 2), 10, date(2027, 1, 2)),
        ],
    )
    def test_months_end_on_the_day_with_the_same_number(self, start, months, end):
        assert months_after(start, months) == end


class TestVotes:
    def voted_on(self, day):
        person = CandidacyFactory(opening__campaign__at=Stage.DECIDE, inspectee=True)
        InspectionFactory(candidacy=person, happened_on=date(2026, 3, 5))
        decide_on(person.campaign, date(2026, 3, 6))
        RoundFactory(opening=person.opening, agree={person: 7}, happened_on=day)
        return person, against(person.campaign, order.votes_follow_report_and_meeting)

    @pytest.mark.row("B056", side="holds")
    def test_the_body_votes_at_its_meeting(self):
        assert self.voted_on(date(2026, 3, 6))[1] == []

    @pytest.mark.row("B056", side="refuses")
    def test_not_before_it_nor_before_the_inspection(self):
        person, said = self.voted_on(date(2026, 3, 4))

        assert said == [
            f"{person.opening}的表决（2026年3月4日）早于讨论决定的会议（2026年3月6日）",
            f"{person.opening}的表决（2026年3月4日）早于{person.staff.name}的考察材料（2026年3月5日）",
        ]


@pytest.mark.row("R-26", side="refuses")
def test_a_notice_that_hung_before_a_later_decision_does_not_serve():
    campaign = CampaignFactory(at=Stage.PUBLICIZE)
    [person] = proposed_persons(campaign)
    PublicityFactory(campaign=campaign, concluded=True, persons=[person], happened_on=date(2026, 3, 5))

    assert against(campaign, order.publicity_follows_the_decision) == [
        f"{person.staff.name}的公示（2026年3月5日）早于讨论决定（2026年3月6日），请核对"
    ]


class TestTalkers:
    def talked_by(self, count):
        campaign = CampaignFactory(at=Stage.RECOMMEND)
        talk = Talk.objects.create(
            campaign=campaign,
            kind=TalkKind.RECOMMENDATION,
            scope="peer",
            person=StaffFactory(organisation=campaign.organisation),
            held_on=date(2026, 3, 2),
        )
        talk.talkers.set(campaign.plan.inspectors[:count])
        return reasons_against(campaign, [guards.evaluate.talks_were_held_by_two])

    @pytest.mark.row("R-13", side="holds")
    def test_two_talk(self):
        assert list(self.talked_by(2)) == []

    @pytest.mark.row("R-13", side="refuses")
    def test_one_alone_needs_a_reason_and_an_approver(self):
        [reason] = self.talked_by(1)

        assert (reason.sentence, reason.effect) == ("谈话推荐有1次只由一人谈话，一般应由2人以上进行", "warn")
        assert reason.mend == "talks:recommendation"
