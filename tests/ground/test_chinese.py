"""Dates and instants as an office writes them."""

from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.template import engines

from selection import chinese, clock

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=clock.ZONE)


def test_a_date_has_no_leading_noughts():
    assert chinese.day(date(2026, 3, 2)) == "2026年3月2日"
    assert chinese.weekday(date(2026, 3, 2)) == "周一"


@pytest.mark.parametrize(
    ("instant", "written"),
    [
        (datetime(2026, 3, 2, 8, 5, tzinfo=clock.ZONE), "2026年3月2日 8:05"),
        (datetime(2026, 3, 2, 0, 0, tzinfo=clock.ZONE), "2026年3月2日 0:00"),
        (datetime(2026, 3, 2, 0, 1, tzinfo=clock.ZONE), "2026年3月2日 0:01"),
    ],
)
def test_midnight_belongs_to_the_day_that_it_begins(instant, written):
    assert chinese.moment(instant) == written


@pytest.mark.parametrize(
    ("instant", "written"),
    [
        (datetime(2026, 3, 2, 0, 0, tzinfo=clock.ZONE), "2026年3月1日 24:00"),
        (datetime(2026, 3, 2, 0, 1, tzinfo=clock.ZONE), "2026年3月2日 0:01"),
    ],
)
def test_a_deadline_at_midnight_belongs_to_the_day_that_it_ends(instant, written):
    assert chinese.deadline(instant) == written


@time_machine.travel(NOON, tick=False)
@pytest.mark.parametrize(
    ("ago", "written"),
    [
        (timedelta(seconds=59), "刚刚"),
        (timedelta(minutes=1), "1分钟前"),
        (timedelta(minutes=59), "59分钟前"),
        (timedelta(hours=12), "12小时前"),
        (timedelta(hours=12, seconds=1), "昨天"),
        (timedelta(days=2), "2天前"),
        (timedelta(days=30), "30天前"),
        (timedelta(days=31), "2026年1月30日"),
    ],
)
def test_the_past_is_told_in_words(ago, written):
    assert chinese.since(NOON - ago) == written


def test_templates_write_them_and_leave_out_what_is_missing():
    template = engines["django"].from_string("{% load chinese %}{{ at|moment }}|{{ none|day }}")

    assert template.render({"at": NOON, "none": None}) == "2026年3月2日 12:00|"
