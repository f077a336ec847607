"""Health, certificate, establishment, commendation, party, source and sanctions, from both sides."""

from datetime import date

import pytest

from campaigns.eligibility import rules
from campaigns.eligibility.dossier import Penalty
from tests.factories.eligibility import a_dossier, in_county, in_pidu, is_unknown, said, with_terms

# Health, certificate, establishment


@pytest.mark.row("A006", side="holds")
def test_a_healthy_person_may_stand():
    assert said(rules.is_healthy, a_dossier(is_healthy=True), in_county()) == []


@pytest.mark.row("A006", side="refuses")
def test_a_person_registered_as_not_healthy_may_not():
    assert said(rules.is_healthy, a_dossier(is_healthy=False), in_county()) == [
        "登记的情况不符合身体健康要求"
    ]


@pytest.mark.row("TRAP-29", side="holds")
def test_unregistered_health_is_unknown_not_refused():
    assert is_unknown(rules.is_healthy, a_dossier(is_healthy=None), in_county()) == [True]


@pytest.mark.row("AMB-1", side="holds")
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


@pytest.mark.row("AMB-1", side="refuses")
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


@pytest.mark.row("T069", side="refuses")
@pytest.mark.row("T076", side="refuses")
def test_what_a_post_itself_asks_is_found_by_the_reviewer():
    opening = in_county()
    opening.post.conditions = "具有信息技术专业背景"

    assert said(rules.meets_the_conditions_of_the_post, a_dossier(), opening) == [
        "本岗位另有任职条件（具有信息技术专业背景），待审核人认定"
    ]
    assert is_unknown(rules.meets_the_conditions_of_the_post, a_dossier(), opening) == [True]


@pytest.mark.row("T069", side="holds")
@pytest.mark.row("T076", side="holds")
def test_a_post_without_conditions_of_its_own_asks_none():
    assert not rules.meets_the_conditions_of_the_post.is_applicable(in_county())


@pytest.mark.row("B005", side="holds")
@pytest.mark.row("AMB-18", side="holds")
@pytest.mark.row("B016", side="holds")
def test_a_reserve_may_stand():
    assert said(rules.comes_from_reserve_or_secondment, a_dossier(is_reserve=True), in_pidu()) == []


@pytest.mark.row("B017", side="holds")
def test_a_person_once_seconded_to_a_higher_office_may_stand():
    dossier = a_dossier(is_reserve=False, was_seconded=True)

    assert said(rules.comes_from_reserve_or_secondment, dossier, in_pidu()) == []


@pytest.mark.row("B005", side="refuses")
@pytest.mark.row("AMB-18", side="refuses")
@pytest.mark.row("B016", side="refuses")
@pytest.mark.row("B017", side="refuses")
@pytest.mark.row("B018", side="refuses")
def test_others_need_an_exception():
    reasons = rules.comes_from_reserve_or_secondment.reasons(a_dossier(is_reserve=False), in_pidu())

    assert [(str(reason), reason.effect) for reason in reasons] == [
        ("既不是中层后备干部，也没有上级部门挂职经历", "warn")
    ]


@pytest.mark.row("R-37", side="holds")
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
