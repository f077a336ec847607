"""Who is kept off the agenda, what comes before the meeting, and what is reported first? (D012–D019, R-20, R-24)"""

from dataclasses import replace
from datetime import date

import pytest

from campaigns import guards
from campaigns.choices import ActKind, AgendaPurpose, Consulted, DisciplineResult, Outcome, Purpose, Stage
from campaigns.guards import agenda, reporting
from campaigns.models import Act, Campaign
from campaigns.rulesets.presets import BY_CODE
from campaigns.rulesets.stages.deciding import AgendaRules
from campaigns.services import meetings, people
from personnel.models import BodyMember
from selection.reasons import Refused, reasons_against
from tests.factories.campaigns import (
    COUNTY,
    ActFactory,
    AgendaItemFactory,
    CampaignFactory,
    CandidacyFactory,
    DisciplineOpinionFactory,
    InspectionFactory,
    MeetingFactory,
    ObjectionFactory,
    OpeningFactory,
    PlanFactory,
    RoundFactory,
    WaiverFactory,
    officer_of,
)
from tests.factories.personnel import RelationFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("go_to")]
DAY = date(2026, 3, 2)
FIRST_TWO = (Consulted.SECRETARY, Consulted.PRINCIPAL)


def under(**asked):
    """A selection that is to be decided, by the county's rules with these of the agenda."""
    plan = PlanFactory(rules=replace(BY_CODE[COUNTY], agenda=AgendaRules(**asked)))
    return CampaignFactory(plan=plan, at=Stage.DECIDE)


def somebody(campaign, **traits):
    return CandidacyFactory(opening__campaign=campaign, inspectee=True, **traits)


def said(rule, campaign):
    return [str(reason) for reason in reasons_against(Campaign.objects.get(pk=campaign.pk), [rule])]


def done(campaign, kind, person=None, on=DAY, **figures):
    return ActFactory(campaign=campaign, kind=kind, candidacy=person, happened_on=on, figures=figures)


def heard(person, who, view=Outcome.AGREED, on=DAY):
    return done(person.campaign, ActKind.DELIBERATION, person, on, who=who, name="王某某", view=view)


def vote(campaign, purpose, person):
    return RoundFactory(campaign=campaign, opening=None, purpose=purpose, entitled=60, agree={person: 50})


class TestGates:
    def kept_off(self, campaign):
        return said(agenda.nobody_is_kept_off_the_agenda, campaign)

    @pytest.mark.row("D012", side="refuses")
    @pytest.mark.row("E013", side="refuses")
    def test_nobody_without_recommendation_and_evaluation(self):
        person = somebody(under(gates=("recommended",)))

        assert self.kept_off(person.campaign) == [
            f"{person.staff.name}没有经过民主推荐，不得上会，可先暂缓此人",
            f"{person.staff.name}没有经过民主测评，不得上会，可先暂缓此人",
        ]

    @pytest.mark.row("D012", side="holds")
    @pytest.mark.row("E013", side="holds")
    def test_who_had_both_may_come_up(self):
        person = somebody(under(gates=("recommended",)))
        for purpose in (Purpose.RECOMMENDATION, Purpose.EVALUATION):
            vote(person.campaign, purpose, person)

        assert self.kept_off(person.campaign) == []

    @pytest.mark.row("D013", side="refuses")
    @pytest.mark.row("E014", side="refuses")
    def test_nobody_who_was_not_inspected(self):
        person = somebody(under(gates=("inspected",)))

        assert self.kept_off(person.campaign) == [f"{person.staff.name}尚无考察材料，不得上会，可先暂缓此人"]

    @pytest.mark.row("D013", side="holds")
    @pytest.mark.row("E014", side="holds")
    def test_who_was_inspected_may_come_up(self):
        person = somebody(under(gates=("inspected",)))
        InspectionFactory(candidacy=person, signed=True)

        assert self.kept_off(person.campaign) == []

    @pytest.mark.row("D014", side="refuses")
    @pytest.mark.row("AMB-28", side="refuses")
    def test_nobody_on_whom_secretary_and_principal_differ(self):
        person = somebody(under(gates=("agreed",)))
        heard(person, Consulted.SECRETARY)
        assert self.kept_off(person.campaign) == [f"{person.staff.name}：尚未登记校长的意见，不得上会"]

        heard(person, Consulted.PRINCIPAL, Outcome.DEFERRED)

        assert self.kept_off(person.campaign) == [
            f"{person.staff.name}：书记、校长意见不一致，不得上会，可先暂缓此人"
        ]

    @pytest.mark.row("D014", side="holds")
    @pytest.mark.row("AMB-28", side="holds")
    def test_what_others_say_against_is_on_record_and_the_last_view_counts(self):
        person = somebody(under(gates=("agreed",)))
        heard(person, Consulted.PRINCIPAL, Outcome.REFUSED)
        for who in FIRST_TWO:
            heard(person, who)
        heard(person, Consulted.MEMBER, Outcome.REFUSED)

        assert self.kept_off(person.campaign) == []

    def test_one_who_is_both_agrees_with_himself(self):
        person = somebody(under(gates=("agreed",)))
        heard(person, Consulted.BOTH)

        assert self.kept_off(person.campaign) == []

    @pytest.mark.row("D015", side="refuses")
    @pytest.mark.row("E016", side="refuses")
    def test_nobody_of_whom_something_is_not_cleared_up(self):
        person = somebody(under(gates=("resolved",)))
        DisciplineOpinionFactory(candidacy=person, clear=True, petitions=DisciplineResult.UNRESOLVED)
        ObjectionFactory(candidacy=person, campaign=person.campaign)

        assert self.kept_off(person.campaign) == [
            f"{person.staff.name}有问题尚未核查清楚，不得上会，可先暂缓此人",
            f"{person.staff.name}有反映事项尚未办结，不得上会，可先暂缓此人",
        ]

    @pytest.mark.row("D015", side="holds")
    @pytest.mark.row("E016", side="holds")
    def test_what_was_cleared_up_keeps_nobody_off(self):
        person = somebody(under(gates=("resolved",)))
        DisciplineOpinionFactory(candidacy=person, clear=True)
        ObjectionFactory(candidacy=person, campaign=person.campaign, unfounded=True)

        assert self.kept_off(person.campaign) == []

    @pytest.mark.row("D016", side="refuses")
    def test_nobody_of_whom_discipline_has_not_answered(self):
        person = somebody(under(gates=("discipline",)))

        assert self.kept_off(person.campaign) == [
            f"{person.staff.name}的纪检机关意见尚未回复，不得上会，可先暂缓此人"
        ]

    @pytest.mark.row("D016", side="holds")
    @pytest.mark.row("E017", side="holds")
    def test_whom_discipline_has_nothing_against_may_come_up(self):
        person = somebody(under(gates=("discipline", "vetoed")))
        DisciplineOpinionFactory(candidacy=person, clear=True)

        assert self.kept_off(person.campaign) == []

    @pytest.mark.row("E017", side="refuses")
    def test_one_veto_is_enough(self):
        person = somebody(under(gates=("vetoed",)))
        DisciplineOpinionFactory(candidacy=person, clear=True, result=DisciplineResult.VETO)

        assert self.kept_off(person.campaign) == [
            f"纪检机关不同意任用{person.staff.name}，请作不再列为人选处理"
        ]

    def test_the_decision_is_not_entered_before_the_gate_opens_and_a_held_person_waits_alone(self):
        campaign = under(gates=("discipline",))
        clear, waiting = somebody(campaign), somebody(campaign)
        DisciplineOpinionFactory(candidacy=clear, clear=True)
        meeting, by = MeetingFactory(plan=campaign.plan), officer_of(campaign)

        def decide():
            return meetings.resolve(
                meeting, AgendaPurpose.DECISION, by=by, campaign=campaign, resolution="按表决结果确定。"
            )

        with pytest.raises(Refused) as refusal:
            decide()
        people.hold(waiting, by=by, reason="纪检机关尚未回复")

        assert refusal.value.reasons == [
            f"{waiting.staff.name}的纪检机关意见尚未回复，不得上会，可先暂缓此人"
        ]
        assert decide().purpose == AgendaPurpose.DECISION

    def test_the_county_asks_for_none_of_them(self):
        person = somebody(CampaignFactory(at=Stage.DECIDE))

        assert self.kept_off(person.campaign) == []


class TestBeforeTheMeeting:
    @pytest.mark.row("E012", side="refuses")
    @pytest.mark.row("E019", side="refuses")
    @pytest.mark.row("R-20", side="refuses")
    @pytest.mark.row("T024", side="refuses")
    def test_each_case_is_talked_over_first(self):
        person = somebody(under(deliberation=True))
        AgendaItemFactory(campaign=person.campaign)
        heard(person, Consulted.SECRETARY, on=date(2026, 3, 3))

        assert said(agenda.cases_were_talked_over, person.campaign) == [
            f"{person.staff.name}的任用尚未在会前酝酿"
        ]

    @pytest.mark.row("E012", side="holds")
    @pytest.mark.row("E019", side="holds")
    @pytest.mark.row("R-20", side="holds")
    @pytest.mark.row("T024", side="holds")
    def test_it_was_by_the_day_of_the_meeting(self):
        person = somebody(under(deliberation=True))
        AgendaItemFactory(campaign=person.campaign)
        heard(person, Consulted.SECRETARY)

        assert said(agenda.cases_were_talked_over, person.campaign) == []

    @pytest.mark.parametrize(
        ("today", "waits"),
        [
            pytest.param(date(2026, 4, 1), True, marks=pytest.mark.row("R-20", side="refuses")),
            pytest.param(date(2026, 4, 2), False, marks=pytest.mark.row("R-20", side="holds")),
        ],
    )
    def test_who_administers_along_has_thirty_days_and_is_then_taken_to_agree(self, go_to, today, waits):
        person = somebody(under(co_admin_reply_days=30))
        heard(person, Consulted.CO_ADMIN, view="")
        go_to(today)

        reasons = said(agenda.co_administrators_have_answered, person.campaign)

        late = f"{person.staff.name}：协管方尚未答复，2026年4月1日以前未答复的视为同意"
        assert reasons == ([late] if waits else [])

    def test_an_answer_ends_the_waiting(self):
        person = somebody(under(co_admin_reply_days=30))
        heard(person, Consulted.CO_ADMIN, view="")
        heard(person, Consulted.CO_ADMIN)

        assert said(agenda.co_administrators_have_answered, person.campaign) == []

    @pytest.mark.parametrize(
        ("sent", "is_early"),
        [
            pytest.param(
                date(2026, 3, 1),
                True,
                marks=[
                    pytest.mark.row("D019", side="holds"),
                    pytest.mark.row("T025", side="holds"),
                    pytest.mark.row("T043", side="holds"),
                ],
            ),
            pytest.param(
                date(2026, 3, 2),
                False,
                marks=[
                    pytest.mark.row("D019", side="refuses"),
                    pytest.mark.row("T025", side="refuses"),
                    pytest.mark.row("T043", side="refuses"),
                ],
            ),
        ],
    )
    def test_members_have_the_materials_before_the_day_of_the_meeting(self, sent, is_early):
        campaign = under(materials=True)
        AgendaItemFactory(campaign=campaign)
        done(campaign, ActKind.MATERIALS, on=sent)

        reasons = said(agenda.members_had_the_materials, campaign)

        assert [each.endswith("属临时动议，请另行开会讨论决定") for each in reasons] == [True] * (
            not is_early
        )

    @pytest.mark.row("D017", side="refuses")
    def test_each_person_is_introduced_in_four_points(self):
        campaign = under(introduction=True)
        person, other = somebody(campaign), somebody(campaign)
        AgendaItemFactory(campaign=campaign)
        told = dict.fromkeys(("nomination", "recommendation", "inspection"), "已介绍")
        done(campaign, ActKind.INTRODUCTION, person, **told)

        assert said(agenda.everybody_was_introduced, campaign) == [
            f"{person.staff.name}的会上介绍缺：任免理由",
            f"{other.staff.name}没有会上介绍提名、推荐、考察情况和任免理由的记录",
        ]

    @pytest.mark.row("D017", side="holds")
    def test_all_four_are_on_record(self):
        person = somebody(under(introduction=True))
        AgendaItemFactory(campaign=person.campaign)
        told = dict.fromkeys(("nomination", "recommendation", "inspection", "grounds"), "已介绍")
        done(person.campaign, ActKind.INTRODUCTION, person, **told)

        assert said(agenda.everybody_was_introduced, person.campaign) == []


class TestReporting:
    RULE = reporting.what_is_reported_beforehand_was_agreed

    @pytest.mark.parametrize(
        ("seats", "stops"),
        [
            pytest.param(
                30,
                False,
                marks=[pytest.mark.row("T042", side="holds"), pytest.mark.row("R-24", side="holds")],
            ),
            pytest.param(
                31,
                True,
                marks=[pytest.mark.row("T042", side="refuses"), pytest.mark.row("R-24", side="refuses")],
            ),
        ],
    )
    def test_more_than_thirty_at_once_are_reported_first(self, seats, stops):
        campaign = under(report_over=30)
        OpeningFactory(campaign=campaign, seats=seats)

        reasons = said(self.RULE, campaign)

        late = "本方案一次调整31人，超过30人，须先报上级同意（一次调整人数较多的）"
        assert reasons == ([late] if stops else [])

    def test_it_is_asked_at_the_start_already(self):
        assert self.RULE in guards.announce.RULES
        assert self.RULE in guards.publicize.RULES

    @pytest.mark.row("T041", side="refuses")
    def test_so_are_exceptions_relatives_and_a_leader_about_to_leave(self):
        campaign = under(reports=("exceptional", "relatives", "leaving"))
        person = somebody(campaign)
        WaiverFactory(campaign=campaign, candidacy=person, kind="skipping")
        first = campaign.plan.body.members.filter(is_first_leader=False).first()
        RelationFactory(staff=person.staff, relative=first.staff)
        BodyMember.objects.filter(pk=first.pk).update(is_first_leader=True, ended_on=date(2026, 5, 1))

        assert said(self.RULE, campaign) == [
            f"{person.staff.name}属破格或者越级提拔，须先报上级同意（破格或者越级提拔的）",
            f"{first.staff.name}与人选{person.staff.name}有夫妻关系，须先报上级同意（领导成员的近亲属提拔的）",
            f"主要负责人{first.staff.name}将于2026年5月1日离任，须先报上级同意（主要负责人离任前提拔的）",
        ]

    @pytest.mark.row("T041", side="holds")
    def test_what_was_agreed_stops_nothing(self):
        campaign = under(reports=("exceptional",), report_over=30)
        WaiverFactory(campaign=campaign, candidacy=somebody(campaign), kind="extraordinary")
        OpeningFactory(campaign=campaign, seats=31)
        Act.objects.create(
            plan=campaign.plan,
            kind=ActKind.PRE_REPORT,
            happened_on=DAY,
            figures={"items": ["batch", "exceptional"], "document_number": "甲教〔2026〕3号"},
            entered_by=officer_of(campaign),
        )

        assert said(self.RULE, campaign) == []
