"""Whom a row of a roster means: by number, identity number, likeness, or the officer's word."""

from datetime import date

import pytest

from personnel.models import StaffMember
from personnel.roster.preview import preview
from personnel.roster.reading import Problem
from selection.fields import keyed_digest
from tests.factories.accounts import SchoolFactory, UserFactory
from tests.factories.personnel import (
    DepartmentFactory,
    StaffFactory,
)
from tests.factories.rosters import CORE, LI, WANG, identity_number, person, roster_file
from tests.personnel.registers import wang

pytestmark = pytest.mark.django_db
NUMBERED = ["工号", *CORE]


@pytest.fixture
def school():
    school = SchoolFactory()
    for name in ("教务处", "办公室"):
        DepartmentFactory(organisation=school, name=name)
    return school


def test_the_same_number_or_identity_number_twice_is_a_problem(school):
    headers = ["工号", "身份证号", "姓名", "性别", "人员类别"]
    file = roster_file(
        ["a1", identity_number(), "王小明", "男", "在编"],
        ["a1", None, "王大明", "男", "在编"],
        ["a3", identity_number(), "王中明", "男", "在编"],
        headers=headers,
    )

    assert preview(file, school).problems == [
        Problem(3, "工号", "与第2行的工号相同，请核对"),
        Problem(4, "身份证号", "与第2行的身份证号相同，请核对"),
    ]


def test_one_person_in_two_rows_is_a_problem(school):
    wang(school, identity=identity_number(), identity_digest=keyed_digest(identity_number()))
    file = roster_file(
        ["g1", None, "王小明", "男", "在编"],
        [None, identity_number(), "王小明", "男", "在编"],
        headers=["工号", "身份证号", "姓名", "性别", "人员类别"],
    )

    assert preview(file, school).problems == [
        Problem(3, "姓名", "与第2行是名册中的同一个人（工号g1），请核对")
    ]


def test_a_number_of_another_school_is_refused_without_naming_it(school):
    stranger = StaffFactory(staff_number="x9", organisation__name="另一所学校")
    UserFactory(username="chief")
    file = roster_file(["x9", *WANG], ["chief", *LI], headers=NUMBERED)

    problems = preview(file, school).problems

    assert problems == [
        Problem(2, "工号", "“x9”已被其他单位使用，请核对或换一个工号"),
        Problem(3, "工号", "“chief”已被其他单位使用，请核对或换一个工号"),
    ]
    assert stranger.organisation.name not in str(problems)


def test_an_identity_number_of_another_school_is_refused_without_naming_it(school):
    StaffFactory(identity_digest=keyed_digest(identity_number()))
    file = roster_file([*WANG, identity_number()], headers=[*CORE, "身份证号"])

    assert preview(file, school).problems == [
        Problem(2, "身份证号", "已在其他单位登记，请核对；调入的人员请先由原单位在人员页登记离校")
    ]


def test_somebody_who_has_left_another_school_is_new_here(school):
    StaffFactory(identity_digest=keyed_digest(identity_number()), left=True)
    file = roster_file([*WANG, identity_number()], headers=[*CORE, "身份证号"])

    found = preview(file, school)

    assert (found.problems, len(found.new)) == ([], 1)


def test_somebody_who_left_for_another_school_comes_back_once_that_one_let_go(school):
    wang(school, identity=identity_number(), identity_digest=keyed_digest(identity_number()), left=True)
    now_elsewhere = StaffFactory(identity_digest=keyed_digest(identity_number()))
    file = roster_file(["g1", *WANG], headers=NUMBERED)

    held = preview(file, school).problems
    now_elsewhere.left_on = date(2026, 3, 1)
    now_elsewhere.save()
    file.seek(0)

    assert [problem.column for problem in held] == ["身份证号"]
    assert preview(file, school).problems == []


def test_a_person_is_met_by_number_before_all_else(school):
    staff = wang(school, name="王晓明")

    (line,) = preview(roster_file(["g1", *WANG], headers=NUMBERED), school).lines

    assert (line.match.staff, line.match.how) == (staff, "工号相同")
    assert [str(change) for change in line.changes] == ["姓名：王晓明 → 王小明"]


def test_a_number_that_belongs_to_somebody_else_by_name_and_birth_is_a_problem(school):
    wang(school)
    file = roster_file(["g1", *LI], headers=NUMBERED)

    assert preview(file, school).problems == [Problem(2, "工号", "“g1”在名册中是王小明，请核对工号或姓名")]


def test_number_and_identity_number_of_two_people_are_a_problem(school):
    wang(school)
    StaffFactory(
        organisation=school,
        name="李静",
        staff_number="g2",
        identity="x",
        identity_digest=keyed_digest(identity_number()),
    )
    file = roster_file(["g1", *WANG, identity_number()], headers=[*NUMBERED, "身份证号"])

    assert preview(file, school).problems == [
        Problem(2, "身份证号", "已登记给李静（工号g2），与这一行的工号不是同一人")
    ]


def test_a_person_is_met_by_identity_number_next(school):
    number = identity_number()
    staff = wang(school, name="王明", identity=number, identity_digest=keyed_digest(number))
    file = roster_file([*WANG, number], headers=[*CORE, "身份证号"])

    (line,) = preview(file, school).lines

    assert (line.match.staff, line.match.how) == (staff, "身份证号相同")


def test_name_birth_month_and_sex_suffice_where_they_are_unique(school):
    staff = wang(school, born=date(1985, 3, 12), born_day_known=True)

    (line,) = preview(roster_file(WANG), school).lines

    assert (line.match.staff, line.match.how) == (staff, "姓名、出生年月、性别相同")
    assert line.changes == []


@pytest.mark.parametrize(
    "difference", [{"出生年月": "1986.03"}, {"出生年月": None}, {"性别": "女"}, {"性别": None}]
)
def test_the_name_alone_never_suffices(school, difference):
    staff = wang(school)

    (line,) = preview(roster_file(person(**difference)), school).asked

    assert line.match.candidates == [staff]
    assert line.match.question == "名册里有同名的人，请选择是哪一位，或选“新人员”"


def test_two_alike_are_asked_about(school):
    twins = [wang(school, department=None), wang(school, department=None, staff_number="g2")]

    (line,) = preview(roster_file(WANG), school).asked

    assert line.match.candidates == twins


def test_an_answer_decides_who_it_is(school):
    twins = [wang(school, department=None), wang(school, department=None, staff_number="g2")]
    file = roster_file(WANG)

    assert preview(file, school, {"2": str(twins[1].pk)}).lines[0].match.staff == twins[1]
    assert preview(file, school, {"2": "new"}).lines[0].is_new
    assert preview(file, school, {"2": "skip"}).counts["略过"] == 1
    assert preview(file, school, {"2": "999"}).lines[0].is_asked


def test_somebody_with_another_identity_number_is_another_person(school):
    wang(school, identity="x", identity_digest=keyed_digest(identity_number(order=3)))
    file = roster_file([*WANG, identity_number()], headers=[*CORE, "身份证号"])

    assert preview(file, school).lines[0].is_new


def test_an_own_number_replaces_an_issued_one_but_never_a_given_one(school):
    issued = wang(school, staff_number="0010001", is_number_issued=True)
    file = roster_file(["g7", *WANG], headers=NUMBERED)

    (line,) = preview(file, school).lines
    assert line.match.staff == issued
    assert [str(change) for change in line.changes] == ["工号：0010001 → g7"]

    StaffMember.objects.update(is_number_issued=False)
    assert preview(file, school).lines[0].is_asked


def test_the_same_row_twice_asks_whether_it_is_another_person(school):
    (line,) = preview(roster_file(WANG, person(部门="办公室")), school).asked

    assert line.row.number == 3
    assert line.match.question == "与第2行姓名、出生年月、性别都相同，请选择是另一个人还是重复的一行"
    assert line.match.candidates == []


def test_namesakes_with_numbers_of_their_own_are_two_people(school):
    file = roster_file(["a1", *WANG], ["a2", *WANG], headers=NUMBERED)

    assert [line.is_new for line in preview(file, school).lines] == [True, True]
