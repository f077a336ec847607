"""Who is seen coming: terms, exit ages, years in one post and one office."""

from datetime import date

import pytest

from selection.accounts.models import Organisation
from serving import horizon
from serving.horizon import Kind
from tests.factories.personnel import PostFactory, TenureFactory
from tests.factories.serving import cadre, county_school

pytestmark = pytest.mark.django_db
LAST = date(2026, 6, 2)


def due(school, last=LAST):
    found = horizon.coming_due(Organisation.objects.filter(pk=school.pk), last)
    return [(each.on, each.sentence) for each in found]


def test_three_months_end_on_the_day_of_the_same_number(go_to):
    assert horizon.until() == LAST
    go_to(date(2026, 11, 30))
    assert horizon.until() == date(2027, 2, 28)


@pytest.mark.parametrize(
    ("ends_on", "is_seen"),
    [
        pytest.param(LAST, True, marks=pytest.mark.row("A025", side="refuses")),
        pytest.param(date(2026, 6, 3), False, marks=pytest.mark.row("A025", side="holds")),
    ],
)
def test_a_term_is_seen_up_to_the_last_day_of_the_horizon(ends_on, is_seen):
    tenure = cadre(ends_on=ends_on)

    expected = [(ends_on, f"王某（{tenure.post}）聘期届满")] if is_seen else []
    assert due(tenure.staff.organisation) == expected


@pytest.mark.parametrize(
    ("gender", "born", "on", "age"),
    [("male", date(1971, 4, 15), date(2026, 4, 15), 55), ("female", date(1974, 6, 1), date(2026, 6, 1), 52)],
)
def test_the_exit_age_is_the_ruleset_s(gender, born, on, age):
    tenure = cadre(staff__gender=gender, staff__born=born, ends_on=None)

    assert due(tenure.staff.organisation) == [(on, f"王某（{tenure.post}）满{age}周岁")]


@pytest.mark.parametrize(
    ("born", "seen"),
    [
        pytest.param(date(1971, 6, 2), [date(2026, 6, 2)], marks=pytest.mark.row("A013", side="refuses")),
        pytest.param(date(1971, 6, 3), [], marks=pytest.mark.row("A013", side="holds")),
        pytest.param(date(1969, 1, 1), [date(2024, 1, 1)], id="long past, and still in post"),
    ],
)
def test_whoever_reaches_the_exit_age_in_time_is_seen(born, seen):
    tenure = cadre(staff__gender="male", staff__born=born, ends_on=None)

    assert [on for on, _said in due(tenure.staff.organisation)] == seen


@pytest.mark.parametrize(
    ("since", "is_seen"),
    [
        pytest.param(date(2020, 6, 2), True, marks=pytest.mark.row("A028", side="refuses")),
        pytest.param(date(2020, 6, 3), False, marks=pytest.mark.row("A028", side="holds")),
    ],
)
def test_six_years_in_one_post_are_seen(since, is_seen):
    tenure = cadre(starts_on=since, ends_on=None)

    expected = [(LAST, f"王某任{tenure.post}满6年")] if is_seen else []
    assert due(tenure.staff.organisation) == expected


def test_years_in_a_post_go_on_from_term_to_term():
    first = cadre(starts_on=date(2020, 4, 1), ends_on=date(2023, 3, 31))
    TenureFactory(staff=first.staff, post=first.post, starts_on=date(2023, 4, 1), ends_on=date(2027, 8, 31))

    assert due(first.staff.organisation) == [(date(2026, 4, 1), f"王某任{first.post}满6年")]


@pytest.mark.parametrize(
    ("since", "is_seen"),
    [
        pytest.param(date(2017, 6, 2), True, marks=pytest.mark.row("A029", side="refuses")),
        pytest.param(date(2017, 6, 3), False, marks=pytest.mark.row("A029", side="holds")),
    ],
)
def test_nine_years_in_one_office_count_chief_and_deputy_together(since, is_seen):
    school = county_school()
    chief = PostFactory(department__organisation=school)
    deputy = PostFactory(department=chief.department, deputy=True)
    served = cadre(school, post=deputy, starts_on=since, ends_on=date(2023, 8, 31))
    TenureFactory(staff=served.staff, post=chief, starts_on=date(2023, 9, 1), ends_on=date(2026, 8, 31))

    expected = [(LAST, f"王某在{chief.department}任职满9年")] if is_seen else []
    assert due(school) == expected


@pytest.mark.parametrize(
    ("born", "is_asked"),
    [
        pytest.param(date(1977, 4, 2), True, marks=pytest.mark.row("A035", side="refuses")),
        pytest.param(date(1977, 3, 31), False, marks=pytest.mark.row("A035", side="holds")),
    ],
)
def test_who_leaves_before_another_term_is_over_rotates_no_more(born, is_asked):
    """52 on 2 April 2029 leaves a whole term from 1 April 2026; on 31 March 2029 it does not."""
    tenure = cadre(starts_on=date(2020, 4, 1), ends_on=None, staff__born=born)

    assert [said for _on, said in due(tenure.staff.organisation)] == (
        [f"王某任{tenure.post}满6年"] if is_asked else []
    )


def test_a_leap_day_is_complete_on_the_first_of_march():
    tenure = cadre(starts_on=date(2020, 2, 29), ends_on=None)

    assert [on for on, _said in due(tenure.staff.organisation)] == [date(2026, 3, 1)]


def test_without_a_ruleset_only_the_terms_are_known():
    tenure = TenureFactory(starts_on=date(2010, 1, 1), ends_on=date(2026, 4, 30))

    assert [on for on, _said in due(tenure.staff.organisation)] == [date(2026, 4, 30)]


@pytest.mark.parametrize("people", [1, 3])
def test_any_number_of_people_takes_as_many_queries(people, django_assert_num_queries):
    school = county_school()
    for number in range(people):
        cadre(school, f"王{number}", ends_on=date(2026, 4, 30))

    with django_assert_num_queries(6):
        found = horizon.coming_due(Organisation.objects.filter(pk=school.pk), LAST)

    assert [each.kind for each in found] == [Kind.TERM] * people
