"""What does the team write and sign, and what does discipline answer? (A080–A081, B045–B053)"""

from dataclasses import replace
from datetime import date

import pytest

from campaigns import guards
from campaigns.choices import ActKind, DisciplineResult, Purpose, Stage, Standing, TalkKind
from campaigns.models import DisciplineOpinion, Inspection
from campaigns.rulesets.presets.pidu_school import PIDU_SCHOOL
from campaigns.rulesets.stages.concluding import InspectionRules
from campaigns.services import acts, inspecting
from campaigns.voices import talk_count
from selection.accounts.models import Notification
from selection.reasons import Refused, reasons_against
from tests.factories.accounts import LeaderFactory, TeacherFactory
from tests.factories.campaigns import (
    PIDU,
    ActFactory,
    CampaignFactory,
    CandidacyFactory,
    DisciplineOpinionFactory,
    InspectionFactory,
    RoundFactory,
    decide_on,
    discipline_of,
    leader_of,
    officer_of,
    scan_for,
)
from tests.factories.personnel import RelationFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("go_to")]

WHOLE = {
    "virtue": "立场坚定。",
    "ability": "能力强。",
    "diligence": "勤勉。",
    "achievement": "实绩突出。",
    "integrity": "廉洁。",
    "ethics": "师德好。",
    "shortcomings": "创新不够。",
    "conclusion": "建议拟聘。",
}


def inspectee(code=PIDU, at=Stage.INSPECT):
    return CandidacyFactory(opening__campaign=CampaignFactory(at=at, code=code), inspectee=True)


def team_of(person):
    return person.campaign.plan.inspectors


def said_against(person, *rules):
    return [reason.sentence for reason in reasons_against(person.campaign, rules)]


class TestWriting:
    def test_a_member_of_the_team_writes_in_several_goes(self):
        person = inspectee()
        one, two, _ = team_of(person)

        inspecting.write(person, by=one, virtue="立场坚定。 ")
        inspecting.write(person, by=two, ability="能力强。")

        found = Inspection.objects.get()
        assert (found.virtue, found.ability, found.entered_by) == ("立场坚定。", "能力强。", two)
        assert [entry.act for entry in person.campaign.ledger.entries.all()] == ["填写考察材料"] * 2

    def test_the_text_itself_stays_out_of_the_ledger(self):
        person = inspectee()

        inspecting.write(person, by=team_of(person)[0], shortcomings="有时急躁。")

        assert "急躁" not in person.campaign.ledger.entries.get().text

    @pytest.mark.parametrize("stranger", [TeacherFactory, LeaderFactory])
    def test_nobody_else_writes(self, stranger):
        person = inspectee()

        with pytest.raises(Refused) as refusal:
            inspecting.write(person, by=stranger(organisation=person.campaign.organisation), virtue="好。")

        assert refusal.value.reasons == [f"您没有填写{person.staff.name}考察材料的权限，或因回避不能办理"]
        assert not Inspection.objects.exists()

    @pytest.mark.row("R-25", side="refuses")
    def test_a_relative_of_a_person_does_not_write(self):
        person = inspectee()
        member = RelationFactory(relative=person.staff, staff__user=team_of(person)[0]).staff.user

        with pytest.raises(Refused):
            inspecting.write(person, by=member, virtue="好。")

    @pytest.mark.parametrize("stage", [Stage.EVALUATE, Stage.DECIDE])
    def test_only_while_the_campaign_is_at_inspection(self, stage):
        person = inspectee(at=stage)

        with pytest.raises(Refused) as refusal:
            inspecting.write(person, by=team_of(person)[0], virtue="好。")

        assert refusal.value.reasons == [f"现在是“{stage.label}”阶段，不能填写考察材料"]

    def test_not_while_the_campaign_stands_still(self):
        person = inspectee()
        person.campaign.suspended_on = date(2026, 3, 2)
        person.campaign.save()

        with pytest.raises(Refused) as refusal:
            inspecting.write(person, by=team_of(person)[0], virtue="好。")

        assert refusal.value.reasons == ["本次选拔任用已暂停，请先恢复再办理"]

    def test_not_about_somebody_who_has_left_the_pool(self):
        campaign = CampaignFactory(at=Stage.INSPECT)
        person = CandidacyFactory(opening__campaign=campaign, withdrawn=True)

        with pytest.raises(Refused) as refusal:
            inspecting.write(person, by=team_of(person)[0], virtue="好。")

        assert refusal.value.reasons == [f"{person.staff.name}现为“自动放弃”，不能办理考察事项"]

    def test_what_was_signed_is_kept_and_the_new_text_is_another_version(self):
        person = inspectee()
        signed = InspectionFactory(candidacy=person, signed=True)

        inspecting.write(person, by=team_of(person)[0], achievement="补充考察的实绩。")

        signed.refresh_from_db()
        assert (signed.is_superseded, signed.achievement) == (True, "教学实绩突出。")
        assert (person.inspection.virtue, person.inspection.achievement) == (
            signed.virtue,
            "补充考察的实绩。",
        )
        assert not person.inspection.signers.exists()

    def test_a_part_that_does_not_exist_is_a_mistake_of_the_program(self):
        person = inspectee()

        with pytest.raises(TypeError):
            inspecting.write(person, by=team_of(person)[0], charm="有。")


class TestSigning:
    @pytest.mark.row("B049", side="holds")
    def test_when_every_member_has_signed_nothing_is_wanting(self):
        person = inspectee()
        found = InspectionFactory(candidacy=person)

        for member in team_of(person):
            inspecting.sign(found, by=member)

        assert said_against(person, guards.decide.inspections_are_signed) == []

    @pytest.mark.row("B049", side="refuses")
    def test_whoever_has_not_signed_is_named(self):
        person = inspectee()
        found = InspectionFactory(candidacy=person)
        one, *others = team_of(person)

        inspecting.sign(found, by=one)

        names = "、".join(sorted(member.name for member in others))
        expected = [f"{person.staff.name}的考察材料尚待{names}签字"]
        assert said_against(person, guards.decide.inspections_are_signed) == expected

    @pytest.mark.row("A080", side="refuses")
    def test_an_incomplete_text_is_not_signed(self):
        person = inspectee()
        found = InspectionFactory(candidacy=person, virtue=" ", ethics="", shortcomings="")

        with pytest.raises(Refused) as refusal:
            inspecting.sign(found, by=team_of(person)[0])

        assert refusal.value.reasons == [
            f"{person.staff.name}的考察材料缺：德、师德表现、主要缺点和不足，请补齐后再签署"
        ]

    @pytest.mark.row("A080", side="holds")
    def test_where_ethics_is_no_part_of_its_own_it_may_stay_blank(self):
        person = inspectee(code="county-schools")
        found = InspectionFactory(candidacy=person, ethics="")

        inspecting.sign(found, by=team_of(person)[0])

        assert list(found.signers.all()) == team_of(person)[:1]

    def test_the_officer_does_not_sign_for_the_team(self):
        person = inspectee()

        with pytest.raises(Refused):
            inspecting.sign(InspectionFactory(candidacy=person), by=officer_of(person.campaign))

    def test_nobody_signs_twice(self):
        person = inspectee()
        found = InspectionFactory(candidacy=person, signed=True)

        with pytest.raises(Refused) as refusal:
            inspecting.sign(found, by=team_of(person)[0])

        assert refusal.value.reasons == ["您已签署这份考察材料"]

    def test_a_version_that_was_replaced_is_not_signed(self):
        person = inspectee()
        old = InspectionFactory(candidacy=person, signed=True)
        inspecting.write(person, by=team_of(person)[0], virtue="新的内容。")

        with pytest.raises(Refused) as refusal:
            inspecting.sign(old, by=team_of(person)[1])

        assert refusal.value.reasons == ["这份考察材料已有新的版本，请签署新的版本"]


class TestOnPaper:
    def enter(self, person, **changes):
        facts = {"happened_on": date(2026, 2, 27), "attachment": scan_for(person.campaign)} | WHOLE | changes
        return inspecting.enter_on_paper(person, by=officer_of(person.campaign), **facts)

    def test_it_counts_once_a_second_person_has_confirmed_it(self):
        person = inspectee()
        found = self.enter(person)
        rules = (guards.decide.inspections_are_complete, guards.decide.inspections_are_signed)

        before = said_against(person, *rules)
        acts.confirm(found, by=leader_of(person.campaign))

        assert before == [f"{person.staff.name}的考察材料是线下补录，尚待第二人核实"]
        assert said_against(person, *rules) == []

    def test_the_scan_is_wanted(self):
        with pytest.raises(Refused) as refusal:
            self.enter(inspectee(), attachment=None)

        assert refusal.value.reasons == ["线下·补录须上传原始材料的扫描件或照片"]

    def test_it_is_not_signed_in_the_system(self):
        person = inspectee()
        found = self.enter(person)

        with pytest.raises(Refused) as refusal:
            inspecting.sign(found, by=team_of(person)[0])

        assert refusal.value.reasons == ["线下形成的考察材料已在纸上签名，不必在系统中签署"]

    def test_it_takes_the_place_of_a_draft(self):
        person = inspectee()
        draft = inspecting.write(person, by=team_of(person)[0], virtue="草稿。")

        found = self.enter(person)

        draft.refresh_from_db()
        assert (draft.is_superseded, person.inspection) == (True, found)


class TestOrderOfDates:
    def against(self, day):
        person = inspectee()
        ActFactory(campaign=person.campaign, happened_on=date(2026, 3, 2))
        InspectionFactory(candidacy=person, happened_on=day)
        return said_against(person, guards.decide.inspections_follow_the_notice)

    @pytest.mark.row("R-12", side="holds")
    def test_the_inspection_may_follow_on_the_day_of_the_notice(self):
        assert self.against(date(2026, 3, 2)) == []

    @pytest.mark.row("R-12", side="refuses")
    def test_an_inspection_before_the_notice_is_named_with_both_dates(self):
        [said] = self.against(date(2026, 3, 1))

        assert said.endswith("的考察材料（2026年3月1日）早于考察公告（2026年3月2日）")


class TestAskingDiscipline:
    def test_discipline_is_told_and_finds_it_in_its_list(self):
        person = inspectee()
        colleague = discipline_of(person.campaign)

        opinion = inspecting.ask_discipline(person, by=officer_of(person.campaign))

        assert list(DisciplineOpinion.objects.waiting_for(colleague)) == [opinion]
        school = person.campaign.organisation.short_name
        assert [each.sentence for each in Notification.objects.filter(user=colleague)] == [
            f"{school}征求{person.staff.name}的廉政意见，请回复"
        ]

    def test_it_may_be_asked_beside_the_stages(self):
        person = inspectee(at=Stage.EVALUATE)

        inspecting.ask_discipline(person, by=officer_of(person.campaign))

        assert person.discipline_opinion.requested_on == date(2026, 3, 2)

    def test_it_is_asked_once_until_the_reply_comes(self):
        person = inspectee()
        DisciplineOpinionFactory(candidacy=person)

        with pytest.raises(Refused) as refusal:
            inspecting.ask_discipline(person, by=officer_of(person.campaign))

        assert refusal.value.reasons == [f"已征求{person.staff.name}的廉政意见，请等候回复"]

    def test_it_is_asked_again_after_a_reply_and_both_are_kept(self):
        person = inspectee()
        first = DisciplineOpinionFactory(candidacy=person, result="unresolved", petitions="clear")

        second = inspecting.ask_discipline(person, by=officer_of(person.campaign))

        first.refresh_from_db()
        assert (first.is_superseded, first.result, person.discipline_opinion) == (True, "unresolved", second)

    def test_only_the_officer_asks(self):
        person = inspectee()

        with pytest.raises(Refused):
            inspecting.ask_discipline(person, by=leader_of(person.campaign))


class TestAnswering:
    def answer(self, opinion, **changes):
        said = {"result": DisciplineResult.CLEAR, "petitions": DisciplineResult.CLEAR} | changes
        by = said.pop("by", None) or discipline_of(opinion.candidacy.campaign)
        inspecting.answer(opinion, by=by, **said)

    def test_whoever_stands_for_two_posts_is_answered_for_once(self):
        person = inspectee()
        twin = CandidacyFactory(opening__campaign=person.campaign, staff=person.staff, inspectee=True)
        first, second = (DisciplineOpinionFactory(candidacy=each) for each in (person, twin))
        waiting = list(DisciplineOpinion.objects.waiting_for(discipline_of(person.campaign)))

        self.answer(first)

        second.refresh_from_db()
        assert (waiting, second.is_answered) == ([first], True)
        assert said_against(person, guards.decide.discipline_has_answered) == []

    @pytest.mark.row("B050", side="holds")
    @pytest.mark.row("B051", side="holds")
    def test_nothing_against_the_person_opens_the_step(self):
        opinion = DisciplineOpinionFactory()

        self.answer(opinion)

        assert said_against(opinion.candidacy, guards.decide.discipline_has_answered) == []
        told = Notification.objects.filter(user=officer_of(opinion.candidacy.campaign))
        assert [each.sentence for each in told] == [f"纪检机关已回复{opinion.candidacy.staff.name}的廉政意见"]

    @pytest.mark.row("B052", side="refuses")
    @pytest.mark.parametrize(
        ("result", "petitions", "said"),
        [
            ("unresolved", "clear", "{}有问题尚未核查清楚，请暂缓或待核查清楚"),
            ("clear", "unresolved", "{}有问题尚未核查清楚，请暂缓或待核查清楚"),
            ("veto", "clear", "纪检机关不同意任用{}，请作不再列为人选处理"),
        ],
    )
    def test_what_is_not_clear_keeps_the_step_shut(self, result, petitions, said):
        opinion = DisciplineOpinionFactory(candidacy__opening__campaign__code=PIDU)

        self.answer(opinion, result=result, petitions=petitions, text="正在核查。")

        person = opinion.candidacy
        expected = [said.format(person.staff.name)]
        assert said_against(person, guards.decide.discipline_has_answered) == []
        assert said_against(person, guards.decide.discipline_objects_to_nobody) == expected

    @pytest.mark.row("B053", side="refuses")
    @pytest.mark.parametrize("result", ["veto", "unresolved"])
    def test_it_does_so_where_asking_is_only_advised(self, result):
        opinion = DisciplineOpinionFactory(candidacy__opening__campaign__code="county-schools")

        self.answer(opinion, result=result, text="正在核查。")

        rules = [guards.decide.discipline_has_answered, guards.decide.discipline_objects_to_nobody]
        assert [reason.stops for reason in reasons_against(opinion.candidacy.campaign, rules)] == [True]

    @pytest.mark.row("B053", side="refuses")
    def test_asking_again_takes_nothing_back_until_the_next_answer(self):
        opinion = DisciplineOpinionFactory(candidacy__opening__campaign__code="county-schools")
        person = opinion.candidacy
        self.answer(opinion, result="veto", text="正在核查。")

        again = inspecting.ask_discipline(person, by=officer_of(person.campaign))
        waiting = said_against(person, guards.decide.discipline_objects_to_nobody)
        appointing = reasons_against(person, [guards.close.discipline_lets_the_person_be_appointed])
        self.answer(again)

        assert waiting == [f"纪检机关不同意任用{person.staff.name}，请作不再列为人选处理"]
        assert [each.sentence for each in appointing] == [
            f"纪检机关不同意任用{person.staff.name}，不能办理聘任"
        ]
        assert said_against(person, guards.decide.discipline_objects_to_nobody) == []

    @pytest.mark.row("B053", side="holds")
    def test_nobody_asked_is_nothing_said(self):
        assert said_against(inspectee(), guards.decide.discipline_objects_to_nobody) == []

    def test_no_reply_yet_keeps_the_step_shut(self):
        asked = DisciplineOpinionFactory(candidacy__opening__campaign__code=PIDU).candidacy
        unasked = inspectee()

        assert said_against(asked, guards.decide.discipline_has_answered) == [
            f"{asked.staff.name}的廉政意见或信访情况尚未回复"
        ]
        assert said_against(unasked, guards.decide.discipline_has_answered) == [
            f"{unasked.staff.name}尚未征求纪检机关意见"
        ]

    @pytest.mark.row("R-15", side="holds")
    def test_where_only_a_higher_rule_asks_it_is_advice(self):
        person = inspectee(code="county-schools")

        reasons = reasons_against(person.campaign, [guards.decide.discipline_has_answered])

        assert [(reason.effect, reason.stops) for reason in reasons] == [("advise", False)]

    def test_a_reply_is_final(self):
        opinion = DisciplineOpinionFactory(clear=True)

        with pytest.raises(Refused) as refusal:
            self.answer(opinion, result="veto", text="收回。")

        assert refusal.value.reasons == [f"{opinion.candidacy.staff.name}的廉政意见已经回复，不能再改"]

    def test_both_parts_are_answered(self):
        with pytest.raises(Refused) as refusal:
            self.answer(DisciplineOpinionFactory(), petitions="pending")

        assert refusal.value.reasons == ["请分别选择党风廉政意见和信访情况"]

    def test_what_is_not_clear_is_explained(self):
        with pytest.raises(Refused) as refusal:
            self.answer(DisciplineOpinionFactory(), result="veto")

        assert refusal.value.reasons == ["不是“未发现影响任用的问题”的，请写明意见内容"]

    def test_the_school_does_not_answer_for_discipline(self):
        opinion = DisciplineOpinionFactory()

        with pytest.raises(Refused):
            self.answer(opinion, by=officer_of(opinion.candidacy.campaign))

    def test_neither_result_nor_text_reaches_the_ledger(self):
        opinion = DisciplineOpinionFactory()

        self.answer(opinion, result="veto", text="有一件信访正在办理。")

        entry = opinion.candidacy.campaign.ledger.entries.get()
        assert entry.content["payload"] == {
            "disciplineopinion": opinion.pk,
            "person": opinion.candidacy.staff.name,
        }


class TestAnsweringOnPaper:
    def enter(self, person, **changes):
        facts = {
            "result": "clear",
            "petitions": "clear",
            "happened_on": date(2026, 2, 27),
            "attachment": scan_for(person.campaign),
            "document_number": "纪函〔2026〕3号",
        } | changes
        return inspecting.answer_on_paper(person, by=officer_of(person.campaign), **facts)

    def test_it_counts_once_a_second_person_has_confirmed_it(self):
        person = inspectee()
        opinion = self.enter(person)

        before = said_against(person, guards.decide.discipline_has_answered)
        acts.confirm(opinion, by=leader_of(person.campaign))

        assert before == [f"{person.staff.name}的廉政意见是线下补录，尚待第二人核实"]
        assert said_against(person, guards.decide.discipline_has_answered) == []
        assert (opinion.requested_on, opinion.happened_on) == (date(2026, 2, 27), date(2026, 2, 27))

    def test_it_answers_what_was_asked_in_the_system(self):
        asked = DisciplineOpinionFactory()

        opinion = self.enter(asked.candidacy, happened_on=date(2026, 3, 2))

        asked.refresh_from_db()
        assert (asked.is_superseded, asked.is_answered) == (True, False)
        assert (opinion.requested_on, opinion.document_number) == (asked.requested_on, "纪函〔2026〕3号")

    def test_the_officer_cannot_confirm_it(self):
        person = inspectee()
        opinion = self.enter(person)

        with pytest.raises(Refused):
            acts.confirm(opinion, by=officer_of(person.campaign))

    @pytest.mark.row("B050", side="refuses")
    def test_a_reply_later_than_the_decision_is_named(self):
        person = inspectee()
        decide_on(person.campaign, date(2026, 3, 6))
        opinion = DisciplineOpinionFactory(candidacy=person, clear=True, happened_on=date(2026, 3, 7))

        said = said_against(person, guards.publicize.discipline_answers_before_the_decision)
        opinion.happened_on = date(2026, 3, 6)
        opinion.save()

        assert said == [
            f"{person.staff.name}的廉政意见（2026年3月7日）晚于讨论决定（2026年3月6日），请重新讨论决定"
        ]
        assert said_against(person, guards.publicize.discipline_answers_before_the_decision) == []


def test_the_text_of_a_person_goes_before_the_meeting_that_decides():
    person = inspectee()
    decide_on(person.campaign, date(2026, 3, 6))
    found = InspectionFactory(candidacy=person, happened_on=date(2026, 3, 7))

    said = said_against(person, guards.publicize.decision_is_resolved)
    found.happened_on = date(2026, 3, 6)
    found.save()

    assert said == ["讨论决定（2026年3月6日）早于考察材料形成（2026年3月7日）"]
    assert said_against(person, guards.publicize.decision_is_resolved) == []


def test_a_held_person_holds_nobody_up():
    person = inspectee()
    held = CandidacyFactory(opening__campaign=person.campaign, held=True)
    InspectionFactory(candidacy=person, signed=True)

    rules = (guards.decide.inspections_are_complete, guards.decide.inspections_are_signed)

    assert held.standing == Standing.HELD
    assert said_against(person, *rules) == []


class TestRest:
    """Talks, visit: what else the step to the decision asks for."""

    def talked(self, held, present=88, code=PIDU):
        person = inspectee(code=code)
        recommended = {"opening": None, "campaign": person.campaign, "purpose": Purpose.RECOMMENDATION}
        RoundFactory(entitled=present, **recommended)
        if held:
            RoundFactory(
                opening=None,
                campaign=person.campaign,
                purpose=Purpose.TALK_INSPECTION,
                figures={"held": held, "subjects": {}},
            )
        return said_against(person, guards.decide.enough_were_talked_to)

    @pytest.mark.row("AMB-24", side="holds")
    @pytest.mark.row("B043", side="holds")
    @pytest.mark.row("B048", side="holds")
    @pytest.mark.parametrize(("held", "present"), [(50, 88), (50, 100), (51, 101), (60, 120)])
    def test_fifty_or_half_of_the_meeting_whichever_is_more(self, held, present):
        assert self.talked(held, present) == []

    @pytest.mark.row("AMB-24", side="refuses")
    @pytest.mark.row("B048", side="refuses")
    @pytest.mark.parametrize(
        ("held", "present", "said"),
        [
            (49, 88, "考察谈话已谈49人，应不少于50人"),
            (50, 101, "考察谈话已谈50人，应不少于51人"),
            (59, 120, "考察谈话已谈59人，应不少于60人"),
        ],
    )
    def test_one_less_is_not_enough(self, held, present, said):
        assert self.talked(held, present) == [said]

    @pytest.mark.row("B043", side="refuses")
    def test_where_talks_are_asked_for_and_no_number_is_set_one_is_wanted(self):
        rules = replace(PIDU_SCHOOL, inspection=InspectionRules(talks=True))
        person = CandidacyFactory(inspectee=True, opening__campaign__plan__rules=rules)

        assert said_against(person, guards.decide.enough_were_talked_to) == ["考察谈话已谈0人，应不少于1人"]

    @pytest.mark.row("A080", side="holds")
    def test_where_the_rulebook_asks_for_no_talks_none_is_wanted(self):
        assert self.talked(0, code="county-schools") == []

    def test_a_summary_that_waits_for_its_second_person_replaces_none(self):
        person = inspectee()
        summary = {"opening": None, "campaign": person.campaign, "purpose": Purpose.TALK_INSPECTION}
        RoundFactory(figures={"held": 50, "subjects": {}}, **summary)
        RoundFactory(figures={"held": 8, "subjects": {}}, number=2, is_backfilled=True, **summary)

        assert talk_count(person.campaign, TalkKind.INSPECTION).held == 50

    @pytest.mark.row("B044", side="refuses")
    def test_a_visit_that_is_not_on_record_is_a_warning(self):
        person = inspectee()

        [reason] = reasons_against(person.campaign, [guards.decide.workplaces_are_visited])

        assert (reason.sentence, reason.effect) == ("尚未登记实地走访的情况", "warn")

    @pytest.mark.row("B044", side="holds")
    def test_a_visit_on_record_is_enough(self):
        person = inspectee()
        ActFactory(campaign=person.campaign, kind=ActKind.VISIT)

        assert said_against(person, guards.decide.workplaces_are_visited) == []

    def test_without_any_text_the_step_stays_shut(self):
        person = inspectee()

        assert said_against(person, guards.decide.inspections_are_complete) == [
            f"{person.staff.name}尚无考察材料"
        ]

    @pytest.mark.row("A080", side="refuses")
    def test_blank_parts_are_named(self):
        person = inspectee()
        InspectionFactory(candidacy=person, integrity=" ", conclusion="")

        assert said_against(person, guards.decide.inspections_are_complete) == [
            f"{person.staff.name}的考察材料缺：廉、考察组意见"
        ]
