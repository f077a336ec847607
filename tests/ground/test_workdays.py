"""Working days: the day that a period ends, over weekends, holidays and make-up days."""

from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError
from hypothesis import given
from hypothesis import strategies as st

from selection import workdays
from selection.records import arrangements
from selection.workdays import NEXT_DAY, PUBLICATION, Period, UnknownYear, YearPlan

KNOWN = st.dates(date(2005, 1, 1), date(2025, 6, 30))
ANY = st.dates(date(2000, 1, 1), date(2040, 1, 1))
COUNT_FROM = st.sampled_from([PUBLICATION, NEXT_DAY])
LENGTHS = st.integers(1, 60)
NEW_YEAR_2027 = {
    2027: YearPlan(
        holidays=frozenset({date(2026, 12, 31), date(2027, 1, 1), date(2027, 1, 4)}),
        workdays=frozenset({date(2027, 1, 2), date(2027, 1, 3)}),
    )
}


@pytest.mark.parametrize(
    ("start", "n", "count_from", "last"),
    [
        ("2026-03-02", 5, PUBLICATION, "2026-03-06"),  # Monday: the day itself is day 1
        ("2026-03-02", 5, NEXT_DAY, "2026-03-09"),
        ("2026-03-07", 5, PUBLICATION, "2026-03-13"),  # Saturday: day 1 is Monday
        ("2026-03-07", 5, NEXT_DAY, "2026-03-13"),
        ("2026-03-06", 1, PUBLICATION, "2026-03-06"),
        ("2026-03-06", 1, NEXT_DAY, "2026-03-09"),
        ("2026-09-20", 1, PUBLICATION, "2026-09-20"),  # a Sunday that is worked
        ("2026-10-10", 1, PUBLICATION, "2026-10-10"),  # a Saturday that is worked
        ("2026-10-09", 2, PUBLICATION, "2026-10-10"),
        ("2026-09-30", 2, PUBLICATION, "2026-10-08"),  # National Day in the middle
        ("2026-09-30", 5, NEXT_DAY, "2026-10-13"),
        ("2026-10-03", 1, PUBLICATION, "2026-10-08"),
        ("2026-02-14", 2, PUBLICATION, "2026-02-24"),  # worked Saturday, then Spring Festival
        ("2026-12-31", 1, PUBLICATION, "2026-12-31"),
    ],
)
def test_a_period_ends_on_its_last_working_day(start, n, count_from, last):
    period = workdays.last_day(date.fromisoformat(start), n, count_from)

    assert (period.last.isoformat(), period.provisional) == (last, False)


@pytest.mark.parametrize(
    ("start", "count_from", "first"),
    [
        ("2026-10-01", PUBLICATION, "2026-10-08"),
        ("2026-10-08", PUBLICATION, "2026-10-08"),
        ("2026-10-08", NEXT_DAY, "2026-10-09"),
    ],
)
def test_a_period_begins_on_the_first_working_day_that_counts(start, count_from, first):
    assert workdays.last_day(date.fromisoformat(start), 3, count_from).first.isoformat() == first


@pytest.mark.parametrize(
    ("start", "last"),
    [("2026-12-31", date(2027, 1, 1)), ("2027-03-05", date(2027, 3, 8)), ("2002-12-30", date(2002, 12, 31))],
)
def test_in_an_unknown_year_monday_to_friday_are_assumed_provisionally(start, last):
    period = workdays.last_day(date.fromisoformat(start), 1, NEXT_DAY)

    assert period == Period(last, last, provisional=True)


def test_a_period_that_only_passes_through_an_unknown_year_is_provisional():
    arrangements = {2028: YearPlan()}

    period = workdays.last_day(date(2026, 12, 31), 280, PUBLICATION, arrangements)

    assert period.last.year == 2028
    assert period.provisional


def test_a_day_of_an_unknown_year_is_no_working_day_and_no_holiday():
    with pytest.raises(UnknownYear):
        workdays.is_workday(date(2027, 3, 1))


def test_an_entered_year_is_final_and_reaches_back_over_new_year():
    period = workdays.last_day(date(2026, 12, 30), 3, PUBLICATION, NEW_YEAR_2027)

    assert period == Period(date(2026, 12, 30), date(2027, 1, 3), provisional=False)


def test_an_entered_year_replaces_the_built_in_one():
    corrected = {2026: YearPlan(holidays=frozenset({date(2026, 3, 3)}))}

    assert not workdays.is_workday(date(2026, 3, 3), corrected)
    assert workdays.is_workday(date(2026, 10, 1), corrected)
    assert not workdays.is_workday(date(2026, 10, 10), corrected)


def test_the_bureau_can_start_from_the_built_in_year():
    plan = workdays.built_in(2026)

    assert plan is not None
    assert date(2026, 10, 1) in plan.holidays
    assert sorted(plan.workdays)[-1] == date(2026, 10, 10)
    assert workdays.built_in(2027) is None


@given(day=KNOWN)
def test_the_built_in_year_entered_by_hand_gives_the_same_days(day):
    plan = workdays.built_in(day.year)

    assert plan is not None
    assert workdays.is_workday(day, {day.year: plan}) == workdays.is_workday(day)


@given(start=KNOWN, n=LENGTHS, count_from=COUNT_FROM)
def test_a_period_holds_exactly_its_number_of_working_days(start, n, count_from):
    period = workdays.last_day(start, n, count_from)

    assert workdays.is_workday(period.first)
    assert workdays.is_workday(period.last)
    assert workdays.between(period.first, period.last) == n
    assert start <= period.first <= period.last


@given(start=ANY, n=LENGTHS, count_from=COUNT_FROM)
def test_a_longer_period_ends_later(start, n, count_from):
    shorter = workdays.last_day(start, n, count_from)
    longer = workdays.last_day(start, n + 1, count_from)

    assert shorter.last < longer.last
    assert shorter.provisional <= longer.provisional


@given(start=KNOWN, n=LENGTHS)
def test_counting_from_the_next_day_is_publication_a_day_later(start, n):
    next_day = workdays.last_day(start, n, NEXT_DAY)

    assert next_day == workdays.last_day(start + timedelta(days=1), n, PUBLICATION)
    assert workdays.add(start, n) == next_day.last


@given(start=KNOWN, n=LENGTHS)
def test_counting_back_leads_to_where_counting_began(start, n):
    end = workdays.last_day(start, n, PUBLICATION)

    assert workdays.add(workdays.add(end.last, 1), -n) == end.first


def test_no_working_days_is_the_day_itself():
    assert workdays.add(date(2026, 10, 1), 0) == date(2026, 10, 1)


@pytest.mark.parametrize(("n", "count_from"), [(0, PUBLICATION), (-1, NEXT_DAY), (5, "tomorrow")])
def test_a_period_without_days_or_without_a_beginning_is_a_mistake(n, count_from):
    with pytest.raises(ValueError, match=r"period|count from"):
        workdays.last_day(date(2026, 3, 2), n, count_from)


@pytest.fixture
def entered(monkeypatch):
    """What the bureau has entered, without a database."""
    known: dict[int, YearPlan] = {}
    monkeypatch.setattr(arrangements, "current", lambda: known)
    return known


def say(*args):
    out = StringIO()
    call_command("workdays", *args, stdout=out, stderr=StringIO())
    return out.getvalue()


@pytest.mark.parametrize(
    ("args", "answer"),
    [
        (["2026-03-02", "5", "--count-from", "publication"], "2026-03-06\n"),
        (["2026-03-02", "5", "--count-from", "next-day"], "2026-03-09\n"),
        (["2026-12-31", "2", "--count-from", "publication"], "2027-01-01 provisional\n"),
    ],
)
def test_the_command_prints_the_last_day(entered, args, answer):
    assert say(*args) == answer


def test_the_command_knows_what_the_bureau_has_entered(entered):
    entered.update(NEW_YEAR_2027)

    assert say("2026-12-30", "2", "--count-from", "publication") == "2027-01-02\n"


def test_before_the_first_migration_the_command_counts_with_the_built_in_calendar(monkeypatch):
    def no_table():
        raise OperationalError("no such table")

    monkeypatch.setattr(arrangements, "current", no_table)

    assert say("2026-03-02", "5", "--count-from", "publication") == "2026-03-06\n"


@pytest.mark.parametrize(
    ("args", "sentence"),
    [
        (["2026-02-30", "5"], "看不懂日期“2026-02-30”，请写成 2026-03-02 的样子"),
        (["9999-12-31", "5"], "起算日应在 1949 年至 2999 年之间"),
        (["2026-03-02", "0"], "天数“0”不对，请写 1 到 1000 之间的整数"),
        (["2026-03-02", "五"], "天数“五”不对，请写 1 到 1000 之间的整数"),
        (["2026-03-02", "1001"], "天数“1001”不对，请写 1 到 1000 之间的整数"),
    ],
)
def test_the_command_says_what_is_wrong(entered, args, sentence):
    with pytest.raises(CommandError, match=sentence):
        say(*args, "--count-from", "publication")
