"""What do some rulebooks ask of 考察 beyond the usual? (sources 三, 四 and 五)"""

from dataclasses import replace

import pytest

from campaigns import guards
from campaigns.choices import ActKind, PlanRoleKind, Stage
from campaigns.forms.inspecting import InspectionForm
from campaigns.inspecting import written
from campaigns.rulesets.presets.county_schools import COUNTY_SCHOOLS
from campaigns.services import inspecting
from selection.reasons import Effect, reasons_against
from tests.factories.campaigns import (
    ActFactory,
    CandidacyFactory,
    InspectionFactory,
    PlanRoleFactory,
    discipline_of,
)

pytestmark = pytest.mark.django_db


def inspectee(**asked):
    rules = replace(COUNTY_SCHOOLS, inspection=replace(COUNTY_SCHOOLS.inspection, **asked))
    return CandidacyFactory(
        inspectee=True, opening__campaign__at=Stage.INSPECT, opening__campaign__plan__rules=rules
    )


def against(person, rule):
    return [reason.sentence for reason in reasons_against(person.campaign, [rule])]


@pytest.mark.row("D005", side="both")
@pytest.mark.row("D006", side="both")
def test_a_plan_of_the_inspection_comes_first():
    person, rule = inspectee(plan=True), guards.inspect.inspection_is_planned

    assert against(person, rule) == ["尚未制定考察工作方案，确定考察时间"]
    ActFactory(campaign=person.campaign, kind=ActKind.INSPECTION_PLAN)
    assert against(person, rule) == []


@pytest.mark.row("T010", side="both")
def test_discipline_is_of_the_team():
    person, rule = inspectee(joint=True), guards.inspect.discipline_joins_the_team
    plan = person.campaign.plan

    assert against(person, rule) == ["考察组里还没有纪检机关的人员，请增加后再进行考察"]
    PlanRoleFactory(plan=plan, kind=PlanRoleKind.INSPECTOR, user=discipline_of(person.campaign))
    assert against(person, rule) == []


@pytest.mark.row("T011", side="both")
def test_others_send_somebody():
    person = inspectee(joined_by=("县委宣传部", "县委政法委"))
    rule = guards.decide.others_join_the_inspection

    assert against(person, rule) == ["尚未登记县委宣传部、县委政法委派员参加考察的情况"]
    ActFactory(campaign=person.campaign, kind=ActKind.JOINT_INSPECTION)
    assert against(person, rule) == []


@pytest.mark.row("D009", side="both")
@pytest.mark.row("E004", side="both")
@pytest.mark.row("E011", side="both")
def test_life_outside_work_is_looked_into():
    person, rule = inspectee(circles=True), guards.decide.circles_are_looked_into
    found = InspectionFactory(candidacy=person)

    assert against(person, rule) == [f"{person.staff.name}的考察材料没有写明生活圈、社交圈和八小时以外的表现"]
    inspecting.write(person, by=found.entered_by, circles="邻里和睦，交往健康。")
    assert against(person, rule) == []


@pytest.mark.row("T020", side="both")
def test_one_method_less_than_asked_for_needs_a_reason():
    person = inspectee(methods=("个别谈话", "实地考察", "查阅资料"), methods_least=3)
    found = InspectionFactory(candidacy=person, methods=["个别谈话", "实地考察"])
    rule = guards.decide.enough_methods_were_used

    assert against(person, rule) == [f"{person.staff.name}的考察用了2种方法，一般不少于3种"]
    inspecting.write(person, by=found.entered_by, methods=["个别谈话", "实地考察", "查阅资料"])
    assert against(person, rule) == []


@pytest.mark.row("T016", side="both")
@pytest.mark.row("T017", side="both")
def test_what_was_found_is_fed_back():
    person, rule = inspectee(feedback=True), guards.close.inspection_is_fed_back

    [reason] = reasons_against(person.campaign, [rule])
    assert (reason.sentence, reason.effect) == ("尚未把考察结果反馈所在单位党组织和本人", Effect.ADVISE)
    ActFactory(campaign=person.campaign, kind=ActKind.FEEDBACK)
    assert against(person, rule) == []


def test_the_form_asks_for_what_the_rulebook_asks_for_and_the_text_shows_it():
    usual = InspectionForm(person=inspectee())
    wider = InspectionForm(person=inspectee(circles=True, methods=("个别谈话",)))
    found = InspectionFactory(circles="交往健康。", methods=["个别谈话"])

    assert not {"circles", "methods"} & set(usual.fields)
    assert [field.name for field in wider.parts()][-3:] == ["shortcomings", "conclusion", "methods"]
    assert written(found)[-1] == ("考察方法", "个别谈话")
    assert ("生活圈、社交圈和八小时以外的表现", "交往健康。") in written(found)
