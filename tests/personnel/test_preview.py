"""What a roster would do, row by row, before anything is written."""

from datetime import date

import pytest

from personnel.models import Appraisal, StaffMember
from personnel.roster import reading
from personnel.roster.preview import preview
from personnel.roster.reading import Problem
from selection.reasons import Refused
from tests.factories.accounts import SchoolFactory
from tests.factories.personnel import (
    AppraisalFactory,
    CommendationFactory,
    DepartmentFactory,
    PostFactory,
    StaffFactory,
    TenureFactory,
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


def test_new_people_are_counted_and_nothing_is_written(school):
    found = preview(roster_file(WANG, LI), school)

    assert [line.row.name for line in found.new] == ["王小明", "李静"]
    assert found.counts == {"新增": 2, "修改": 0, "不变": 0, "略过": 0, "新建部门": 0}
    assert found.is_ready
    assert found.problems == []
    assert StaffMember.objects.count() == 0


def test_dates_that_no_life_can_have_are_named(school):
    headers = [*CORE, "参加工作", "入党时间"]
    file = roster_file(
        [*WANG, "1999.03", "2003.03"], [*LI, "1990.06", "2008.06"], headers=headers, titles=["名册"]
    )

    assert preview(file, school).problems == [
        Problem(4, "参加工作", "早于出生年月，请核对"),
        Problem(4, "入党时间", "当时17周岁，请核对这一日期和出生年月"),
    ]
    assert "当时13周岁，请核对这一日期和出生年月" in str(
        preview(roster_file([*WANG, "1999.02", None], headers=headers), school).problems
    )


def test_every_problem_is_named_by_row_column_and_reason(school):
    file = roster_file(
        person(姓名=None, 学历="本科"),
        person(出生年月="八五年", 人员类别="编外"),
        person(性别=None, 人员类别=None),
        titles=["名册"],
    )

    assert preview(file, school).problems == [
        Problem(3, "姓名", "没有填姓名，请补上或删去这一行"),
        Problem(4, "出生年月", "“八五年”不是日期，请写成1985.03或1985-03-12"),
        Problem(
            4,
            "人员类别",
            "“编外”不认识，请填：在编、备案制、合同制、购买服务、服务者、志愿者、临聘、支教来校",
        ),
        Problem(5, "性别", "新人员必须填写这一列"),
        Problem(5, "人员类别", "新人员必须填写这一列"),
    ]


def test_blank_cells_change_nothing(school):
    wang(school, education="bachelor", party_status="member")
    row = person(学历=None, 政治面貌=None, 部门=None, 人员类别=None)

    assert preview(roster_file(row), school).unchanged == 1


def test_a_day_said_where_only_the_month_was_known_is_a_change(school):
    wang(school)

    (line,) = preview(roster_file(person(出生年月="1985-03-12")), school).changed

    assert [str(change) for change in line.changes] == ["出生年月：1985.03 → 1985-03-12"]


@pytest.mark.parametrize(
    ("on_file", "written", "changes"),
    [
        (None, "2015.09", ["来校时间：（空） → 2015.09"]),
        (date(2015, 9, 1), "2015.09", []),
        (date(2015, 9, 1), "2015-09-01", []),
        (date(2015, 9, 15), "2015.09", []),
        (date(2015, 9, 15), "2015-09-15", []),
        (date(2015, 9, 1), "2015-09-15", ["来校时间：2015.09 → 2015-09-15"]),
        (date(2015, 9, 15), "2015.10", ["来校时间：2015-09-15 → 2015.10"]),
    ],
)
def test_the_first_of_a_month_stands_for_the_month(school, on_file, written, changes):
    wang(school, joined_on=on_file)

    (line,) = preview(roster_file([*WANG, written], headers=[*CORE, "来校时间"]), school).lines

    assert [str(change) for change in line.changes] == changes


def test_unknown_departments_are_announced_once_each(school):
    file = roster_file(person(部门="后勤处"), [*LI[:7], "后 勤 处"], titles=["名册"])

    assert preview(file, school).new_departments == {"后勤处": [3, 4]}


def test_a_post_that_exists_becomes_a_tenure_and_others_stay_text(school):
    post = PostFactory(department=school.departments.get(name="教务处"), title="主任")
    row = person(现任职务及任职时间="教务处主任（2021.09）、网管、教务处主任")

    found = preview(roster_file(row), school)
    (line,) = found.lines

    assert [(planned.post, planned.since) for planned in line.tenures] == [(post, date(2021, 9, 1))]
    assert found.remarks == [
        (2, "王小明", "“网管”不是已设置的岗位，只作文字记录"),
        (2, "王小明", "“教务处主任”没有写任职时间，只作文字记录"),
    ]


def test_a_running_tenure_is_not_doubled(school):
    staff = wang(school, current_post_text="教务处主任（2021.09）")
    post = PostFactory(department=staff.department, title="教务处主任")
    TenureFactory(staff=staff, post=post, starts_on=date(2021, 9, 1))

    assert preview(roster_file(person(现任职务及任职时间="教务处主任（2021.09）")), school).unchanged == 1

    found = preview(roster_file(person(现任职务及任职时间="教务处主任（2022.09）")), school)
    assert found.lines[0].tenures == []
    assert found.remarks == [(2, "王小明", "“教务处主任”的任职时间与已登记的2021.09不同，没有改动")]


def test_a_principal_is_no_mid_level_cadre(school):
    wang(school, current_post_text="")

    (line,) = preview(roster_file(person(现任职务及任职时间="副校长（2020.08）")), school).changed

    assert [change.field for change in line.changes] == ["leadership", "current_post_text"]
    assert line.tenures == []


def test_records_beside_the_person_are_compared_too(school):
    staff = wang(school)
    AppraisalFactory(staff=staff, year=2025, grade="competent")
    AppraisalFactory(staff=staff, year=2024, grade="none", reason="sick")
    CommendationFactory(staff=staff)
    file = roster_file(
        [*WANG, "优秀", "未参加", "县级优秀教师（2024.09）；校级先进个人"],
        headers=[*CORE, "2025年度考核", "2024年度考核", "表彰"],
    )

    (line,) = preview(file, school).changed

    assert [str(change) for change in line.changes] == [
        "2025年度考核：合格（称职） → 优秀",
        "表彰：（空） → 校级先进个人",
    ]
    assert Appraisal.objects.get(year=2025).grade == "competent"


def test_the_identity_number_tells_birth_and_sex_where_the_row_does_not(school):
    headers = ["姓名", "身份证号", "人员类别"]
    (line,) = preview(roster_file(["王小明", identity_number(), "在编"], headers=headers), school).new

    assert str(line.row.known["born"]) == "1985-03-12"
    assert line.row.known["gender"] == "male"


def test_the_archive_goes_before_the_identity_number(school):
    file = roster_file(
        [*person(出生年月="1985.04"), identity_number()],
        [*LI, identity_number("19900715", 7)],
        headers=[*CORE, "身份证号"],
    )

    found = preview(file, school)

    assert found.remarks == [(2, "王小明", "出生年月1985.04与身份证号不一致，以档案认定的出生年月为准")]
    assert found.problems == [Problem(3, "性别", "与身份证号不一致，请核对")]


def test_absence_and_presence_exclude_each_other(school):
    file = roster_file([*WANG, "是", "产假"], [*LI, None, "产假"], headers=[*CORE, "在岗", "不在岗原因"])

    found = preview(file, school)

    assert found.problems == [Problem(2, "在岗", "填了不在岗原因，在岗应填“否”")]
    assert found.lines[1].row.facts["is_on_duty"] is False


def test_who_is_back_has_no_reason_for_absence_any_more(school):
    wang(school, is_on_duty=False, absence="maternity", absence_since=date(2025, 10, 1))

    (line,) = preview(roster_file([*WANG, "是"], headers=[*CORE, "在岗"]), school).changed

    assert [str(change) for change in line.changes] == [
        "在岗：否 → 是",
        "不在岗原因：产假 → （空）",
        "不在岗起始时间：2025-10-01 → （空）",
    ]


def test_whoever_left_comes_back_by_the_roster_and_whoever_is_not_in_it_stays(school):
    wang(school, left_on=date(2025, 7, 1))
    StaffFactory(organisation=school)
    StaffFactory(organisation=school, left=True)

    found = preview(roster_file(WANG), school)

    assert [str(change) for change in found.changed[0].changes] == ["离校时间：2025-07-01 → （空）"]
    assert found.missing == 1


def test_one_missing_column_is_one():
    headers = [each for each in CORE if each != "出生年月"]

    assert reading.read(roster_file(WANG[:2] + WANG[3:], headers=headers)).notices == [
        "表里没有“出生年月”这一列，相应内容不改动。"
    ]


def test_columns_that_are_missing_or_unknown_are_said(school):
    file = roster_file(
        ["王小明", "男", "13800000000"], headers=["姓名", "性别", "电话"], below=[["填表人：李四"]]
    )

    assert preview(file, school).notices == [
        "表里没有“出生年月、人员类别、政治面貌、学历、现任职务及任职时间、部门”这几列，相应内容不改动。",
        "“电话”不是名册的列，没有读取。",
        "有1行没有人员信息（如填表说明），已略过。",
    ]


@pytest.mark.parametrize(
    ("file", "sentence"),
    [
        (roster_file(), "表头下面没有人员，请填写后再上传。"),
        (roster_file(WANG, headers=[*CORE[:7], "姓 名"]), "“姓名”这一列出现了两次，请只保留一列。"),
    ],
)
def test_a_sheet_without_people_or_with_doubled_columns_is_refused(school, file, sentence):
    with pytest.raises(Refused) as refused:
        preview(file, school)

    assert refused.value.reasons == [sentence]


@pytest.mark.parametrize("people", [1, 3])
def test_a_preview_asks_the_database_the_same_number_of_times(school, people, django_assert_num_queries):
    rows = [person(姓名=f"王{'一二三'[number]}明") for number in range(people)]
    for number in range(people):
        wang(school, name=f"王{'一二三'[number]}明", staff_number=f"g{number}")

    with django_assert_num_queries(6):
        preview(roster_file(*rows), school)
