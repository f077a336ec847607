"""谁符合条件, over a school, a zone and the county, and as a file."""

from datetime import date
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from tests.factories.accounts import (
    BureauReviewerFactory,
    OfficerFactory,
    SchoolFactory,
    TeacherFactory,
    ZoneReviewerFactory,
)
from tests.factories.campaigns import PIDU, AdoptionFactory, RulesetVersionFactory
from tests.factories.personnel import AppraisalFactory, PostFactory, StaffFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("go_to")]
PAGE = reverse("campaigns:find_eligible")
FILE = reverse("campaigns:eligible_workbook")


@pytest.fixture
def east():
    """A school that works by the county's rules, with a deputy's post and nobody yet."""
    school = SchoolFactory(name="东小学", school_levels=["primary"])
    AdoptionFactory(organisation=school)
    PostFactory(deputy=True, department__organisation=school, department__name="教务处")
    return school


@pytest.fixture
def west(east):
    school = SchoolFactory(name="西小学", parent__parent=east.bureau)
    PostFactory(deputy=True, department__organisation=school, department__name="政教处")
    return school


def a_teacher(school, name, **facts):
    staff = StaffFactory(organisation=school, name=name, **facts)
    for year in (2024, 2025):
        AppraisalFactory(staff=staff, year=year)
    return staff


def names(page):
    return [row.staff.name for row in page.context["rows"]]


def test_the_county_is_held_against_one_post_with_every_reason(as_user, east, west):
    a_teacher(east, "赵合格")
    a_teacher(west, "钱超龄", born=date(1980, 1, 1))
    a_teacher(west, "孙临聘", category="temporary")
    a_teacher(east, "李待核", born=None)
    bureau = as_user(BureauReviewerFactory(organisation=east.bureau))

    page = bureau.get(PAGE, {"found": "all"})

    assert [(row.staff.name, row.conclusion.label) for row in page.context["rows"]] == [
        ("赵合格", "符合"),
        ("钱超龄", "可例外"),
        ("李待核", "待核"),
        ("孙临聘", "不符合"),
    ]
    text = page.content.decode()
    assert "截至2026年3月2日46周岁，超过上限40周岁" in text
    assert "人员类别为临聘，不属于在编人员" in text
    assert names(bureau.get(PAGE)) == ["赵合格"]


def test_where_nobody_qualifies_the_page_opens_with_those_who_come_next(as_user, east):
    a_teacher(east, "李待核", born=None)
    a_teacher(east, "孙临聘", category="temporary")

    page = as_user(OfficerFactory(organisation=east)).get(PAGE)

    assert names(page) == ["李待核"]
    assert page.context["search"].wanted == "unknown"


@pytest.mark.row("AMB-2", side="holds")
def test_the_cutoffs_are_printed_by_either_reading_for_the_day_that_is_asked(as_user, east):
    text = as_user(OfficerFactory(organisation=east)).get(PAGE, {"on": "2026-09-01"}).content.decode()

    assert "按周岁计算，即男1980年9月2日及以后出生、女1985年9月2日及以后出生（本规则采用）" in text
    assert "按出生日期计算，即男1981年9月1日及以后出生、女1986年9月1日及以后出生（供对照）" in text
    assert "年龄年限计算到2026年9月1日" in text


@pytest.mark.parametrize("day", ["", "明天", "0001-01-01", "9999-12-31"])
def test_a_day_that_is_none_is_today(as_user, east, day):
    page = as_user(OfficerFactory(organisation=east)).get(PAGE, {"on": day})

    assert page.context["asked"].reference_on == date(2026, 3, 2)


def test_a_school_sees_itself_a_zone_its_schools_and_nobody_more(as_user, east, west):
    a_teacher(east, "东甲")
    a_teacher(west, "西乙")
    bureau = as_user(BureauReviewerFactory(organisation=east.bureau))

    assert names(as_user(OfficerFactory(organisation=east)).get(PAGE)) == ["东甲"]
    assert names(as_user(ZoneReviewerFactory(organisation=west.zone)).get(PAGE, {"ruleset": ""})) == ["西乙"]
    assert sorted(names(bureau.get(PAGE))) == ["东甲", "西乙"]
    assert names(bureau.get(PAGE, {"place": west.pk})) == ["西乙"]
    officer = as_user(OfficerFactory(organisation=east))
    assert [
        officer.get(PAGE, {"place": west.pk}).status_code,
        officer.get(FILE, {"school": west.pk}).status_code,
    ] == [
        404,
        404,
    ]
    assert as_user(TeacherFactory(organisation=east)).get(PAGE).status_code == 404


def test_another_ruleset_finds_otherwise(as_user, east):
    a_teacher(east, "赵合格")
    pidu = RulesetVersionFactory(code=PIDU)

    page = as_user(OfficerFactory(organisation=east)).get(PAGE, {"ruleset": pidu.pk, "found": "all"})

    [row] = page.context["rows"]
    assert row.found.sentences == [
        "未登记表彰，请补录荣誉证书",
        "既不是中层后备干部，也没有上级部门挂职经历",
    ]


def test_a_name_and_the_reserve_narrow_the_search(as_user, east):
    a_teacher(east, "赵后备", is_reserve=True)
    a_teacher(east, "赵教师")
    officer = as_user(OfficerFactory(organisation=east))

    assert names(officer.get(PAGE, {"q": "教师"})) == ["赵教师"]
    assert names(officer.get(PAGE, {"reserve": "on"})) == ["赵后备"]


def test_a_school_without_posts_is_told_so(as_user):
    AdoptionFactory(organisation=(school := SchoolFactory()))
    officer = as_user(OfficerFactory(organisation=school))

    assert "这所学校还没有设置岗位" in officer.get(PAGE).content.decode()
    assert officer.get(FILE).status_code == 404


@pytest.mark.parametrize("address", [PAGE, FILE])
def test_it_asks_as_often_for_many_as_for_one(as_user, east, address):
    client = as_user(OfficerFactory(organisation=east))
    counts = []
    for more in (1, 3):
        for number in range(more):
            a_teacher(east, f"教师{more}{number}")
        with CaptureQueriesContext(connection) as asked:
            client.get(address, {"found": "all"})
        counts.append(len(asked))

    assert counts[0] == counts[1]


def test_the_file_prints_what_was_asked_and_every_reason(as_user, east):
    a_teacher(east, "=赵\x07公式", born=date(1980, 1, 1))

    answer = as_user(OfficerFactory(organisation=east)).get(FILE, {"found": "exception"})

    sheet = load_workbook(BytesIO(b"".join(answer.streaming_content))).active
    lines = list(sheet.values)
    assert lines[0][0] == "东小学符合教务处副主任条件人员"
    assert "计算到2026年3月2日" in lines[1][0]
    assert "即男1980年3月3日及以后出生" in lines[1][0]
    assert lines[3][:2] == ("可例外", "=赵公式")
    assert (sheet["B4"].data_type, sheet["B4"].quotePrefix) == ("s", True)  # text, not a formula
    assert lines[3][-1] == "截至2026年3月2日46周岁，超过上限40周岁"
    assert (sheet.freeze_panes, sheet.print_title_rows) == ("A4", "$1:$3")
