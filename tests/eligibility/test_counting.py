from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.eligibility.counting import earliest_birth, full_months, years_before
from personnel.dates import full_years

DAYS = st.dates(date(1940, 1, 1), date(2030, 12, 31))


@pytest.mark.parametrize(
    ("since", "until", "months"),
    [
        (date(2025, 3, 2), date(2026, 3, 2), 12),
        (date(2025, 3, 3), date(2026, 3, 2), 11),
        (date(2025, 1, 31), date(2025, 2, 28), 0),
        (date(2024, 2, 29), date(2025, 2, 28), 11),
        (date(2024, 2, 29), date(2025, 3, 1), 12),
    ],
)
def test_the_day_of_the_same_number_completes_a_month(since, until, months):
    assert full_months(since, until) == months


def test_a_birthday_completes_a_year():
    born = date(1980, 3, 2)

    assert [full_years(born, date(2026, 3, day)) for day in (1, 2)] == [45, 46]


def test_a_leap_day_has_its_counterpart_the_day_before():
    assert years_before(date(2028, 2, 29), 46) == date(1982, 2, 28)


@given(born=DAYS, on=DAYS, limit=st.integers(18, 70))
def test_the_cutoff_agrees_with_the_count_of_full_years(born, on, limit):
    passes = full_years(born, on) <= limit

    assert (born >= earliest_birth(limit, on, "full-years")) == passes


def test_the_strict_cutoff_is_the_birthday_itself():
    assert earliest_birth(35, date(2023, 11, 15), "born-after") == date(1988, 11, 15)
