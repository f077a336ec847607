from dataclasses import replace
from datetime import date

import pytest

from campaigns.choices import Conclusion
from campaigns.eligibility import rules
from campaigns.eligibility.comparisons import COMPARISONS
from campaigns.eligibility.dossier import Dossier, Grade, Penalty, Service
from campaigns.eligibility.loading import load
from campaigns.eligibility.screening import birth_cutoffs, screen, screen_all
from campaigns.rulesets.presets import COUNTY_SCHOOLS
from personnel.models import StaffMember
from tests.factories.eligibility import REFERENCE, a_dossier, in_county, in_pidu, in_post, with_terms
from tests.factories.personnel import (
    AppraisalFactory,
    CommendationFactory,
    PostFactory,
    SanctionFactory,
    StaffFactory,
    TenureFactory,
)


@pytest.mark.parametrize("opening", [in_county(), in_county(rank="chief"), in_pidu(department="办公室")])
def test_a_person_without_any_finding_is_eligible(opening):
    deputy = a_dossier(services=(in_post("deputy", date(2020, 1, 1)),))

    screening = screen(deputy, opening)

    assert screening.conclusion == Conclusion.ELIGIBLE
    assert screening.findings == ()
    assert [line["rule"] for line in screening.passed] == [
        rule.key for rule in rules.RULES if rule.is_applicable(opening)
    ]


@pytest.mark.parametrize(
    ("facts", "conclusion"),
    [
        ({"category": "temporary", "born": None, "is_reserve": False}, Conclusion.INELIGIBLE),
        ({"born": None, "is_reserve": False}, Conclusion.UNKNOWN),
        ({"commendations": ()}, Conclusion.UNKNOWN),
        ({"is_reserve": False}, Conclusion.ON_EXCEPTION),
        ({"penalties": (Penalty("demerit", date(2027, 1, 1)),)}, Conclusion.ELIGIBLE),
    ],
)
def test_a_no_outweighs_the_unknown_and_that_an_exception(facts, conclusion):
    assert screen(a_dossier(**facts), in_pidu()).conclusion == conclusion


def test_a_ruleset_may_harden_what_is_advice():
    opening = in_county()
    opening.ruleset = replace(COUNTY_SCHOOLS, effects={"is_not_under_sanction": "block"})

    screening = screen(a_dossier(penalties=(Penalty("demerit", date(2026, 3, 2)),)), opening)

    assert screening.conclusion == Conclusion.INELIGIBLE


def test_a_finding_is_plain_data_with_what_was_asked_and_what_is():
    screening = screen(a_dossier(teaching_since=date(2022, 9, 1)), in_pidu())

    assert screening.as_data()["findings"] == [
        {
            "rule": "has_taught_long_enough",
            "title": "教龄达到要求",
            "cites": ["B008"],
            "required": "教龄5年以上（含）",
            "actual": "满3年",
            "effect": "block",
            "sentence": "教龄满3年，不足5年",
            "is_unknown": False,
        }
    ]


def test_every_rule_has_its_two_columns():
    assert [rule.key for rule in rules.RULES] == list(COMPARISONS)


def columns(dossier, opening):
    screening = screen(dossier, opening)
    return {
        line["rule"]: (line["required"], line["actual"]) for line in (*screening.findings, *screening.passed)
    }


def test_the_sheet_of_a_known_person_in_the_county():
    dossier = a_dossier(services=(in_post("deputy", date(2024, 3, 2)),))

    assert columns(dossier, in_county(rank="chief")) == {
        "is_healthy": ("身体健康", "是"),
        "has_teacher_certificate": ("相应学段及以上教师资格", "高级中学"),
        "is_established_and_on_duty": ("在编在岗", "在编，在岗"),
        "is_within_first_age": ("40周岁以下", "36周岁，非初任，不适用"),
        "is_below_exit_age": ("52周岁前", "36周岁"),
        "passed_recent_appraisals": ("近2年均为合格（称职）以上", "2025年合格（称职），2024年优秀"),
        "has_degree_of_school_level": ("中专及以上", "本科"),
        "is_promoted_step_by_step": ("任过中层副职，越级的由教育局同意", "任过中层副职"),
        "served_as_deputy_before_chief": ("任中层副职1年以上", "24个月"),
        "is_fit_for_an_exception": (
            "破格的，没有下列情形：试用期未满、任现职不满一年、上一次提拔已经破格",
            "不需要破格",
        ),
        "may_stay_in_the_post": ("同一岗位未满6年", "现在没有担任"),
        "may_stay_in_the_office": ("同一处室正副职连续未满9年", "现在没有担任"),
        "is_not_under_sanction": ("不在影响期内", "未登记处分处理"),
    }


def test_who_was_never_a_deputy_is_not_shown_to_have_served_long_enough():
    """The year as a deputy is answered by the approval for skipping the rank (A023), and says so."""
    _, actual = columns(a_dossier(), in_county(rank="chief"))["served_as_deputy_before_chief"]

    assert actual == "未任过副职，按越级提拔办理"


def test_the_sheet_of_a_person_of_whom_little_is_known():
    dossier = Dossier(
        staff=1, name="吴二", on=REFERENCE, gender="male", category="contract", is_on_duty=False
    )

    assert columns(dossier, in_county(levels=[])) == {
        "is_healthy": ("身体健康", "未登记"),
        "has_teacher_certificate": ("相应学段及以上教师资格", "未登记"),
        "is_established_and_on_duty": ("在编在岗", "合同制，不在岗"),
        "is_within_first_age": ("45周岁以下", "未登记"),
        "is_below_exit_age": ("55周岁前", "未登记"),
        "passed_recent_appraisals": ("近2年均为合格（称职）以上", "2025年未登记，2024年未登记"),
        "has_degree_of_school_level": ("未登记", "未登记"),
        "worked_before_deputy": ("工作1年以上", "未登记"),
        "is_fit_for_an_exception": (
            "破格的，没有下列情形：试用期未满、任现职不满一年、上一次提拔已经破格",
            "不需要破格",
        ),
        "may_stay_in_the_post": ("同一岗位未满6年", "现在没有担任"),
        "may_stay_in_the_office": ("同一处室正副职连续未满9年", "现在没有担任"),
        "is_not_under_sanction": ("不在影响期内", "未登记处分处理"),
    }


def test_the_sheet_of_the_second_preset():
    dossier = a_dossier(
        is_healthy=False, was_seconded=True, commendations=("school", "city", "school"), is_teacher=False
    )

    assert columns(dossier, in_pidu(department="办公室")) == {
        "is_established_and_on_duty": ("在编在岗", "在编，在岗"),
        "is_teacher": ("教师", "非教师"),
        "is_within_first_age": ("40周岁以下", "36周岁"),
        "has_minimum_degree": ("本科及以上", "本科"),
        "has_taught_long_enough": ("教龄5年以上（含）", "满12年"),
        "was_commended": ("校级及以上表彰", "市级、校级"),
        "is_party_member_where_asked": ("中共正式党员", "中共党员"),
        "comes_from_reserve_or_secondment": ("中层后备干部或有上级部门挂职经历", "中层后备干部、有挂职经历"),
        "is_not_under_sanction": ("不在影响期内", "未登记处分处理"),
    }


def test_what_does_not_bind_a_person_is_said_on_the_sheet():
    head = a_dossier(leadership="vice_principal", is_healthy=False, work_since=date(2026, 1, 1), grades=())

    assert columns(head, in_county(rank="chief"))["served_as_deputy_before_chief"][1] == (
        "已任过中层正职或校级职务，不适用"
    )
    assert columns(head, in_county())["worked_before_deputy"][1] == "已任过中层职务，不适用"
    assert columns(head, in_county())["passed_recent_appraisals"][1] == "工作未满一年"
    assert columns(head, in_county())["is_healthy"] == ("身体健康", "否")


def test_one_sex_without_a_limit_is_unlimited_on_the_sheet():
    ages = COUNTY_SCHOOLS.eligibility.first_age
    opening = with_terms(in_county(), first_age=replace(ages, female=None))

    assert columns(a_dossier(), opening)["is_within_first_age"][0] == "不限"


def test_the_cutoffs_printed_in_the_plan_are_the_earliest_birthdays_that_pass():
    assert birth_cutoffs(COUNTY_SCHOOLS, date(2026, 9, 1)) == {
        "male": date(1980, 9, 2),
        "female": date(1985, 9, 2),
    }
    without = replace(
        COUNTY_SCHOOLS.eligibility, first_age=type(COUNTY_SCHOOLS.eligibility.first_age)(None, None)
    )
    assert birth_cutoffs(replace(COUNTY_SCHOOLS, eligibility=without), date(2026, 9, 1)) == {}


# From the register


@pytest.mark.django_db
def test_a_dossier_holds_what_the_register_knows():
    staff = StaffFactory(left_on=date(2026, 4, 1), is_reserve=True)
    deputy = PostFactory(deputy=True, department__organisation=staff.organisation)
    TenureFactory(staff=staff, post=deputy, starts_on=date(2022, 9, 1), ends_on=date(2025, 8, 31))
    TenureFactory(staff=staff, post=deputy, ended=True, starts_on=date(2025, 3, 1), ends_on=None)
    TenureFactory(staff=staff, post=deputy, starts_on=date(2025, 9, 1), voided_on=date(2025, 10, 1))
    AppraisalFactory(staff=staff, year=2024, grade="none", reason="sick")
    CommendationFactory(staff=staff)
    SanctionFactory(staff=staff)

    [dossier] = load(StaffMember.objects.all(), REFERENCE)

    there = (deputy.pk, deputy.department_id)
    assert dossier == Dossier(
        staff=staff.pk,
        name=staff.name,
        on=REFERENCE,
        gender="female",
        category="established",
        born=date(1986, 1, 1),
        is_healthy=True,
        party_status="member",
        education="bachelor",
        teacher_cert="senior",
        work_since=date(2008, 9, 1),
        teaching_since=date(2008, 9, 1),
        is_reserve=True,
        services=(
            Service("deputy", "appointed", date(2025, 3, 1), date(2025, 8, 31), *there),
            Service("deputy", "appointed", date(2022, 9, 1), date(2025, 9, 1), *there),
        ),
        grades=(Grade(2024, "none", "sick"),),
        commendations=("county",),
        penalties=(Penalty("admonition", date(2026, 7, 9)),),
    )
    assert dossier.months_in_posts == 36


@pytest.mark.django_db
def test_who_has_left_by_the_reference_date_is_off_duty():
    StaffFactory(left_on=REFERENCE)

    [dossier] = load(StaffMember.objects.all(), REFERENCE)

    assert not dossier.is_on_duty


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 3])
def test_many_are_screened_with_as_many_queries_as_one(count, django_assert_num_queries):
    for staff in StaffFactory.create_batch(count):
        TenureFactory(staff=staff)
        AppraisalFactory(staff=staff)
        CommendationFactory(staff=staff)
        SanctionFactory(staff=staff)

    with django_assert_num_queries(7):
        dossiers = load(StaffMember.objects.all(), REFERENCE)
        screenings = screen_all(dossiers, in_county())

    assert len(screenings) == count
