"""Approved, held, vacant: the posts of a school on one day."""

from datetime import date

import pytest
import time_machine

from personnel import quota
from personnel.models import QuotaTable, Rank
from selection.reasons import Refused
from selection.records import ledgers, reviews
from tests.factories.accounts import OfficerFactory, SchoolFactory
from tests.factories.personnel import (
    DepartmentFactory,
    PostFactory,
    QuotaLineFactory,
    QuotaTableFactory,
    StaffFactory,
    TenureFactory,
)

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 2)


@pytest.fixture
def school():
    return SchoolFactory()


@pytest.fixture
def office(school):
    return DepartmentFactory(organisation=school, name="教务处")


@pytest.fixture
def officer(school):
    return OfficerFactory(organisation=school)


def hold(department, how_many: int, **facts) -> list:
    post = PostFactory(department=department, **facts.pop("post", {}))
    return [
        TenureFactory(staff=StaffFactory(organisation=department.organisation), post=post, **facts)
        for _ in range(how_many)
    ]


def test_those_who_count_are_the_incumbents_of_the_day(school, office):
    held = hold(office, 2)
    hold(office, 1, uncounted=True, post={"title": "主持工作"})
    hold(office, 1, ended=True, post={"title": "前主任"})
    hold(office, 1, voided_on=DAY, post={"title": "无效"})
    hold(office, 1, starts_on=date(2026, 3, 3), post={"title": "将任"})
    hold(office, 1, ends_on=date(2026, 3, 1), post={"title": "期满"})
    hold(office, 1, post={"deputy": True})

    assert set(quota.incumbents(school, office, Rank.CHIEF, DAY)) == set(held)


@pytest.mark.row("A055", side="refuses")
@pytest.mark.parametrize(("held", "vacant", "is_over"), [(1, 1, False), (2, 0, False), (3, -1, True)])
def test_vacant_is_what_is_approved_less_what_is_held(school, office, held, vacant, is_over):
    table = QuotaTableFactory(organisation=school, approved=True)
    QuotaLineFactory(table=table, department=office, requested=2)
    hold(office, held)

    (row,) = quota.overview(school, DAY).rows

    assert (row.chief.approved, row.chief.held, row.chief.vacant) == (2, held, vacant)
    assert (row.chief.is_over, row.chief.surplus) == (is_over, max(-vacant, 0))


def test_a_surplus_is_said_in_a_sentence_and_fills_no_gap_elsewhere(school, office):
    table = QuotaTableFactory(organisation=school, approved=True)
    QuotaLineFactory(table=table, department=office, requested=1)
    other = DepartmentFactory(organisation=school, name="总务处")
    QuotaLineFactory(table=table, department=other, requested=1)
    hold(office, 2)

    found = quota.overview(school, DAY)

    assert found.sentences == ["教务处正职核定1名，现任2名，超职数1名"]
    assert (found.approved, found.held, found.vacant) == (2, 2, 1)


def test_an_approved_table_that_is_silent_approves_none(school, office):
    QuotaTableFactory(organisation=school, approved=True)
    hold(office, 1)

    (figures,) = quota.overview(school, DAY).over

    assert (figures.approved, figures.surplus) == (0, 1)


def test_without_a_table_nothing_is_over(school, office):
    hold(office, 1)

    found = quota.overview(school, DAY)

    assert found.table is None
    assert [(each.approved, each.vacant) for each in found.figures] == [(None, None), (None, None)]
    assert found.over == []


def test_those_who_do_not_count_are_listed_apart(school, office):
    (tenure,) = hold(office, 1, uncounted=True)

    (row,) = quota.overview(school, DAY).rows

    assert row.uncounted == [tenure]
    assert row.chief.held == 0


def test_the_table_approved_last_is_in_force(school):
    first = QuotaTableFactory(organisation=school, approved=True)
    with time_machine.travel("2099-01-05T09:00+08:00"):
        second = QuotaTableFactory(organisation=school, approved=True)
    QuotaTableFactory(organisation=school)
    QuotaTableFactory(approved=True)

    assert quota.table_in_force(school) == second
    assert quota.table_in_force(first.organisation) == second
    assert quota.table_in_force(SchoolFactory()) is None


def test_a_new_table_begins_with_what_is_in_force(school, office, officer):
    QuotaLineFactory(
        table=QuotaTableFactory(organisation=school, approved=True), department=office, requested=3
    )

    table = quota.open_table(school, reference_on=DAY, by=officer)

    assert [(line.department, line.rank, line.requested, line.approved) for line in table.lines.all()] == [
        (office, "chief", 3, None)
    ]


def test_one_table_is_filled_in_at_a_time(school, officer):
    quota.open_table(school, reference_on=DAY, by=officer)

    with pytest.raises(Refused, match="职数核定表（2026年3月2日）》还没有批复，请在这张表上修改"):
        quota.open_table(school, reference_on=DAY, by=officer)


def test_lines_are_written_over_and_put_down(school, office, officer):
    table = QuotaTableFactory(organisation=school)
    QuotaLineFactory(table=table, department=office, rank="deputy", requested=5)
    table.note = "增设一名"

    quota.save_lines(table, {(office.pk, "chief"): 1, (office.pk, "deputy"): 0}, by=officer)

    assert [(line.rank, line.requested) for line in table.lines.all()] == [("chief", 1)]
    assert QuotaTable.objects.get().note == "增设一名"
    entry = ledgers.of_organisation(school).entries.last().content
    assert (entry["act"], entry["payload"]) == ("填报职数核定表", {"said": "申报1名"})


def test_a_table_that_was_handed_in_is_not_changed(school, office, officer):
    table = QuotaTableFactory(organisation=school, approved=True)

    with pytest.raises(Refused, match="已经批复，不能修改"):
        quota.save_lines(table, {(office.pk, "chief"): 1}, by=officer)


def test_a_department_that_is_gone_is_noticed(school, officer):
    table = QuotaTableFactory(organisation=school)
    stranger = DepartmentFactory()

    with pytest.raises(Refused, match="部门有变动，请刷新页面后重新填写"):
        quota.save_lines(table, {(stranger.pk, "chief"): 1}, by=officer)


def test_approval_writes_the_numbers_as_asked_or_as_given(school, office, officer):
    table = QuotaTableFactory(organisation=school)
    QuotaLineFactory(table=table, department=office, requested=2, approved=None)
    QuotaLineFactory(table=table, department=office, rank="deputy", requested=2, approved=None)

    quota.approve_lines(table, {(office.pk, "deputy"): 1}, by=officer)

    assert [(line.rank, line.approved) for line in table.lines.all()] == [("chief", 2), ("deputy", 1)]


def test_what_is_handed_in_says_departments_numbers_and_names(school, office, officer):
    table = QuotaTableFactory(organisation=school, reference_on=DAY)
    QuotaLineFactory(table=table, department=office, requested=2)
    (tenure,) = hold(office, 1)
    (apart,) = hold(office, 1, uncounted=True, post={"title": "兼"})

    assert quota.as_content(table) == {
        "organisation": school.name,
        "reference_on": "2026-03-02",
        "note": "",
        "rows": [
            {
                "department": "教务处",
                "chief": {"requested": 2, "held": 1, "names": [tenure.staff.name]},
                "deputy": {"requested": 0, "held": 0, "names": []},
                "uncounted": [apart.staff.name],
            }
        ],
    }


def test_a_table_is_editable_until_it_is_handed_in(school, officer):
    table = QuotaTableFactory(organisation=school)
    assert table.is_editable

    table.review = reviews.start("quota", school, "表", [], ledgers.of_organisation(school))
    table.save()
    assert table.is_editable

    reviews.submit(table.review, {}, officer)
    assert not table.is_editable
    assert table.is_approved


@time_machine.travel("2026-03-02T09:00+08:00", tick=False)
def test_totals_of_many_schools(school, office, django_assert_num_queries):
    QuotaLineFactory(
        table=QuotaTableFactory(organisation=school, approved=True), department=office, requested=1
    )
    hold(office, 2)
    other = SchoolFactory()

    with django_assert_num_queries(4):
        found = quota.summaries([school, other])

    assert [(each.approved, each.held, each.vacant) for each in found] == [(1, 2, -1), (None, 0, None)]


@pytest.mark.row("A055", side="refuses")
@pytest.mark.parametrize(
    ("leaving", "to_begin", "vacant"),
    [(None, 1, 0), (date(2026, 4, 1), 0, 1)],
    ids=["a second seat", "a successor"],
)
def test_a_post_given_to_somebody_who_is_still_to_come_is_not_vacant(
    school, office, leaving, to_begin, vacant
):
    table = QuotaTableFactory(organisation=school, approved=True)
    QuotaLineFactory(table=table, department=office, requested=2)
    reason = {"ended_on": leaving, "end_reason": "removed"} if leaving else {}
    hold(office, 1, **reason)
    hold(office, 1, starts_on=date(2026, 4, 1), ends_on=date(2029, 3, 31), post={"title": "新任"})

    page, [total] = quota.overview(school, DAY), quota.summaries([school], DAY)

    assert (page.held, page.to_begin, page.vacant) == (1, to_begin, vacant)
    assert (total.held, total.vacant) == (1, vacant)


@pytest.mark.parametrize("departments", [1, 3])
def test_an_overview_asks_the_database_the_same_number_of_times(
    school, departments, django_assert_num_queries
):
    table = QuotaTableFactory(organisation=school, approved=True)
    for _ in range(departments):
        department = DepartmentFactory(organisation=school)
        QuotaLineFactory(table=table, department=department)
        hold(department, 2)

    with django_assert_num_queries(5):
        quota.overview(school, DAY)
