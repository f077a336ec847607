"""What does the bureau enter about holidays, and what follows from it?"""

from datetime import date

import pytest

from selection import workdays
from selection.reasons import Refused
from selection.records import arrangements, holiday_notices, ledgers
from selection.records.models import YearArrangement
from selection.workdays import YearPlan
from tests.factories.accounts import BureauReviewerFactory, LeaderFactory, OfficerFactory
from tests.factories.records import YearArrangementFactory

NOTICE = """一、元旦：1月1日（周五）至3日（周日）放假调休，共3天。
二、春节：2月5日（农历除夕、周五）至11日（周四）放假调休，共7天。2月14日（周日）上班。
"""


def days(*texts):
    return {date.fromisoformat(text) for text in texts}


def span(first, last):
    first, last = date.fromisoformat(first), date.fromisoformat(last)
    return {date.fromordinal(day) for day in range(first.toordinal(), last.toordinal() + 1)}


def refused(act, *args, **kwargs):
    with pytest.raises(Refused) as refusal:
        act(*args, **kwargs)
    return refusal.value.reasons


PLAN = YearPlan(frozenset(days("2027-01-01")), frozenset(days("2027-01-10")))


def test_the_notice_is_read_as_it_is_published():
    reading = holiday_notices.read(NOTICE, 2027)

    assert reading.problems == []
    assert reading.holidays == span("2027-01-01", "2027-01-03") | span("2027-02-05", "2027-02-11")
    assert reading.workdays == days("2027-02-14")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2027-01-01", days("2027-01-01")),
        ("2027/1/1，2027.1.2", days("2027-01-01", "2027-01-02")),
        ("20270101 20270103", days("2027-01-01", "2027-01-03")),
        ("1月1日、2日", None),
        ("1月1日,1月2日", days("2027-01-01", "2027-01-02")),
        ("１月１日～３日", span("2027-01-01", "2027-01-03")),
        ("1月1日-3日", span("2027-01-01", "2027-01-03")),
        ("1月1日—1月3日", span("2027-01-01", "2027-01-03")),
        ("2026年12月31日至2027年1月2日", span("2026-12-31", "2027-01-02")),
        ("2027年节假日：1.1、1.2", days("2027-01-01", "2027-01-02")),
        ("2027-02-06~2027-02-08", span("2027-02-06", "2027-02-08")),
        ("元旦 1月1日 星期五", days("2027-01-01")),
        ("", set()),
        ("元旦", set()),
    ],
)
def test_dates_are_read_as_offices_write_them(text, expected):
    reading = holiday_notices.read(text, 2027)

    if expected is None:
        assert reading.problems == [f"第1行看不懂“{text}”，请写成1月1日或1月1日至3日"]
    else:
        assert (reading.holidays, reading.problems) == (expected, [])


def test_days_in_the_box_for_make_up_workdays_are_workdays():
    assert holiday_notices.read("2月14日", 2027, as_workdays=True).workdays == days("2027-02-14")


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("元旦\n2月30日", "第2行的“2月30日”不是日历上的日期，请核对"),
        ("1月5日至3日", "第1行的“1月5日~3日”起止日期不对，请核对"),
        ("1月1日至12月31日", "第1行的“1月1日~12月31日”起止日期不对，请核对"),
        ("大约17号左右", "第1行看不懂“大约17号左右”，请写成1月1日或1月1日至3日"),
    ],
)
def test_what_is_not_understood_is_named_by_line(text, problem):
    assert holiday_notices.read(text, 2027).problems == [problem]


@pytest.mark.django_db
def test_a_year_entered_is_known_from_then_on():
    bureau = BureauReviewerFactory()
    before = workdays.last_day(date(2027, 1, 1), 1, "publication", arrangements.current())

    arrangements.enter(2027, PLAN, by=bureau)

    known = arrangements.current()
    assert (before.provisional, before.last) == (True, date(2027, 1, 1))
    assert workdays.last_day(date(2027, 1, 1), 1, "publication", known) == workdays.Period(
        date(2027, 1, 4), date(2027, 1, 4), False
    )
    assert workdays.is_workday(date(2027, 1, 10), known)
    assert str(YearArrangement.objects.get()) == "2027年"


@pytest.mark.django_db
def test_entering_and_correcting_are_written_into_the_bureaus_ledger_and_those_who_count_hear_of_it(
    monkeypatch,
):
    heard = []
    monkeypatch.setattr(arrangements, "on_change", [heard.append])
    bureau = BureauReviewerFactory()

    arrangements.enter(2027, PLAN, by=bureau)
    arrangements.enter(2027, YearPlan(PLAN.holidays), by=bureau)

    entries = ledgers.of_organisation(bureau.organisation).entries.all()
    assert [(entry.act, entry.content["payload"]["workdays"]) for entry in entries] == [
        ("录入节假日安排", ["2027-01-10"]),
        ("更正节假日安排", []),
    ]
    assert heard == [2027, 2027]
    assert YearArrangement.objects.count() == 1


@pytest.mark.django_db
def test_impossible_arrangements_are_refused_with_every_reason():
    plan = YearPlan(frozenset(days("2027-01-01", "2028-01-01")), frozenset(days("2027-01-01", "2027-01-05")))

    reasons = refused(arrangements.enter, 2027, plan, by=BureauReviewerFactory())

    assert reasons == [
        "2028-01-01不在2027年，请核对年份",
        "2027-01-01既是放假日又是上班日，请核对",
        "2027-01-05本来就是工作日，调休上班日应为周六或周日",
    ]
    assert refused(arrangements.enter, 2027, YearPlan(), by=BureauReviewerFactory()) == ["请填写放假日期"]


@pytest.mark.parametrize(("day", "belongs"), [("2026-12-25", True), ("2026-12-24", False)])
def test_a_new_years_holiday_may_begin_in_december(day, belongs):
    problems = arrangements.problems_of(2027, YearPlan(frozenset(days(day))))

    assert (problems == []) is belongs


@pytest.mark.django_db
def test_only_the_bureau_enters_unless_it_is_not_on_the_system():
    officer = OfficerFactory()
    alone = OfficerFactory(organisation__parent__parent__is_on_system=False)

    assert refused(arrangements.enter, 2027, PLAN, by=officer) == ["节假日安排由教育局录入，您没有这项权限"]
    assert refused(arrangements.enter, 2027, PLAN, by=LeaderFactory()) == [
        "节假日安排由教育局录入，您没有这项权限"
    ]
    assert arrangements.enter(2027, PLAN, by=alone).entered_by == alone


@pytest.mark.django_db
def test_what_was_entered_goes_before_what_is_built_in():
    YearArrangementFactory(year=2026, holidays=["2026-01-01"])

    assert arrangements.known_plan(2026) == YearPlan(frozenset(days("2026-01-01")))
    assert arrangements.known_plan(2025) == workdays.built_in(2025)
    assert arrangements.known_plan(2050) is None
