"""From when to when is a person appointed? (A013, A014, A025, A015)"""

from datetime import date, timedelta

import pytest

from campaigns import terms
from selection import clock
from tests.factories.campaigns import PIDU, CandidacyFactory, WaiverFactory

pytestmark = pytest.mark.django_db

START = date(2026, 4, 1)


def candidate(born, gender="male", code="county-schools"):
    return CandidacyFactory(
        opening__campaign__code=code, proposed=True, staff__born=born, staff__gender=gender
    )


@pytest.mark.row("A025", side="holds")
def test_a_term_of_three_years_ends_the_day_before():
    assert terms.last_day(candidate(date(1986, 1, 1)), START) == date(2029, 3, 31)


@pytest.mark.parametrize(
    ("start", "expected"),
    [(date(2028, 2, 29), date(2031, 2, 28)), (date(2026, 3, 1), date(2029, 2, 28))],
)
def test_a_term_that_begins_or_ends_about_a_leap_day(start, expected):
    assert terms.last_day(candidate(date(1986, 1, 1)), start) == expected


@pytest.mark.row("A013", side="holds")
@pytest.mark.row("TRAP-13", side="holds")
@pytest.mark.row("TRAP-13", side="refuses")
@pytest.mark.parametrize(
    ("born", "expected"),
    [
        (date(1974, 3, 31), date(2029, 3, 30)),  # fifty-five on the term's last day: out the day before
        (date(1974, 4, 1), date(2029, 3, 31)),  # on the day after it
        (date(1974, 3, 1), date(2029, 2, 28)),  # known to the month, the month in which the term ends
        (date(1972, 6, 15), date(2027, 6, 14)),
    ],
)
def test_a_man_leaves_before_he_is_fifty_five(born, expected):
    assert terms.last_day(candidate(born), START) == expected


@pytest.mark.row("A014", side="holds")
@pytest.mark.parametrize(
    ("born", "expected"),
    [(date(1977, 3, 31), date(2029, 3, 30)), (date(1977, 4, 1), date(2029, 3, 31))],
)
def test_a_woman_leaves_before_she_is_fifty_two(born, expected):
    assert terms.last_day(candidate(born, "female"), START) == expected


@pytest.mark.row("A015", side="holds")
def test_whom_the_bureau_lets_stay_serves_the_whole_term():
    person = candidate(date(1972, 6, 15))
    WaiverFactory(
        candidacy=person, campaign=person.campaign, rule=terms.EXTENSION, of_the_bureau=True, granted=True
    )

    assert terms.last_day(person, START) == date(2029, 3, 31)


@pytest.mark.row("A015", side="holds")
@pytest.mark.parametrize(
    ("expires_on", "last"),
    [
        (date(2028, 6, 30), date(2028, 6, 30)),
        (date(2029, 3, 30), date(2029, 3, 30)),
        (date(2029, 4, 1), date(2029, 3, 31)),
    ],
)
def test_who_may_stay_until_a_day_serves_until_then(expires_on, last):
    person = candidate(date(1972, 6, 15))
    granted = {"candidacy": person, "campaign": person.campaign, "of_the_bureau": True, "granted": True}
    WaiverFactory(rule=terms.EXTENSION, expires_on=expires_on, **granted)

    assert terms.last_day(person, START) == last


@pytest.mark.row("A015", side="refuses")
def test_what_has_expired_prolongs_nothing():
    person = candidate(date(1972, 6, 15))
    granted = {"candidacy": person, "campaign": person.campaign, "of_the_bureau": True, "granted": True}
    WaiverFactory(rule=terms.EXTENSION, expires_on=clock.today() - timedelta(days=1), **granted)

    assert terms.last_day(person, START) == date(2027, 6, 14)


@pytest.mark.row("A015", side="refuses")
def test_a_request_alone_prolongs_nothing():
    person = candidate(date(1972, 6, 15))
    WaiverFactory(candidacy=person, campaign=person.campaign, rule=terms.EXTENSION, of_the_bureau=True)

    assert terms.last_day(person, START) == date(2027, 6, 14)


def test_where_no_age_is_set_or_known_the_term_stands():
    assert terms.last_day(candidate(date(1972, 6, 15), code=PIDU), START) == date(2029, 3, 31)
    assert terms.last_day(candidate(None), START) == date(2029, 3, 31)


def test_born_on_a_leap_day_one_is_a_year_older_on_the_first_of_march():
    assert terms.exit_on(candidate(date(1972, 2, 29)).staff, 55) == date(2027, 3, 1)
