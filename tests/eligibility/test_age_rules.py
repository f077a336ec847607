"""The age limits, from both sides."""

from datetime import date

import pytest

from campaigns.eligibility import rules
from campaigns.rulesets.presets.county_cadres import COUNTY_CADRES
from tests.factories.eligibility import (
    a_dossier,
    an_opening,
    in_county,
    in_pidu,
    in_post,
    is_unknown,
    said,
    with_terms,
)

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


@pytest.mark.row("T006", side="holds")
@pytest.mark.parametrize(("opening", "gender", "limit"), LIMITS)
def test_the_age_limit_holds_until_the_day_before_the_next_birthday(opening, gender, limit):
    dossier = a_dossier(gender=gender, born=date(2026 - limit - 1, 3, 3))

    assert dossier.age == limit
    assert said(rules.is_within_first_age, dossier, opening) == []


@pytest.mark.row("T006", side="refuses")
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


MATRIX = [
    pytest.param(None, "chief", False, 45, 40, marks=pytest.mark.row("T051", side="both")),
    pytest.param(None, "chief", True, 50, 48, marks=pytest.mark.row("T050", side="both")),
    pytest.param(None, "deputy", False, 43, 41, marks=pytest.mark.row("T054", side="both")),
    pytest.param(None, "deputy", True, 48, 46, marks=pytest.mark.row("T053", side="both")),
    pytest.param("学区", "chief", False, 40, 38, marks=pytest.mark.row("T052", side="both")),
    pytest.param("学区", "deputy", False, 40, 38, marks=pytest.mark.row("T055", side="both")),
    pytest.param("学区", "deputy", True, 48, 46, marks=pytest.mark.row("T053", side="both")),
]


@pytest.mark.row("T056", side="both")
@pytest.mark.parametrize(("zone", "rank", "again", "men", "women"), MATRIX)
def test_the_age_table_has_a_bound_for_each_rank_sex_and_unit(zone, rank, again, men, women):
    opening = an_opening(COUNTY_CADRES, rank=rank, zone=zone)
    served = (in_post(rank, date(2020, 9, 1)),) if again else ()

    for gender, limit in (("male", men), ("female", women)):
        within = a_dossier(gender=gender, services=served, born=date(2026 - limit - 1, 3, 3))
        over = a_dossier(gender=gender, services=served, born=date(2026 - limit - 1, 3, 2))

        assert said(rules.is_within_age_table, within, opening) == []
        assert said(rules.is_within_age_table, over, opening) == [
            f"截至2026年3月2日{limit + 1}周岁，超过年龄界限{limit}周岁，到龄不提名"
        ]


def test_without_a_birthday_the_age_table_is_not_known_to_be_met():
    opening = an_opening(COUNTY_CADRES)

    assert is_unknown(rules.is_within_age_table, a_dossier(born=None), opening) == [True]
    assert not rules.is_within_age_table.is_applicable(in_county())
