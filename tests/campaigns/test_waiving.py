"""Who lets an exception pass, and when does it lapse? (A021, B013, B018, AMB-3)"""

from dataclasses import replace
from datetime import date
from types import SimpleNamespace

import pytest

from campaigns import guards
from campaigns.choices import AgendaPurpose, Approver, Conclusion, Stage, WaiverKind
from campaigns.eligibility.screening import conclude
from campaigns.exceptions import wanted
from campaigns.models import Acknowledgement, Campaign, Candidacy, Waiver
from campaigns.naming import who
from campaigns.rulesets.presets import BY_CODE
from campaigns.services import acknowledging, screening, waiving
from campaigns.waiver_kinds import kind_of
from selection.accounts.models import Notification
from selection.reasons import BLOCK, RULES, Light, Refused, Rule, checklist
from selection.records import reviews
from selection.records.models import Review
from tests.factories.accounts import TeacherFactory
from tests.factories.campaigns import (
    COUNTY,
    PIDU,
    AgendaItemFactory,
    CampaignFactory,
    CandidacyFactory,
    MeetingFactory,
    PlanFactory,
    WaiverFactory,
    bureau_reviewer_of,
    leader_of,
    officer_of,
    scan_for,
)
from tests.factories.personnel import StaffFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("go_to")]

STUDY = "尚未登记组织学习选拔任用办法的情况"
AGE = "截至2026年3月1日47周岁，超过上限45周岁"


@pytest.fixture
def campaign():
    return CampaignFactory(code=PIDU)


def refused(act, *args, **said):
    with pytest.raises(Refused) as refusal:
        act(*args, **said)
    return refusal.value.reasons


def finding(rule, sentence, effect="warn"):
    return {
        "rule": rule,
        "title": rule,
        "cites": [],
        "sentence": sentence,
        "effect": effect,
        "is_unknown": False,
    }


def screened(campaign, *findings):
    return CandidacyFactory(opening__campaign=campaign, screening={"findings": list(findings)})


def request(campaign, rule="rules_are_studied", sentence=STUDY, **changes):
    by = changes.pop("by", None) or officer_of(campaign)
    usual = {"reason": "已集体学习。", "proof": scan_for(campaign)}
    return waiving.request(campaign, rule, sentence, by=by, **(usual | changes))


def meeting_item(campaign, **traits):
    meeting = MeetingFactory(plan=campaign.plan, happened_on=date(2026, 2, 27), **traits)
    return AgendaItemFactory(campaign=campaign, meeting=meeting, purpose=AgendaPurpose.WAIVER)


class TestRequesting:
    @pytest.mark.row("AMB-3", side="holds")
    def test_a_general_rule_may_be_waived_by_the_schools_meeting(self, campaign):
        waiver = request(campaign, proof=scan_for(campaign))

        assert (waiver.approver, waiver.is_open, waiver.sentence) == (Approver.SCHOOL_MEETING, True, STUDY)

    @pytest.mark.row("A037", side="refuses")
    def test_what_only_the_bureau_lets_pass_is_asked_for_with_a_paper(self, campaign):
        sentence = "既不是中层后备干部，也没有上级部门挂职经历"
        person = screened(campaign, finding("comes_from_reserve_or_secondment", sentence))
        asked = {"rule": "comes_from_reserve_or_secondment", "sentence": sentence, "candidacy": person}

        assert refused(request, campaign, **asked, proof=None) == [
            "由教育局批准的例外，请附请示、书面报告等佐证材料"
        ]
        assert request(campaign, **asked).approver == Approver.BUREAU

    @pytest.mark.row("AMB-3", side="refuses")
    def test_a_hard_rule_may_not(self, campaign):
        said = refused(request, campaign, "motion_is_made", "尚未登记学校党组织的启动意见")

        assert said == ["“党组织已提出启动意见”是必须做到的，不能申请例外"]

    def test_advice_needs_none(self):
        campaign = CampaignFactory(code="county-schools", at=Stage.INSPECT)
        person = CandidacyFactory(opening__campaign=campaign, inspectee=True)

        said = refused(
            request, campaign, "discipline_has_answered", f"{person.staff.name}尚未征求纪检机关意见"
        )

        assert said == ["“纪检机关已回复意见”只是提示，知悉即可，不必申请例外"]

    def test_the_sentence_must_stand_as_it_is(self, campaign):
        assert refused(request, campaign, sentence="学习了一半") == ["情形已有变化，请按现在的情形重新申请"]

    def test_a_rule_that_does_not_apply_says_nothing_to_waive(self):
        county = CampaignFactory(code="county-schools")

        assert refused(request, county) == ["情形已有变化，请按现在的情形重新申请"]

    def test_there_is_no_such_rule(self, campaign):
        assert refused(request, campaign, "everything_is_fine", "好") == ["没有这条规则，请刷新页面后重试"]

    def test_once_with_a_reason_and_by_the_officer(self, campaign):
        assert refused(request, campaign, reason=" ") == ["请写明申请例外的理由"]
        assert refused(request, campaign, by=leader_of(campaign)) == [
            "您没有申请例外的权限，或因回避不能办理"
        ]
        request(campaign)
        assert refused(request, campaign) == ["这一情形已申请过例外"]

    def test_of_a_person_it_speaks_of_the_stored_screening(self, campaign):
        person = screened(campaign, finding("is_within_first_age", AGE))

        waiver = request(campaign, "is_within_first_age", AGE, candidacy=person)

        assert (waiver.candidacy, waiver.approver) == (person, Approver.SCHOOL_MEETING)

    def test_what_screening_found_hard_has_no_exception(self, campaign):
        person = screened(campaign, finding("is_teacher", "不是教师", effect="block"))

        said = refused(request, campaign, "is_teacher", "不是教师", candidacy=person)

        assert said == ["“须为教师”是必须做到的，不能申请例外"]

    @pytest.mark.row("B018", side="holds")
    def test_whom_the_rulebook_sends_to_the_bureau(self, campaign):
        said = "既不是中层后备干部，也没有上级部门挂职经历"
        person = screened(campaign, finding("comes_from_reserve_or_secondment", said))

        waiver = request(campaign, "comes_from_reserve_or_secondment", said, candidacy=person)

        assert waiver.approver == Approver.BUREAU

    @pytest.mark.row("A015", side="holds")
    def test_staying_on_beyond_the_age_is_for_the_bureau(self):
        campaign = CampaignFactory(code="county-schools")
        person = screened(campaign, finding("is_below_exit_age", "已满55周岁"))

        waiver = request(campaign, "is_below_exit_age", "已满55周岁", candidacy=person)

        assert waiver.approver == Approver.BUREAU


class TestOpeningHardRules:
    """A hard rule has no waiver but the approval that its own row names (A015)."""

    SAID = "截至2026年3月1日55周岁，已满55周岁，一般应退出中层岗位"

    @pytest.fixture
    def person(self):
        rules = replace(BY_CODE[COUNTY], effects={"is_below_exit_age": "block"}, approvers={})
        plan = PlanFactory(rules=rules)
        leaving = StaffFactory(organisation=plan.organisation, born=date(1971, 3, 1), gender="male")
        person = CandidacyFactory(opening__campaign__plan=plan, staff=leaving)
        screening.screen_all(person.campaign, by=officer_of(person.campaign))
        person.refresh_from_db()
        return person

    def request(self, person, rule="is_below_exit_age", sentence=SAID):
        return request(person.campaign, rule, sentence, candidacy=person)

    @pytest.mark.row("A015", side="holds")
    def test_the_named_approval_is_the_bureaus_whoever_waives_else(self, person):
        waiver = self.request(person)

        assert (waiver.approver, waiver.kind) == (Approver.BUREAU, WaiverKind.EXTENSION)
        assert self.SAID in [each["sentence"] for each in person.unwaived()]

    @pytest.mark.row("A015", side="refuses")
    def test_until_it_is_given_the_person_waits_and_then_goes_on(self, person):
        waiver = self.request(person)
        assert "is_below_exit_age" in [each["rule"] for each in person.unwaived()]

        review = waiving.submit_to_bureau(waiver, by=officer_of(person.campaign))
        reviews.decide(review, by=bureau_reviewer_of(person.campaign), approve=True)

        again = Candidacy.objects.get(pk=person.pk)
        assert "is_below_exit_age" not in [each["rule"] for each in again.unwaived()]

    def test_the_schools_meeting_cannot_give_it(self, person):
        waiver, item = self.request(person), meeting_item(person.campaign)

        said = refused(waiving.grant_by_meeting, [waiver], item, by=officer_of(person.campaign))

        assert said == [f"“{self.SAID}”须报教育局批准"]

    def test_what_opens_by_nothing_stays_hard_in_the_same_screening(self, person):
        found = [finding("is_teacher", "不是教师", effect="block")]
        person.screening["findings"] += found
        person.save()

        assert refused(self.request, person, "is_teacher", "不是教师") == [
            "“须为教师”是必须做到的，不能申请例外"
        ]
        assert conclude(person.screening["findings"]) == Conclusion.INELIGIBLE

    def test_an_approval_may_be_asked_for_only_once_its_row_opens(self):
        def says(subject):
            yield "考察对象1名，应多于1名"

        hard = Rule(
            says,
            "多于职数",
            cites="A107",
            about="campaign",
            effect=BLOCK,
            mend="",
            applies=None,
            once=None,
            tells_figures=False,
            opened_by="A051",
            opens=lambda subject: subject.few,
        )
        asked = [hard.reasons(SimpleNamespace(ruleset=BY_CODE[COUNTY], few=few))[0] for few in (False, True)]

        assert [each.may_be_waived for each in asked] == [False, True]
        assert all(each.stops for each in asked)


class TestGrantingByMeeting:
    def test_one_item_grants_several_from_the_day_of_the_meeting(self, campaign):
        person = screened(campaign, finding("is_within_first_age", AGE))
        waivers = [request(campaign), request(campaign, "is_within_first_age", AGE, candidacy=person)]
        item = meeting_item(campaign)

        waiving.grant_by_meeting(waivers, item, by=officer_of(campaign))

        granted = Waiver.objects.order_by("pk").values_list("agenda_item", "granted_on")
        assert list(granted) == [(item.pk, date(2026, 2, 27))] * 2

    def test_the_checklist_shows_it_as_waived_and_the_person_as_settled(self, campaign):
        person = screened(campaign, finding("is_within_first_age", AGE))
        waivers = [request(campaign), request(campaign, "is_within_first_age", AGE, candidacy=person)]

        waiving.grant_by_meeting(waivers, meeting_item(campaign), by=officer_of(campaign))

        [line] = checklist(campaign, [guards.announce.rules_are_studied])
        assert (line.light, person.unwaived()) == (Light.WAIVED, [])

    def test_it_lapses_when_the_sentence_changes(self, campaign):
        person = screened(campaign, finding("is_within_first_age", AGE))
        waiver = request(campaign, "is_within_first_age", AGE, candidacy=person)
        waiving.grant_by_meeting([waiver], meeting_item(campaign), by=officer_of(campaign))

        older = AGE.replace("47", "48")
        person.screening = {"findings": [finding("is_within_first_age", older)]}

        assert [each["sentence"] for each in person.unwaived()] == [older]

    def test_a_meeting_that_waits_for_its_second_person_grants_nothing(self, campaign):
        waiver = WaiverFactory(campaign=campaign)
        meeting = MeetingFactory(plan=campaign.plan, on_paper=True)
        item = AgendaItemFactory(campaign=campaign, meeting=meeting, purpose=AgendaPurpose.WAIVER)

        assert refused(waiving.grant_by_meeting, [waiver], item, by=officer_of(campaign)) == [
            "会议记录是线下补录，请先由第二人核实"
        ]

    def test_what_does_not_fit_is_said_all_at_once(self, campaign):
        ours = WaiverFactory(campaign=campaign)
        theirs = WaiverFactory(campaign=campaign, of_the_bureau=True, sentence="须报批的情形")
        strange = WaiverFactory(sentence="别处的情形")
        meeting = MeetingFactory(plan=campaign.plan)
        item = AgendaItemFactory(campaign=campaign, meeting=meeting, purpose=AgendaPurpose.DECISION)

        said = refused(waiving.grant_by_meeting, [ours, theirs, strange], item, by=officer_of(campaign))

        assert said == [
            "批准例外须依据会议研究例外事项的议题",
            "“须报批的情形”须报教育局批准",
            "“别处的情形”不属于这次会议研究的方案",
        ]

    def test_none_or_decided_ones_are_not_granted(self, campaign):
        item = meeting_item(campaign)
        granted = WaiverFactory(campaign=campaign, granted=True)

        assert refused(waiving.grant_by_meeting, [], item, by=officer_of(campaign)) == ["请选择例外事项"]
        assert refused(waiving.grant_by_meeting, [granted], item, by=officer_of(campaign)) == [
            f"“{STUDY}”已有结果，不必再办"
        ]

    def test_only_the_officer_enters_it(self, campaign):
        waiver = WaiverFactory(campaign=campaign)
        teacher = TeacherFactory(organisation=campaign.organisation)

        said = refused(waiving.grant_by_meeting, [waiver], meeting_item(campaign), by=teacher)

        assert said == ["您没有登记例外事项的研究结果的权限，或因回避不能办理"]


class TestGrantingByBureau:
    @pytest.fixture
    def waiver(self, campaign):
        return WaiverFactory(campaign=campaign, of_the_bureau=True)

    @pytest.mark.row("B018", side="holds")
    def test_it_counts_from_the_day_of_the_approval(self, campaign, waiver, go_to):
        review = waiving.submit_to_bureau(waiver, by=officer_of(campaign))
        go_to(date(2026, 3, 4))

        reviews.decide(review, by=bureau_reviewer_of(campaign), approve=True)

        waiver.refresh_from_db()
        assert (waiver.is_granted, waiver.granted_on) == (True, date(2026, 3, 4))

    @pytest.mark.row("B018", side="refuses")
    def test_sent_back_it_is_open_and_handed_in_again(self, campaign, waiver):
        review = waiving.submit_to_bureau(waiver, by=officer_of(campaign))
        reviews.decide(review, by=bureau_reviewer_of(campaign), approve=False, remarks="理由不充分")
        waiver.refresh_from_db()

        again = waiving.submit_to_bureau(waiver, by=officer_of(campaign))

        assert (waiver.is_open, again.pk, again.submissions.count()) == (True, review.pk, 2)

    def test_what_is_handed_in_is_frozen(self, campaign, waiver):
        review = waiving.submit_to_bureau(waiver, by=officer_of(campaign))

        assert review.latest.content == {
            "rule": "rules_are_studied",
            "sentence": STUDY,
            "reason": "已在教职工大会上集体学习。",
            "candidacy": None,
            "proof": None,
        }
        assert review.title == f"例外事项（{STUDY}）"

    def test_of_a_person_the_title_has_the_name(self, campaign):
        person = screened(campaign)
        waiver = WaiverFactory(campaign=campaign, candidacy=person, of_the_bureau=True)

        review = waiving.submit_to_bureau(waiver, by=officer_of(campaign))

        assert review.title == f"例外事项（{who(person)}：{STUDY}）"

    def test_what_the_school_decides_does_not_go_there(self, campaign):
        waiver = WaiverFactory(campaign=campaign)

        assert refused(waiving.submit_to_bureau, waiver, by=officer_of(campaign)) == [
            "这一例外由学校会议研究决定，不必报教育局"
        ]
        assert not Review.objects.exists()


class TestItsTerm:
    @pytest.fixture
    def waiver(self, campaign):
        waiver = request(campaign, expires_on=date(2026, 3, 9))
        waiving.grant_by_meeting([waiver], meeting_item(campaign), by=officer_of(campaign))
        return waiver

    def light(self, campaign):
        [line] = checklist(Campaign.objects.get(pk=campaign.pk), [guards.announce.rules_are_studied])
        return line.light

    @pytest.mark.parametrize(("day", "light"), [(9, Light.WAIVED), (10, Light.NO)])
    def test_it_opens_to_the_end_of_its_last_day(self, campaign, waiver, go_to, day, light):
        go_to(date(2026, 3, day))

        assert self.light(campaign) == light

    def test_when_it_is_over_it_is_wanted_and_asked_for_anew(self, campaign, waiver, go_to):
        assert STUDY not in [each.sentence for each in wanted(campaign)]
        go_to(date(2026, 3, 10))
        assert STUDY in [each.sentence for each in wanted(campaign)]

        again = request(campaign)

        waiver.refresh_from_db()
        assert (again.is_open, waiver.is_renewed) == (True, True)

    def test_a_term_that_is_over_is_neither_asked_for_nor_granted(self, campaign):
        assert refused(request, campaign, expires_on=date(2026, 3, 1)) == [
            "有效期至2026年3月1日，已经过去，请核对"
        ]
        waiver = WaiverFactory(campaign=campaign, expires_on=date(2026, 2, 26))
        assert refused(
            waiving.grant_by_meeting, [waiver], meeting_item(campaign), by=officer_of(campaign)
        ) == [f"“{STUDY}”申请的有效期至2026年2月26日，早于会议日期"]

    def test_the_bureau_reads_until_when_it_is_asked_for(self, campaign):
        waiver = WaiverFactory(campaign=campaign, of_the_bureau=True, expires_on=date(2026, 8, 31))

        review = waiving.submit_to_bureau(waiver, by=officer_of(campaign))

        assert review.latest.content["expires_on"] == "2026-08-31"


class TestItsKind:
    @pytest.mark.parametrize(
        ("rule", "kind"),
        [
            ("served_as_deputy_before_chief", WaiverKind.EXTRAORDINARY),
            ("is_below_exit_age", WaiverKind.EXTENSION),
            ("is_within_first_age", WaiverKind.AGE),
            ("comes_from_reserve_or_secondment", WaiverKind.SCOPE),
            ("rules_are_studied", WaiverKind.OTHER),
        ],
    )
    def test_it_goes_by_the_row_of_its_rule(self, rule, kind):
        assert kind_of(RULES[rule]) == kind

    def test_the_yearly_report_finds_those_of_the_year_by_kind_and_school(self, campaign):
        kinds = (WaiverKind.OTHER, WaiverKind.AGE)
        other, age = (
            WaiverFactory(campaign=campaign, granted=True, kind=kind, sentence=kind.label) for kind in kinds
        )
        WaiverFactory(campaign=campaign, granted_on=date(2025, 12, 31), sentence="去年的")
        WaiverFactory(campaign=campaign, sentence="尚未批准的")
        WaiverFactory(granted=True, sentence="别处的")

        found = Waiver.objects.granted_in(2026, campaign.organisation)

        assert list(found) == [age, other]


class TestRefusing:
    @pytest.mark.parametrize("who", [leader_of, officer_of])
    def test_the_school_refuses_what_is_the_schools(self, campaign, who):
        waiver = WaiverFactory(campaign=campaign)

        waiving.refuse(waiver, by=who(campaign), reason="不符合破格条件")

        waiver.refresh_from_db()
        assert (waiver.refused_on, waiver.refusal, waiver.is_open) == (
            date(2026, 3, 2),
            "不符合破格条件",
            False,
        )
        told = Notification.objects.get(user=officer_of(campaign))
        assert told.sentence == f"例外事项未获批准：{STUDY}"

    def test_the_bureau_refuses_what_is_the_bureaus(self, campaign):
        waiver = WaiverFactory(campaign=campaign, of_the_bureau=True)

        assert refused(waiving.refuse, waiver, by=leader_of(campaign), reason="不同意") == [
            "您没有不批准例外的权限，或因回避不能办理"
        ]
        waiving.refuse(waiver, by=bureau_reviewer_of(campaign), reason="不同意")
        assert Waiver.objects.get().refused_on == date(2026, 3, 2)

    def test_what_the_bureau_refused_waits_for_it_no_longer(self, campaign):
        waiver = WaiverFactory(campaign=campaign, of_the_bureau=True)
        reviewer = bureau_reviewer_of(campaign)
        review = waiving.submit_to_bureau(waiver, by=officer_of(campaign))
        told = Notification.objects.filter(user=reviewer).count()

        waiving.refuse(waiver, by=reviewer, reason="不同意")

        assert not Review.objects.waiting_for(reviewer).filter(pk=review.pk).exists()
        assert Notification.objects.filter(user=reviewer).count() == told

    def test_not_without_a_reason_and_not_twice(self, campaign):
        waiver = WaiverFactory(campaign=campaign)

        assert refused(waiving.refuse, waiver, by=leader_of(campaign), reason="") == ["请写明不批准的理由"]
        waiving.refuse(waiver, by=leader_of(campaign), reason="不同意")
        assert refused(waiving.refuse, waiver, by=leader_of(campaign), reason="不同意") == [
            f"“{STUDY}”已有结果，不必再办"
        ]


class TestAcknowledging:
    @pytest.fixture
    def advised(self):
        campaign = CampaignFactory(code="county-schools", at=Stage.INSPECT)
        return CandidacyFactory(opening__campaign=campaign, inspectee=True)

    def read(self, campaign, rule, sentence, by=None):
        return acknowledging.acknowledge(campaign, rule, sentence, by=by or officer_of(campaign))

    def test_advice_is_read_once_and_on_record(self, advised):
        campaign, said = advised.campaign, f"{advised.staff.name}尚未征求纪检机关意见"

        first = self.read(campaign, "discipline_has_answered", said)
        second = self.read(campaign, "discipline_has_answered", said)

        assert (first, first.by) == (second, officer_of(campaign))
        assert [entry.act for entry in campaign.ledger.entries.all()] == ["知悉提示"]

    def test_of_a_person_it_is_what_screening_advised(self, advised):
        said = "受诫勉，影响期至2026年7月9日"
        screened(advised.campaign, finding("is_not_under_sanction", said, effect="advise"))

        self.read(advised.campaign, "is_not_under_sanction", said)

        assert Acknowledgement.objects.get().sentence == said

    def test_a_warning_is_not_clicked_away(self, campaign):
        assert refused(self.read, campaign, "rules_are_studied", STUDY) == ["提示的情形已有变化，请刷新页面"]

    def test_only_by_the_officer(self, advised):
        said = f"{advised.staff.name}尚未征求纪检机关意见"
        leader = leader_of(advised.campaign)

        assert refused(self.read, advised.campaign, "discipline_has_answered", said, by=leader) == [
            "您没有知悉提示的权限，或因回避不能办理"
        ]


class TestAskingAgain:
    """A waiver that was refused may be asked for with new reasons, and with new ones only."""

    def refused_once(self, campaign):
        officer = officer_of(campaign)
        waiver = waiving.request(campaign, "rules_are_studied", STUDY, by=officer, reason="已分组学习")
        waiving.refuse(waiver, by=officer, reason="材料不足")

    def ask(self, campaign, reason):
        officer = officer_of(campaign)
        return waiving.request(campaign, "rules_are_studied", STUDY, by=officer, reason=reason)

    def test_new_reasons_are_heard(self, campaign):
        self.refused_once(campaign)

        assert STUDY in [each.sentence for each in wanted(campaign)]
        assert self.ask(campaign, "补充签到表，全体已学习").is_open

    def test_the_same_are_not(self, campaign):
        self.refused_once(campaign)

        assert refused(self.ask, campaign, "已分组学习") == [
            "这一情形曾以同样的理由申请而未获批准，请补充新的理由再申请"
        ]

    def test_nor_is_a_second_one_beside_one_that_waits(self, campaign):
        self.refused_once(campaign)
        self.ask(campaign, "补充签到表，全体已学习")

        assert refused(self.ask, campaign, "又一理由") == ["这一情形已申请过例外"]
