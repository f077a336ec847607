"""What is checked of each person, item by item? (R-9, R-15, R-16, R-17)"""

from dataclasses import replace
from datetime import date

import pytest

from campaigns import checking, guards
from campaigns.checks import SHEETS, Found
from campaigns.models import PersonCheck
from campaigns.rulesets.presets import COUNTY_SCHOOLS
from campaigns.rulesets.stages.concluding import InspectionRules
from campaigns.services import checking as service
from selection.reasons import ADVISE, Refused
from tests.factories.accounts import TeacherFactory
from tests.factories.campaigns import CandidacyFactory, officer_of
from tests.factories.personnel import AppraisalFactory, SanctionFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("go_to")]

RULES = {
    "barred": guards.checking.nobody_is_barred,
    "four": guards.checking.four_checks_are_made,
    "archive": guards.checking.archives_agree,
    "signed": guards.checking.integrity_is_signed_twice,
}
CADRES = {"opening__campaign__code": "county-cadres", "opening__campaign__track": "competitive"}


@pytest.fixture
def person():
    return CandidacyFactory(**CADRES, staff__name="王某")


def all_clear(sheet, **found):
    return dict.fromkeys(SHEETS[sheet].items, Found("clear")) | found


def enter(person, sheet, found=None, **said):
    service.enter(person, sheet, found or all_clear(sheet), **({"by": officer_of(person.campaign)} | said))


def said(person, sheet):
    return [str(reason) for reason in RULES[sheet].reasons(person.campaign)]


def refused(person, *args, **said):
    with pytest.raises(Refused) as refusal:
        enter(person, *args, **said)
    return refusal.value.reasons


@pytest.mark.row("R-9", side="holds")
@pytest.mark.row("R-15", side="holds")
@pytest.mark.row("R-16", side="holds")
@pytest.mark.row("R-17", side="holds")
@pytest.mark.parametrize("sheet", SHEETS)
def test_a_sheet_on_which_all_is_clear_says_nothing(person, sheet):
    enter(person, sheet)

    assert said(person, sheet) == []


@pytest.mark.row("R-9", side="refuses")
@pytest.mark.row("R-15", side="refuses")
@pytest.mark.row("R-16", side="refuses")
@pytest.mark.row("R-17", side="refuses")
@pytest.mark.parametrize("sheet", SHEETS)
def test_what_is_unchecked_or_wanting_is_advised_of(person, sheet):
    items = SHEETS[sheet].items
    title, first = SHEETS[sheet].title, next(iter(items))
    assert said(person, sheet) == [f"王某的“{title}”尚未核查"]

    enter(person, sheet, all_clear(sheet, **{first: Found("wanting", "见材料")}))

    assert said(person, sheet) == [f"王某{SHEETS[sheet].wanting}：{items[first]}（见材料）"]
    assert RULES[sheet].effect_for(person.campaign) is ADVISE


@pytest.mark.row("R-15", side="holds")
def test_what_does_not_apply_is_fine_with_a_reason(person):
    enter(person, "four", all_clear("four", property=Found("na", "不属于报告个人有关事项的人员")))

    assert said(person, "four") == []


def test_every_item_is_answered_and_explained(person):
    found = all_clear("signed", secretary=Found(""), discipline=Found("na", " "))

    assert refused(person, "signed", found) == [
        "请选择“党组织书记签字”的核查结果",
        "“纪检工作负责人签字”不适用的，请写明情况",
    ]
    assert refused(person, "signed", all_clear("signed", third=Found("clear"))) == [
        "核查事项有变动，请刷新页面后重新填写"
    ]
    assert refused(person, "signed", checked_on=date(2026, 3, 3)) == ["核查日期不能晚于今天"]
    assert not PersonCheck.objects.exists()


def test_only_the_officer_enters_and_only_what_is_asked(person):
    teacher = TeacherFactory(organisation=person.campaign.organisation)
    county = CandidacyFactory(
        opening__campaign__plan__rules=replace(COUNTY_SCHOOLS, inspection=InspectionRules())
    )

    with pytest.raises(Refused):
        enter(person, "four", by=teacher)
    assert refused(county, "four") == ["本方案的规则不要求填写这张核查表"]


def test_a_later_check_replaces_the_result_and_both_stay_on_record(person):
    enter(person, "signed", all_clear("signed", secretary=Found("wanting", "书记出差")))
    enter(person, "signed")

    assert {each.result for each in person.person_checks.all()} == {"clear"}
    acts = [entry.act for entry in person.campaign.ledger.entries.all()]
    assert acts.count("逐人核查") == 2


def test_the_register_fills_in_what_it_knows():
    person = CandidacyFactory(**CADRES)
    AppraisalFactory(staff=person.staff, year=2025, grade="basic")
    SanctionFactory(staff=person.staff)

    assert checking.known_to_register(person, "barred") == {
        "appraisal": Found("wanting", "2025年度基本合格（基本称职）"),
        "sanction": Found("wanting", "诫勉，影响期至2026年7月9日"),
    }


def test_nothing_is_made_up_of_what_the_register_does_not_know(person):
    AppraisalFactory(staff=person.staff, year=2025, grade="none", reason="sick")

    assert checking.known_to_register(person, "barred") == {}


@pytest.mark.row("TRAP-25", side="refuses")
def test_a_birth_month_that_differs_from_the_identity_number_is_pointed_out():
    person = CandidacyFactory(**CADRES, staff__born=date(1986, 1, 1), staff__identity="11010119860215002X")

    assert list(checking.known_to_register(person, "archive")) == ["age"]


@pytest.mark.row("TRAP-25", side="holds")
def test_one_that_agrees_is_left_to_the_reader():
    person = CandidacyFactory(**CADRES, staff__born=date(1986, 2, 1), staff__identity="11010119860215002X")

    assert checking.known_to_register(person, "archive") == {}


def test_whoever_stands_for_two_posts_is_checked_once(person):
    twin = CandidacyFactory(opening__campaign=person.campaign, staff=person.staff)
    before = said(person, "barred")

    enter(person, "barred")

    assert (before, said(person, "barred")) == (["王某的“不得列为考察对象的情形”尚未核查"], [])
    assert twin.person_checks.count() == len(SHEETS["barred"].items)
    assert [posts for _, posts, _ in checking.people(person.campaign)] == [
        f"{person.opening.post}、{twin.opening.post}"
    ]
