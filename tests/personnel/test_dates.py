"""Dates as people write them."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from personnel.dates import LifeDate, UnclearDate, parse

MARCH = LifeDate(date(1985, 3, 1), False)


@pytest.mark.parametrize(
    "written",
    [
        *("1985.03", "1985.3", "198503", "1985年3月", "1985年03月", "1985-03", "1985/3"),
        *("１９８５．０３", "１９８５年３月", " 1985 . 03 ", "1985。03"),
        *(1985.03, 198503, 198503.0),
    ],
)
def test_a_month_is_read_however_it_is_written(written):
    assert parse(written) == MARCH


@pytest.mark.parametrize(
    "written",
    [
        *("1985-3-12", "1985.03.12", "1985年3月12日", "1985/03/12", "19850312", "1985-03-12 00:00:00"),
        *(datetime(1985, 3, 12), date(1985, 3, 12), 19850312, 31118, "31118"),
    ],
)
def test_a_day_is_read_however_it_is_written(written):
    assert parse(written) == LifeDate(date(1985, 3, 12), True)


def test_a_number_that_lost_its_zero_is_asked_about():
    """Excel turns 1985.10 typed into a number cell into 1985.1."""
    with pytest.raises(UnclearDate, match="分不清是1月还是10月，请写成1985-01或1985-10"):
        parse(1985.1)


def test_other_numbers_with_one_decimal_have_one_meaning():
    assert parse(1985.2) == LifeDate(date(1985, 2, 1), False)
    assert parse(1985.12) == LifeDate(date(1985, 12, 1), False)


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        ("八五年三月", "“八五年三月”不是日期，请写成1985.03或1985-03-12"),
        ("85.3", "“85.3”不是日期，请写成1985.03或1985-03-12"),
        ("1985", "“1985”不是日期，请写成1985.03或1985-03-12"),
        ("1985.13", "“1985.13”里没有这个月或这一天，请核对"),
        ("1985-02-30", "“1985-02-30”里没有这个月或这一天，请核对"),
        ("1885.03", "“1885.03”的年份不合理，请核对"),
        (datetime(2185, 3, 1), "“2185-03-01”的年份不合理，请核对"),
        ("", "“”不是日期，请写成1985.03或1985-03-12"),
    ],
)
def test_what_is_no_date_is_said_in_a_sentence(written, sentence):
    with pytest.raises(UnclearDate) as unclear:
        parse(written)

    assert str(unclear.value) == sentence


def test_a_date_shows_what_is_known_of_it():
    assert str(MARCH) == "1985.03"
    assert str(LifeDate(date(1985, 3, 12), True)) == "1985-03-12"


@given(st.dates(date(1930, 1, 1), date(2099, 12, 31)))
def test_every_day_is_read_back(day):
    for written in (
        day.isoformat(),
        f"{day:%Y.%m.%d}",
        f"{day:%Y%m%d}",
        f"{day.year}年{day.month}月{day.day}日",
    ):
        assert parse(written) == LifeDate(day, True)


@given(st.one_of(st.text(), st.integers(), st.floats(allow_nan=False)))
def test_anything_is_a_date_or_a_sentence(written):
    try:
        found = str(parse(written))
    except UnclearDate as unclear:
        found = str(unclear)

    assert found[:2] in {"19", "20"} or "请" in found
