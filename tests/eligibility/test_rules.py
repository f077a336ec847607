"""Each number of the eligibility rows, from both sides."""

from datetime import date

import pytest

from campaigns.eligibility import rules
from campaigns.eligibility.dossier import Grade, Penalty
from tests.factories.eligibility import a_dossier, in_county, in_pidu, in_post, with_terms


def said(rule, dossier, opening):
    return [str(reason) for reason in rule.reasons(dossier, opening)]


def is_unknown(rule, dossier, opening):
    return [reason.is_unknown for reason in rule.reasons(dossier, opening)]


# Health, certificate, establishment


@pytest.mark.row("A006", side="holds")
def test_a_healthy_person_may_stand():
    assert said(rules.is_healthy, a_dossier(is_healthy=True), in_county()) == []


@pytest.mark.row("A006", side="refuses")
def test_a_person_registered_as_not_healthy_may_not():
    assert said(rules.is_healthy, a_dossier(is_healthy=False), in_county()) == [
        "登记的情况不符合身体健康要求"
    ]


def test_unregistered_health_is_unknown_not_refused():
    assert is_unknown(rules.is_healthy, a_dossier(is_healthy=None), in_county()) == [True]


@pytest.mark.row("A007", side="holds")
@pytest.mark.parametrize(
    ("certificate", "levels"),
    [
        ("primary", ["primary"]),
        ("senior", ["primary"]),
        ("vocational", ["senior"]),
        ("primary", ["primary", "junior"]),
        ("kindergarten", ["kindergarten"]),
    ],
)
def test_a_certificate_covers_its_level_and_those_below(certificate, levels):
    assert (
        said(rules.has_teacher_certificate, a_dossier(teacher_cert=certificate), in_county(levels=levels))
        == []
    )


@pytest.mark.row("A007", side="refuses")
@pytest.mark.parametrize(
    ("certificate", "levels", "label"),
    [
        ("kindergarten", ["primary"], "幼儿园"),
        ("primary", ["junior"], "小学"),
        ("junior", ["senior"], "初级中学"),
    ],
)
def test_a_certificate_does_not_cover_the_levels_above(certificate, levels, label):
    against = said(
        rules.has_teacher_certificate, a_dossier(teacher_cert=certificate), in_county(levels=levels)
    )

    assert against == [f"教师资格为{label}，低于本校学段"]


@pytest.mark.parametrize(("certificate", "levels"), [("", ["primary"]), ("primary", [])])
def test_without_certificate_or_level_on_file_the_certificate_is_unknown(certificate, levels):
    dossier, opening = a_dossier(teacher_cert=certificate), in_county(levels=levels)

    assert is_unknown(rules.has_teacher_certificate, dossier, opening) == [True]


@pytest.mark.row("A008", side="holds")
def test_established_staff_on_duty_may_stand():
    assert said(rules.is_established_and_on_duty, a_dossier(), in_county()) == []


@pytest.mark.row("A008", side="refuses")
def test_temporary_staff_off_duty_hear_both_reasons():
    dossier = a_dossier(category="temporary", is_on_duty=False)

    assert said(rules.is_established_and_on_duty, dossier, in_county()) == [
        "人员类别为临聘，不属于在编人员",
        "目前不在岗",
    ]


def test_a_ruleset_may_count_recorded_staff_as_established():
    opening = with_terms(in_county(), established_categories=("established", "recorded"))

    assert said(rules.is_established_and_on_duty, a_dossier(category="recorded"), opening) == []


@pytest.mark.row("B015", side="holds")
def test_a_teacher_may_stand():
    assert said(rules.is_teacher, a_dossier(is_teacher=True), in_pidu()) == []


@pytest.mark.row("B015", side="refuses")
def test_established_staff_who_do_not_teach_may_not():
    assert said(rules.is_teacher, a_dossier(is_teacher=False), in_pidu()) == ["不是教师"]


def test_the_county_asks_for_staff_not_for_teachers():
    assert said(rules.is_teacher, a_dossier(is_teacher=False), in_county()) == []


# Age

LIMITS = [
    pytest.param(in_county(), "male", 45, marks=pytest.mark.row("A009", side="holds")),
    pytest.param(in_county(), "female", 40, marks=pytest.mark.row("A010", side="holds")),
    pytest.param(in_pidu(), "male", 40, marks=pytest.mark.row("B012", side="holds")),
    pytest.param(in_pidu(), "female", 40, marks=pytest.mark.row("B012", side="holds")),
]
OVER = [
    pytest.param(in_county(), "male", 45, marks=pytest.mark.row("A009", side="refuses")),
    pytest.param(in_county(), "female", 40, marks=pytest.mark.row("A010", side="refuses")),
    pytest.param(in_pidu(), "male", 40, marks=pytest.mark.row("B012", side="refuses")),
    pytest.param(in_pidu(), "female", 40, marks=pytest.mark.row("B012", side="refuses")),
]


@pytest.mark.parametrize(("opening", "gender", "limit"), LIMITS)
def test_the_age_limit_holds_until_the_day_before_the_next_birthday(opening, gender, limit):
    dossier = a_dossier(gender=gender, born=date(2026 - limit - 1, 3, 3))

    assert dossier.age == limit
    assert said(rules.is_within_first_age, dossier, opening) == []


@pytest.mark.parametrize(("opening", "gender", "limit"), OVER)
def test_the_age_limit_is_passed_on_that_birthday(opening, gender, limit):
    dossier = a_dossier(gender=gender, born=date(2026 - limit - 1, 3, 2))

    assert said(rules.is_within_first_age, dossier, opening) == [
        f"截至2026年3月2日{limit + 1}周岁，超过上限{limit}周岁"
    ]


@pytest.mark.row("AMB-2", side="holds")
def test_a_month_of_birth_passes_when_the_month_after_is_the_limit():
    dossier = a_dossier(gender="male", on=date(2026, 9, 15), born=date(1980, 10, 1), is_born_day_known=False)

    assert said(rules.is_within_first_age, dossier, in_county()) == []


@pytest.mark.row("AMB-2", side="refuses")
def test_a_month_of_birth_fails_from_its_first_day_on():
    dossier = a_dossier(gender="male", on=date(2026, 9, 1), born=date(1980, 9, 30), is_born_day_known=False)

    assert said(rules.is_within_first_age, dossier, in_county()) == ["截至2026年9月1日46周岁，超过上限45周岁"]


@pytest.mark.row("AMB-2", side="holds")
def test_counted_by_birth_date_the_birthday_itself_still_passes():
    opening = with_terms(in_county(), age_counting="born-after")
    dossier = a_dossier(gender="male", born=date(1981, 3, 2))

    assert said(rules.is_within_first_age, dossier, opening) == []


@pytest.mark.row("AMB-2", side="refuses")
def test_counted_by_birth_date_the_day_after_the_birthday_fails():
    opening = with_terms(in_county(), age_counting="born-after")
    dossier = a_dossier(gender="male", born=date(1981, 3, 1))

    assert said(rules.is_within_first_age, dossier, opening) == [
        "截至2026年3月2日已过45周岁生日，超过年龄上限"
    ]


def test_an_unknown_birthday_leaves_both_ages_unknown():
    dossier = a_dossier(born=None)

    assert said(rules.is_within_first_age, dossier, in_county()) == ["未登记出生年月，无法计算年龄"]
    assert is_unknown(rules.is_below_exit_age, dossier, in_county()) == [True]


@pytest.mark.row("AMB-29", side="holds")
@pytest.mark.parametrize(
    "history", [{"services": (in_post("deputy", date(2026, 3, 2)),)}, {"leadership": "vice_principal"}]
)
def test_who_has_been_in_a_post_before_is_not_bound_by_the_first_age(history):
    assert said(rules.is_within_first_age, a_dossier(born=date(1975, 1, 1), **history), in_county()) == []


@pytest.mark.row("AMB-29", side="refuses")
def test_a_ruleset_may_bind_every_promotion_by_the_age():
    opening = with_terms(in_county(rank="chief"), age_applies_to="promotion")
    dossier = a_dossier(born=date(1980, 1, 1), services=(in_post("deputy", date(2020, 1, 1)),))

    assert said(rules.is_within_first_age, dossier, opening) == ["截至2026年3月2日46周岁，超过上限40周岁"]


def test_a_ruleset_may_limit_one_sex_only():
    opening = with_terms(in_county(), first_age=type(in_county().ruleset.eligibility.first_age)(45, None))

    assert said(rules.is_within_first_age, a_dossier(born=date(1960, 1, 1)), opening) == []


EXIT = [("male", 55, "A013"), ("female", 52, "A014")]


@pytest.mark.parametrize(
    ("gender", "limit"),
    [pytest.param(who, at, marks=pytest.mark.row(row, side="holds")) for who, at, row in EXIT],
)
def test_the_exit_age_is_not_reached_the_day_before_that_birthday(gender, limit):
    dossier = a_dossier(gender=gender, born=date(2026 - limit, 3, 3))

    assert said(rules.is_below_exit_age, dossier, in_county()) == []


@pytest.mark.parametrize(
    ("gender", "limit"),
    [pytest.param(who, at, marks=pytest.mark.row(row, side="refuses")) for who, at, row in EXIT],
)
def test_the_exit_age_is_reached_on_that_birthday(gender, limit):
    dossier = a_dossier(gender=gender, born=date(2026 - limit, 3, 2))

    assert said(rules.is_below_exit_age, dossier, in_county()) == [
        f"截至2026年3月2日{limit}周岁，已满{limit}周岁，一般应退出中层岗位"
    ]


def test_a_ruleset_may_let_one_sex_stay():
    opening = with_terms(in_county(), exit_age=type(in_county().ruleset.eligibility.exit_age)(None, 52))

    assert said(rules.is_below_exit_age, a_dossier(gender="male", born=date(1960, 1, 1)), opening) == []


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


@pytest.mark.row("B007", side="holds")
@pytest.mark.parametrize("education", ["bachelor", "master"])
def test_a_bachelor_or_better_may_stand(education):
    assert said(rules.has_minimum_degree, a_dossier(education=education), in_pidu()) == []


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


@pytest.mark.row("A019", side="holds")
def test_twelve_months_as_deputy_lead_to_a_chief_s_post():
    dossier = a_dossier(services=(in_post("deputy", date(2025, 3, 2)),))

    assert said(rules.served_as_deputy_before_chief, dossier, in_county(rank="chief")) == []


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

    assert said(rules.served_as_deputy_before_chief, dossier, in_county(rank="chief")) == [
        "任中层副职2个月，不足1年"
    ]


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


# Commendation, party, source, sanctions


@pytest.mark.row("B010", side="holds")
@pytest.mark.parametrize("level", ["school", "nation"])
def test_a_commendation_of_the_school_or_above_suffices(level):
    assert said(rules.was_commended, a_dossier(commendations=(level,)), in_pidu()) == []


@pytest.mark.row("B010", side="refuses")
def test_a_commendation_below_the_level_asked_for_does_not():
    opening = with_terms(in_pidu(), commendation="county")
    dossier = a_dossier(commendations=("school", "district"))

    assert said(rules.was_commended, dossier, opening) == ["所获表彰低于县级"]


def test_no_commendation_on_file_is_unknown():
    assert is_unknown(rules.was_commended, a_dossier(commendations=()), in_pidu()) == [True]


@pytest.mark.row("B014", side="holds")
def test_a_full_party_member_may_take_a_party_post():
    assert said(rules.is_party_member_where_asked, a_dossier(), in_pidu(department="办公室")) == []


@pytest.mark.row("B014", side="refuses")
@pytest.mark.parametrize(
    ("status", "label"), [("probationary", "中共预备党员"), ("none", "群众"), ("democratic", "民主党派")]
)
def test_others_may_not_take_a_party_post(status, label):
    dossier = a_dossier(party_status=status)

    assert said(rules.is_party_member_where_asked, dossier, in_pidu(department="政教处")) == [
        f"政治面貌为{label}，政教处副主任须由中共正式党员担任"
    ]


def test_a_post_marked_for_members_asks_in_any_ruleset():
    opening = in_county(party_member_only=True)

    assert is_unknown(rules.is_party_member_where_asked, a_dossier(party_status=""), opening) == [True]
    assert not rules.is_party_member_where_asked.is_applicable(in_county())


@pytest.mark.row("B016", side="holds")
def test_a_reserve_may_stand():
    assert said(rules.comes_from_reserve_or_secondment, a_dossier(is_reserve=True), in_pidu()) == []


@pytest.mark.row("B017", side="holds")
def test_a_person_once_seconded_to_a_higher_office_may_stand():
    dossier = a_dossier(is_reserve=False, was_seconded=True)

    assert said(rules.comes_from_reserve_or_secondment, dossier, in_pidu()) == []


@pytest.mark.row("B016", side="refuses")
@pytest.mark.row("B017", side="refuses")
@pytest.mark.row("B018", side="refuses")
def test_others_need_an_exception():
    reasons = rules.comes_from_reserve_or_secondment.reasons(a_dossier(is_reserve=False), in_pidu())

    assert [(str(reason), reason.effect) for reason in reasons] == [
        ("既不是中层后备干部，也没有上级部门挂职经历", "warn")
    ]


@pytest.mark.row("R-10", side="holds")
def test_a_sanction_is_over_the_day_after_its_last_day():
    dossier = a_dossier(penalties=(Penalty("demerit", date(2026, 3, 1)),))

    assert said(rules.is_not_under_sanction, dossier, in_county()) == []


@pytest.mark.row("R-10", side="refuses")
@pytest.mark.row("R-37", side="refuses")
def test_a_sanction_in_effect_is_advice_unless_the_ruleset_hardens_it():
    dossier = a_dossier(penalties=(Penalty("ethics", date(2026, 3, 2)), Penalty("other", None)))
    reasons = rules.is_not_under_sanction.reasons(dossier, in_county())

    assert [(str(reason), reason.effect, reason.is_unknown) for reason in reasons] == [
        ("受师德处理，影响期至2026年3月2日", "advise", False),
        ("受过其他处理，未登记影响期满日", "advise", True),
    ]
