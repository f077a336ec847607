"""Nobody gets past a step: not by being brought up late, held and restored, or adopted twice (A126)."""

from datetime import date

import pytest

from campaigns import guards
from campaigns.choices import AgendaPurpose, Outcome, Purpose, Source, Stage, Standing
from campaigns.models import Campaign
from campaigns.services import deciding, entering, meetings, people
from selection.reasons import Refused, reasons_against
from tests.factories.campaigns import (
    AgendaItemFactory,
    CampaignFactory,
    CandidacyFactory,
    InspectionFactory,
    MeetingFactory,
    ObjectionFactory,
    OpeningFactory,
    RoundFactory,
    decide_on,
    officer_of,
    scan_for,
)
from tests.factories.personnel import BodyFactory, StaffFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("go_to")]
DAY = date(2026, 3, 2)


def refused(act, *args, **said):
    with pytest.raises(Refused) as refusal:
        act(*args, **said)
    return refusal.value.reasons


def against(campaign, rules):
    return [reason.sentence for reason in reasons_against(Campaign.objects.get(pk=campaign.pk), rules)]


def bring_up(stage):
    opening = OpeningFactory(campaign__at=stage)
    staff = StaffFactory(organisation=opening.campaign.organisation)
    officer = officer_of(opening.campaign)
    return people.nominate(opening, staff, by=officer, source=Source.RECOMMENDATION)


def held_from(standing, stage, **facts):
    campaign = CampaignFactory(at=stage)
    return CandidacyFactory(
        opening__campaign=campaign,
        standing=Standing.HELD,
        held_from=standing,
        standing_reason="票数较低",
        **facts,
    )


def restore(person):
    people.restore(person, by=officer_of(person.campaign), reason="已查清")
    person.refresh_from_db()
    return person.standing


class TestNominating:
    @pytest.mark.row("A126", side="holds")
    @pytest.mark.parametrize("stage", [Stage.PREPARE, Stage.ANNOUNCE, Stage.RECOMMEND])
    def test_somebody_is_brought_up_until_recommendation_is_over(self, stage):
        assert bring_up(stage).standing == Standing.NOMINATED

    @pytest.mark.row("A126", side="refuses")
    @pytest.mark.parametrize("stage", [Stage.EVALUATE, Stage.INSPECT, Stage.DECIDE, Stage.PUBLICIZE])
    def test_later_only_by_recommending_again(self, stage):
        assert refused(bring_up, stage) == [
            f"现在是“{stage.label}”阶段，推荐已经结束，不能再提出人选；确需增加人选，请先退回重新推荐"
        ]


class TestRestoring:
    @pytest.mark.row("A126", side="holds")
    @pytest.mark.parametrize(
        ("standing", "stage"),
        [
            (Standing.QUALIFIED, Stage.EVALUATE),
            (Standing.INSPECTEE, Stage.DECIDE),
            (Standing.PROPOSED, Stage.FILE),
        ],
    )
    def test_a_held_person_joins_the_others_while_they_wait_for_the_same_step(self, standing, stage):
        person = held_from(standing, stage)
        InspectionFactory(candidacy=person, signed=True)

        assert restore(person) == standing

    @pytest.mark.row("B059", side="refuses")
    @pytest.mark.parametrize("stage", [Stage.PUBLICIZE, Stage.FILE])
    def test_nobody_joins_again_with_a_report_that_is_not_settled(self, stage):
        waiting, unfit = held_from(Standing.PROPOSED, stage), held_from(Standing.PROPOSED, stage)
        ObjectionFactory(candidacy=waiting)
        ObjectionFactory(candidacy=unfit, affecting=True)

        assert refused(restore, waiting) == [
            f"{waiting.staff.name}有反映事项尚未办结，请先在“反映事项”中办结，再恢复"
        ]
        assert refused(restore, unfit) == [
            f"{unfit.staff.name}经查有影响任用的问题，不能恢复，请作不再列为人选处理"
        ]

    @pytest.mark.row("B059", side="holds")
    def test_somebody_of_whom_nothing_was_found_joins_again(self):
        person = held_from(Standing.PROPOSED, Stage.FILE)
        ObjectionFactory(candidacy=person, unfounded=True)

        assert restore(person) == Standing.PROPOSED

    @pytest.mark.row("A080", side="refuses")
    def test_nor_is_who_was_not_inspected_decided_on(self):
        person = held_from(Standing.INSPECTEE, Stage.DECIDE)

        assert refused(restore, person) == [f"{person.staff.name}尚无考察材料，请先退回补充考察"]

    @pytest.mark.row("A126", side="refuses")
    @pytest.mark.parametrize(
        ("standing", "stage", "until"),
        [
            (Standing.QUALIFIED, Stage.INSPECT, Stage.EVALUATE),
            (Standing.INSPECTEE, Stage.PUBLICIZE, Stage.DECIDE),
        ],
    )
    def test_not_once_they_have_passed_it(self, standing, stage, until):
        person = held_from(standing, stage)

        assert refused(restore, person) == [
            f"{person.staff.name}暂缓前为“{standing.label}”，现在已是“{stage.label}”阶段，不能直接恢复；"
            f"请退回到“{until.label}”阶段以内办理，或转入接续办理后退回"
        ]


class TestLaterStepsAskAgain:
    @pytest.mark.row("A126", side="refuses")
    @pytest.mark.parametrize("guard", [guards.inspect, guards.decide, guards.publicize])
    def test_who_was_never_screened_is_named_at_every_step(self, guard):
        campaign = CampaignFactory(at=Stage.INSPECT)
        person = CandidacyFactory(opening__campaign=campaign, standing=Standing.INSPECTEE)

        assert f"{person.staff.name}尚未作资格审查结论" in against(campaign, guard.RULES)

    @pytest.mark.row("A070", side="refuses")
    def test_so_is_who_was_on_neither_ballot(self):
        campaign = CampaignFactory(at=Stage.INSPECT)
        first = CandidacyFactory(opening__campaign=campaign, inspectee=True)
        late = CandidacyFactory(opening__campaign=campaign, inspectee=True)
        for purpose in (Purpose.RECOMMENDATION, Purpose.EVALUATION):
            RoundFactory(campaign=campaign, opening=None, purpose=purpose, agree={first: 7})

        said = against(campaign, guards.decide.NOBODY_SLIPPED)

        assert said == [
            f"{late.staff.name}未列入会议推荐，请重新推荐或作未列为人选处理",
            f"{late.staff.name}未列入民主测评，请重新推荐、测评或作未列为人选处理",
        ]

    @pytest.mark.row("A083", side="refuses")
    def test_who_was_not_voted_on_goes_no_further(self):
        campaign = CampaignFactory(at=Stage.DECIDE)
        opening = OpeningFactory(campaign=campaign, seats=2)
        first, late = CandidacyFactory.create_batch(2, opening=opening, inspectee=True)
        RoundFactory(opening=opening, agree={first: 7})

        assert against(campaign, [guards.publicize.everybody_was_voted_on]) == [
            f"{late.staff.name}未列入讨论决定表决，请另行表决或作未列为人选处理"
        ]

    def test_a_vote_on_somebody_who_is_no_inspectee_is_refused_in_words(self):
        campaign = CampaignFactory(at=Stage.DECIDE)
        opening = OpeningFactory(campaign=campaign)
        person = CandidacyFactory(opening=opening, qualified=True)
        RoundFactory(opening=opening, agree={person: 7})

        assert refused(deciding.conclude, campaign, by=officer_of(campaign)) == [
            f"{person.staff.name}未经确定为考察对象，请退回重新推荐、转入接续办理或作未列为人选处理"
        ]


class TestWhoChoseTheInspectees:
    @pytest.mark.row("A078", side="refuses")
    def test_an_item_that_names_nobody_is_not_recorded(self):
        campaign = CampaignFactory(at=Stage.EVALUATE)
        said = {"by": officer_of(campaign), "resolution": "同意", "campaign": campaign}

        assert refused(meetings.resolve, MeetingFactory(plan=campaign.plan), "inspectees", **said) == [
            "请写明对每名人选的意见，没有写明人选的议题不能确定考察对象"
        ]

    @pytest.mark.row("A078", side="refuses")
    def test_nor_does_one_choose_somebody_it_does_not_name(self):
        campaign = CampaignFactory(at=Stage.EVALUATE)
        person = CandidacyFactory(opening__campaign=campaign, inspectee=True)
        item = AgendaItemFactory(campaign=campaign, purpose=AgendaPurpose.INSPECTEES)
        before = against(campaign, [guards.inspect.inspectees_are_resolved])

        item.outcomes.create(candidacy=person, outcome=Outcome.AGREED)

        assert before == [f"确定考察对象的会议记录没有写明对{person.staff.name}的意见，请重新研究"]
        assert against(campaign, [guards.inspect.inspectees_are_resolved]) == []

    @pytest.mark.row("A078", side="refuses")
    def test_nor_does_an_earlier_agreement_outlive_a_later_deferral(self):
        campaign = CampaignFactory(at=Stage.EVALUATE)
        person = CandidacyFactory(opening__campaign=campaign, inspectee=True)
        for outcome in (Outcome.AGREED, Outcome.DEFERRED):
            item = AgendaItemFactory(campaign=campaign, purpose=AgendaPurpose.INSPECTEES)
            item.outcomes.create(candidacy=person, outcome=outcome)

        assert against(campaign, [guards.inspect.inspectees_are_resolved]) == [
            f"最近一次会议对{person.staff.name}的意见是“缓议”，请重新研究"
        ]

    def test_somebody_proposed_is_not_made_an_inspectee_again(self):
        person = CandidacyFactory(opening__campaign__at=Stage.INSPECT, proposed=True)
        campaign = person.campaign
        said = {"by": officer_of(campaign), "resolution": "同意", "campaign": campaign}

        assert refused(
            meetings.resolve,
            MeetingFactory(plan=campaign.plan),
            "inspectees",
            outcomes={person: "agreed"},
            **said,
        ) == [f"{person.staff.name}现为“拟聘人选”，不能再列为考察对象"]


class TestTheBodyThatDecides:
    @pytest.mark.row("T028", side="refuses")
    @pytest.mark.row("R-36", side="refuses")
    def test_another_meeting_decides_nothing(self):
        campaign = CampaignFactory(at=Stage.DECIDE)
        other = BodyFactory(organisation=campaign.organisation, members=3, name="行政会议")
        meeting = MeetingFactory(plan=campaign.plan, body=other, name="行政会议")
        AgendaItemFactory(campaign=campaign, meeting=meeting)

        assert against(campaign, [guards.publicize.decision_is_of_the_body]) == [
            f"讨论决定须由方案确定的{campaign.plan.body}作出，{meeting}不是该会议"
        ]

    @pytest.mark.row("T028", side="holds")
    @pytest.mark.row("R-36", side="holds")
    def test_that_of_the_plan_does(self):
        campaign = CampaignFactory(at=Stage.DECIDE)
        AgendaItemFactory(campaign=campaign)

        assert against(campaign, [guards.publicize.decision_is_of_the_body]) == []

    def paper(self, entitled):
        person = CandidacyFactory(opening__campaign__at=Stage.DECIDE, inspectee=True)
        came = dict.fromkeys(("present", "issued", "collected", "valid"), entitled)
        voices = {str(person.pk): {"agree": entitled, "oppose": 0, "abstain": 0}}
        campaign = person.campaign
        return entering.enter_on_paper(
            campaign,
            "decision",
            {"entitled": entitled, "recused": 0, "spoiled": 0, "subjects": voices} | came,
            by=officer_of(campaign),
            happened_on=DAY,
            attachment=scan_for(campaign),
            opening=person.opening,
        )

    @pytest.mark.row("R-21", side="refuses")
    @pytest.mark.parametrize("entitled", [6, 8])
    def test_a_count_on_paper_is_due_from_every_member(self, entitled):
        [said] = refused(self.paper, entitled)

        assert said.endswith("在2026年3月2日有成员7人，应到人数应为7人（回避的也计入应到），请核对")

    @pytest.mark.row("R-21", side="holds")
    def test_neither_more_nor_fewer(self):
        assert self.paper(7).figures["entitled"] == 7


class TestTwoPosts:
    """Trap 4: one person adopted for two posts."""

    def adopted_twice(self):
        campaign = CampaignFactory(at=Stage.DECIDE)
        first = CandidacyFactory(opening__campaign=campaign, inspectee=True)
        second = CandidacyFactory(opening__campaign=campaign, staff=first.staff, inspectee=True)
        for person in (first, second):
            RoundFactory(opening=person.opening, agree={person: 7})
        return campaign, first, second

    @pytest.mark.row("TRAP-4", side="refuses")
    @pytest.mark.row("A083", side="refuses")
    def test_the_meeting_has_to_say_which(self):
        campaign, first, second = self.adopted_twice()
        decide_on(campaign, DAY)

        assert refused(deciding.conclude, campaign, by=officer_of(campaign)) == [
            f"{first.staff.name}同时获{first.opening.post}、{second.opening.post}的表决通过，"
            "请在讨论决定的会议记录中写明任用到哪一个岗位"
        ]

    @pytest.mark.row("TRAP-4", side="holds")
    @pytest.mark.row("A083", side="holds")
    def test_and_the_other_post_is_left(self):
        campaign, first, second = self.adopted_twice()
        item = decide_on(campaign, DAY)
        item.outcomes.create(candidacy=second, outcome=Outcome.AGREED)
        item.outcomes.create(candidacy=first, outcome=Outcome.REFUSED, note="任用到另一岗位")

        assert deciding.conclude(campaign, by=officer_of(campaign)) == [second]
        first.refresh_from_db()
        assert (first.standing, first.standing_reason) == (
            Standing.NOT_SELECTED,
            f"讨论决定任用到{second.opening.post}",
        )

    def test_the_step_into_publicity_asks_too(self):
        campaign, first, second = self.adopted_twice()
        type(first).objects.filter(pk__in=[first.pk, second.pk]).update(standing=Standing.PROPOSED)

        assert against(campaign, [guards.publicize.nobody_is_proposed_twice]) == [
            f"{first.staff.name}同时拟聘{first.opening.post}和{second.opening.post}，"
            "请按讨论决定的意见只保留一个岗位"
        ]
