"""When is a period over, holidays and pauses left out? (A085, B058, AMB-26)"""

from datetime import date

import pytest

from campaigns import periods
from campaigns.rulesets.values import Period
from tests.factories.campaigns import CampaignFactory, SuspensionFactory

MONDAY = date(2026, 3, 9)
FIVE = Period(5, count_from="next-day")


def last(period, start, *pauses):
    return periods.run(period, start, {}, pauses).last


@pytest.mark.row("B058", side="holds")
def test_counted_from_publication_the_day_itself_is_the_first():
    counted = periods.run(Period(5, count_from="publication"), MONDAY, {})

    assert (counted.first, counted.last) == (MONDAY, date(2026, 3, 13))


@pytest.mark.row("A085", side="holds")
def test_counted_from_the_next_day_it_ends_a_day_later():
    counted = periods.run(FIVE, MONDAY, {})

    assert (counted.first, counted.last) == (date(2026, 3, 10), date(2026, 3, 16))


def test_natural_days_run_over_the_weekend():
    seven = periods.run(Period(7, unit="day"), MONDAY, {})

    assert (seven.first, seven.last, seven.provisional) == (date(2026, 3, 10), date(2026, 3, 16), False)
    assert last(Period(7, "day", "publication"), MONDAY) == date(2026, 3, 15)


def test_a_period_in_months_is_a_mistake_of_the_program():
    with pytest.raises(ValueError, match="not in month"):
        periods.run(Period(1, unit="month"), MONDAY, {})


@pytest.mark.parametrize(
    ("pause", "expected"),
    [
        ((date(2026, 3, 10), date(2026, 3, 10)), date(2026, 3, 16)),  # resumed on the same day: nothing lost
        ((date(2026, 3, 10), date(2026, 3, 12)), date(2026, 3, 18)),  # Tuesday and Wednesday are lost
        ((date(2026, 3, 13), date(2026, 3, 16)), date(2026, 3, 17)),  # of Friday to Sunday only Friday counts
        ((date(2026, 3, 2), date(2026, 3, 6)), date(2026, 3, 16)),  # before the period
        ((date(2026, 3, 17), date(2026, 3, 20)), date(2026, 3, 16)),  # after it
        ((date(2026, 3, 16), date(2026, 3, 18)), date(2026, 3, 18)),  # on its last day and beyond
    ],
)
def test_days_on_whose_end_the_campaign_stood_still_do_not_count(pause, expected):
    assert last(FIVE, MONDAY, pause) == expected


def test_a_day_lost_may_push_the_end_into_the_next_pause():
    pauses = [(date(2026, 3, 10), date(2026, 3, 11)), (date(2026, 3, 17), date(2026, 3, 19))]

    assert last(FIVE, MONDAY, *pauses) == date(2026, 3, 19)


def test_natural_days_lost_are_counted_with_the_weekend():
    pause = (date(2026, 3, 13), date(2026, 3, 16))

    assert last(Period(7, unit="day"), MONDAY, pause) == date(2026, 3, 19)


@pytest.mark.django_db
def test_the_pauses_are_those_of_the_campaign():
    campaign = CampaignFactory()
    SuspensionFactory(campaign=campaign, started_on=date(2026, 3, 10), ended_on=date(2026, 3, 12))
    SuspensionFactory(started_on=date(2026, 3, 10), ended_on=date(2026, 3, 13))

    assert periods.of(campaign, FIVE, MONDAY).last == date(2026, 3, 18)
