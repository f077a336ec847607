"""Appraisals, schooling, years of work and service, from both sides."""

from datetime import date

import pytest

from campaigns.eligibility import rules
from campaigns.eligibility.dossier import Grade
from tests.factories.eligibility import a_dossier, in_county, in_pidu, in_post, is_unknown, said, with_terms

# Appraisals


@pytest.mark.row("A011", side="holds")
def test_two_years_of_competent_or_better_suffice():
    dossier = a_dossier(grades=(Grade(2025, "competent"), Grade(2024, "excellent"), Grade(2023, "basic")))

    assert said(rules.passed_recent_appraisals, dossier, in_county()) == []


@pytest.mark.row("A011", side="refuses")
@pytest.mark.parametrize(
    ("grade", "label"), [("basic", "基本合格（基本称职）"), ("incompetent", "不合格（不称职）")]
)
def test_anything_less_in_either_of_two_years_refuses(grade, label):
    dossier = a_dossier(grades=(Grade(2025, "competent"), Grade(2024, grade)))

    assert said(rules.passed_recent_appraisals, dossier, in_county()) == [f"2024年度考核为{label}"]


@pytest.mark.row("AMB-4", side="refuses")
def test_a_year_that_is_missing_or_was_not_appraised_is_unknown():
    dossier = a_dossier(grades=(Grade(2025, "none", "maternity"),))

    assert said(rules.passed_recent_appraisals, dossier, in_county()) == [
        "2025年度未参加考核（产假），待审核人认定",
        "缺2024年度考核结果",
    ]
    assert is_unknown(rules.passed_recent_appraisals, dossier, in_county()) == [True, True]


@pytest.mark.row("TRAP-29", side="refuses")
def test_a_missing_appraisal_without_a_stated_reason_says_so():
    dossier = a_dossier(grades=(Grade(2025, "none"), Grade(2024, "excellent")))

    assert said(rules.passed_recent_appraisals, dossier, in_county()) == [
        "2025年度未参加考核（未说明原因），待审核人认定"
    ]


@pytest.mark.row("AMB-4", side="holds")
def test_only_years_since_entry_are_asked_for():
    dossier = a_dossier(work_since=date(2025, 1, 1), grades=(Grade(2025, "competent"),))

    assert said(rules.passed_recent_appraisals, dossier, in_county()) == []


# Schooling and years of work


@pytest.mark.row("A012", side="holds")
@pytest.mark.parametrize(
    ("education", "levels"),
    [
        ("secondary", ["primary"]),
        ("college", ["junior"]),
        ("bachelor", ["senior"]),
        ("secondary", ["primary", "junior"]),
    ],
)
def test_the_degree_of_the_school_level_suffices(education, levels):
    assert (
        said(rules.has_degree_of_school_level, a_dossier(education=education), in_county(levels=levels)) == []
    )


@pytest.mark.row("A012", side="refuses")
@pytest.mark.parametrize(
    ("education", "levels", "sentence"),
    [
        ("secondary", ["junior"], "学历为中专及以下，低于大专"),
        ("college", ["senior"], "学历为大专，低于本科"),
    ],
)
def test_a_degree_below_the_school_level_needs_an_exception(education, levels, sentence):
    reasons = rules.has_degree_of_school_level.reasons(
        a_dossier(education=education), in_county(levels=levels)
    )

    assert [(str(reason), reason.effect) for reason in reasons] == [(sentence, "warn")]


@pytest.mark.parametrize(("education", "levels"), [("", ["primary"]), ("bachelor", [])])
def test_without_degree_or_level_on_file_the_degree_is_unknown(education, levels):
    dossier, opening = a_dossier(education=education), in_county(levels=levels)

    assert is_unknown(rules.has_degree_of_school_level, dossier, opening) == [True]


@pytest.mark.row("T007", side="holds")
@pytest.mark.row("B007", side="holds")
@pytest.mark.parametrize("education", ["bachelor", "master"])
def test_a_bachelor_or_better_may_stand(education):
    assert said(rules.has_minimum_degree, a_dossier(education=education), in_pidu()) == []


@pytest.mark.row("T007", side="refuses")
@pytest.mark.row("B007", side="refuses")
def test_a_college_diploma_is_too_little_there():
    reasons = rules.has_minimum_degree.reasons(a_dossier(education="college"), in_pidu())

    assert [(str(reason), reason.effect) for reason in reasons] == [("学历为大专，低于本科", "block")]


@pytest.mark.row("B008", side="holds")
def test_exactly_five_years_of_teaching_count():
    assert said(rules.has_taught_long_enough, a_dossier(teaching_since=date(2021, 3, 2)), in_pidu()) == []


@pytest.mark.row("B008", side="refuses")
def test_a_day_less_than_five_years_of_teaching_does_not():
    dossier = a_dossier(teaching_since=date(2021, 3, 3))

    assert said(rules.has_taught_long_enough, dossier, in_pidu()) == ["教龄满4年，不足5年"]


def test_an_unregistered_start_of_teaching_is_unknown():
    dossier = a_dossier(teaching_since=None)

    assert said(rules.has_taught_long_enough, dossier, in_pidu()) == ["未登记教龄起算时间"]
    assert is_unknown(rules.has_taught_long_enough, dossier, in_pidu()) == [True]


@pytest.mark.row("AMB-5", side="holds")
@pytest.mark.row("A019", side="holds")
def test_twelve_months_as_deputy_lead_to_a_chief_s_post():
    dossier = a_dossier(services=(in_post("deputy", date(2025, 3, 2)),))

    assert said(rules.served_as_deputy_before_chief, dossier, in_county(rank="chief")) == []


@pytest.mark.row("AMB-5", side="refuses")
@pytest.mark.row("A021", side="refuses")
@pytest.mark.row("A019", side="refuses")
def test_a_day_less_as_deputy_needs_an_exception():
    dossier = a_dossier(services=(in_post("deputy", date(2025, 3, 3)),))
    reasons = rules.served_as_deputy_before_chief.reasons(dossier, in_county(rank="chief"))

    assert [(str(reason), reason.effect) for reason in reasons] == [("任中层副职11个月，不足1年", "warn")]


@pytest.mark.parametrize(
    "services",
    [
        (in_post("chief", date(2020, 1, 1), date(2020, 2, 1)),),
        (
            in_post("deputy", date(2024, 9, 2), date(2025, 3, 2)),
            in_post("deputy", date(2025, 3, 2), date(2025, 9, 2)),
        ),
    ],
)
def test_former_chiefs_and_adjoining_spells_satisfy_the_service(services):
    assert (
        said(rules.served_as_deputy_before_chief, a_dossier(services=services), in_county(rank="chief")) == []
    )


def test_acting_for_a_chief_is_not_having_been_one():
    dossier = a_dossier(services=(in_post("chief", date(2026, 1, 1), kind="acting"),))
    opening = with_terms(in_county(rank="chief"), step_by_step=False)

    assert said(rules.served_as_deputy_before_chief, dossier, opening) == ["任中层副职2个月，不足1年"]


def test_whoever_skips_the_rank_is_asked_about_once():
    asked = (rules.is_promoted_step_by_step, rules.served_as_deputy_before_chief)
    opening = in_county(rank="chief")

    assert [len(said(rule, a_dossier(services=()), opening)) for rule in asked] == [1, 0]
    deputy = a_dossier(services=(in_post("deputy", date(2025, 3, 3)),))
    assert [len(said(rule, deputy, opening)) for rule in asked] == [0, 1]


def test_a_post_that_begins_after_the_reference_date_does_not_count_yet():
    dossier = a_dossier(services=(in_post("deputy", date(2026, 3, 3)),))

    assert dossier.is_first_appointment
    assert dossier.months_in_posts == 0


def test_without_a_birthday_nobody_is_older_than_anything():
    assert a_dossier(born=None).is_older_than(40, "full-years") is None


@pytest.mark.row("A020", side="holds")
def test_one_year_of_work_leads_to_a_deputy_s_post():
    assert said(rules.worked_before_deputy, a_dossier(work_since=date(2025, 3, 2)), in_county()) == []


@pytest.mark.row("A020", side="refuses")
def test_a_day_less_of_work_needs_an_exception():
    reasons = rules.worked_before_deputy.reasons(a_dossier(work_since=date(2025, 3, 3)), in_county())

    assert [(str(reason), reason.effect) for reason in reasons] == [("参加工作11个月，不足1年", "warn")]


def test_an_unregistered_start_of_work_is_unknown():
    assert is_unknown(rules.worked_before_deputy, a_dossier(work_since=None), in_county()) == [True]


def test_whoever_has_been_deputy_needs_no_proof_of_work():
    dossier = a_dossier(work_since=None, services=(in_post("deputy", date(2025, 3, 2)),))

    assert said(rules.worked_before_deputy, dossier, in_county()) == []
