"""Exact fractions, no rounding before ranking, ties said (AMB-14, AMB-15)."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.ranking import Inputs, Part, Place, Weights, mean, places, share, shown, weighed

F = Fraction
totals = st.lists(
    st.fractions(min_value=0, max_value=100, max_denominator=100), min_size=5, max_size=9, unique=True
)


def scored(points, opinions=90):
    parts = (Part("演讲", 60, points), Part("笔试", 40, F(70)))
    return Inputs(parts, F(80), None if opinions is None else F(opinions))


def test_the_mean_is_of_all_judges():
    assert mean([F(90), F(80), F(85)]) == 85


@pytest.mark.row("AMB-14", side="holds")
def test_one_highest_and_one_lowest_of_five_are_dropped():
    assert mean([F(100), F(90), F(80), F(85), F(10)], drops_extremes=True) == 85


@pytest.mark.row("AMB-14", side="refuses")
def test_of_four_judges_nobody_is_dropped_and_nothing_is_said():
    assert mean([F(100), F(90), F(80), F(85)], drops_extremes=True) is None


def test_equal_extremes_are_dropped_once():
    assert mean([F(90), F(90), F(90), F(60), F(60)], drops_extremes=True) == 80


@given(totals)
def test_the_mean_lies_between_the_extremes_that_it_drops(given_totals):
    assert min(given_totals) < mean(given_totals, drops_extremes=True) < max(given_totals)


def test_the_score_is_the_weighed_sum_of_its_parts():
    assert scored(F(85)).score == F(79)


@pytest.mark.row("AMB-15", side="holds")
def test_the_composite_is_exact():
    assert scored(F(85)).composite(Weights(50, 30, 20)) == F("81.5")


@pytest.mark.row("AMB-15", side="refuses")
def test_without_one_of_the_inputs_there_is_no_composite():
    assert scored(F(85), opinions=None).composite(Weights(50, 30, 20)) is None


def test_what_counts_for_nothing_is_not_waited_for():
    assert scored(F(85), opinions=None).composite(Weights(70, 30, 0)) == F("79.3")


def test_nothing_weighed_is_nothing_known():
    assert weighed([(0, F(90))]) is None


def test_those_who_differ_by_less_than_is_printed_are_not_tied():
    figures = {"a": F(87666, 1000), "b": F(87667, 1000)}

    assert {shown(figure) for figure in figures.values()} == {"87.67"}
    assert places(figures) == {"a": Place(2), "b": Place(1)}


def test_equals_share_the_better_place_and_the_next_is_passed_over():
    assert places({"a": F(90), "b": F(80), "c": F(90), "d": None}) == {
        "a": Place(1, ("c",)),
        "b": Place(3),
        "c": Place(1, ("a",)),
    }


@pytest.mark.parametrize(
    ("figure", "text"), [(F(2, 3), "0.67"), (F(85), "85.00"), (F(1, 200), "0.01"), (None, "—")]
)
def test_two_decimals_are_printed_half_up(figure, text):
    assert shown(figure) == text


def test_a_share_of_nobody_is_not_known():
    assert (share(55, 84), share(0, 0)) == (F(5500, 84), None)
