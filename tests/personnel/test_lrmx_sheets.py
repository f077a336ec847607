"""What the register says in a 任免审批表, and how it goes together with one that was brought in."""

from datetime import date

import pytest

from personnel.lrmx import format, sheets
from personnel.lrmx.format import VERSION, Person, Relative
from personnel.models import Appraisal, ApprovalSheet, Commendation, Relation, Sanction, StaffMember
from tests.factories.accounts import OfficerFactory, SchoolFactory
from tests.factories.lrmx import IDENTITY, LIN
from tests.factories.personnel import (
    AppraisalFactory,
    CommendationFactory,
    PostFactory,
    RelationFactory,
    SanctionFactory,
    StaffFactory,
    TenureFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("first_day")]


@pytest.fixture
def lin(school):
    return StaffFactory(
        organisation=school, name="林木森", gender="male", born=date(1985, 3, 1), party_status=""
    )


def sheet(staff) -> Person:
    return sheets.sheet_of(sheets.loaded(StaffMember.objects.all()).get(pk=staff.pk))


def bring_in(staff, *, family=(), **values) -> None:
    person = Person(LIN | values, family)
    sheets.keep(staff, person, by=OfficerFactory(organisation=staff.organisation))


def test_of_somebody_of_whom_little_is_known_nothing_is_invented(school):
    staff = StaffFactory(
        organisation=school, name="林木森", party_status="", is_healthy=None, without_dates=True
    )

    assert sheet(staff) == Person(
        {"XingMing": "林木森", "XingBie": "女", "ChengBaoDanWei": "实验学校", VERSION: "3.2.1.6"}
    )


def test_the_register_says_what_it_knows(school):
    staff = StaffFactory(
        organisation=school,
        name="阿卜杜热合曼·阿卜",
        born=date(1985, 3, 12),
        born_day_known=True,
        ethnicity="维吾尔族",
        native_place="新疆喀什",
        party_joined_on=date(2008, 7, 1),
        professional_title="高级教师",
        identity=IDENTITY,
    )

    assert sheet(staff).values == {
        "XingMing": "阿卜杜热合曼·阿卜",
        "XingBie": "女",
        "ChuShengNianYue": "19850312",
        "MinZu": "维吾尔族",
        "JiGuan": "新疆喀什",
        "RuDangShiJian": "200807",
        "CanJiaGongZuoShiJian": "200809",
        "JianKangZhuangKuang": "健康",
        "ZhuanYeJiShuZhiWu": "高级教师",
        "ChengBaoDanWei": "实验学校",
        "ShenFenZheng": IDENTITY,
        VERSION: "3.2.1.6",
    }


def test_posts_are_written_where_the_form_has_them(lin):
    post = PostFactory(department__organisation=lin.organisation, title="教务处副主任")
    TenureFactory(
        staff=lin,
        post=post,
        starts_on=date(2019, 9, 1),
        ends_on=None,
        ended_on=date(2023, 9, 1),
        end_reason="transferred",
    )
    head = PostFactory(department=post.department, title="教务处主任")
    TenureFactory(staff=lin, post=head, starts_on=date(2023, 9, 1), ends_on=date(2026, 8, 31))

    found = sheet(lin)

    assert found["XianRenZhiWu"] == "实验学校教务处主任"
    assert found["JianLi"] == ("2019.09--2023.09  实验学校教务处副主任\n2023.09--         实验学校教务处主任")


def test_merits_and_sanctions_stand_together_but_an_admonition_is_no_sanction(lin):
    CommendationFactory(staff=lin, title="优秀教师", on=date(2024, 9, 10))
    CommendationFactory(staff=lin, title="先进个人", on=None, level=Commendation.Level.SCHOOL)
    SanctionFactory(staff=lin, kind=Sanction.Kind.WARNING, decided_on=date(2020, 5, 1), until=None)
    SanctionFactory(staff=lin, kind=Sanction.Kind.ADMONITION)

    assert sheet(lin)["JiangChengQingKuang"] == "警告（2020.05）；县级优秀教师（2024.09）；校级先进个人"


def test_appraisals_are_those_of_the_last_three_years(lin):
    for year in (2021, 2022, 2023, 2024):
        AppraisalFactory(staff=lin, year=year)
    AppraisalFactory(staff=lin, year=2025, grade=Appraisal.Grade.NONE, reason=Appraisal.Reason.MATERNITY)

    assert sheet(lin)["NianDuKaoHeJieGuo"] == (
        "2023年度合格（称职）；2024年度合格（称职）；2025年度未参加考核（产假）"
    )


def test_of_a_relative_at_another_school_no_more_is_said_than_the_name_and_the_place(lin):
    wife = StaffFactory(organisation=lin.organisation, name="王芳", born=date(1986, 1, 1))
    father = StaffFactory(organisation=SchoolFactory(name="城关小学"), name="林大", gender="male")
    RelationFactory(staff=wife, relative=lin, kind=Relation.Kind.SPOUSE)
    RelationFactory(staff=lin, relative=father, kind=Relation.Kind.DIRECT)

    assert sheet(lin).family == (
        Relative({"XingMing": "林大", "GongZuoDanWeiJiZhiWu": "城关小学"}),
        Relative(
            {
                "ChengWei": "妻子",
                "XingMing": "王芳",
                "ChuShengRiQi": "198601",
                "ZhengZhiMianMao": "中共党员",
                "GongZuoDanWeiJiZhiWu": "实验学校",
            }
        ),
    )


def test_what_was_brought_in_goes_out_as_it_came(lin):
    child = Relative({"ChengWei": "女儿", "XingMing": "林小"})
    said = {"ChuShengNianYue": "1985.03", "JianKangZhuangKuang": "一般", "ZhaoPian": "/9j/", VERSION: "3.1"}
    bring_in(lin, family=(child,), **said)
    StaffMember.objects.filter(pk=lin.pk).update(is_healthy=None, work_since=None)

    found = sheet(lin)

    assert dict(found.values) == LIN | said | {"ChengBaoDanWei": "实验学校"}
    assert found.family == (child,)


def test_a_file_of_ours_comes_back_byte_by_byte(lin):
    TenureFactory(staff=lin)
    CommendationFactory(staff=lin)
    AppraisalFactory(staff=lin)
    content = format.write(sheet(lin))

    sheets.keep(lin, format.read(content), by=OfficerFactory(organisation=lin.organisation))

    assert format.write(sheet(lin)) == content


def test_the_register_answers_where_it_knows_otherwise(lin):
    bring_in(lin, MinZu="汉族", ShenFenZheng=IDENTITY, RuDangShiJian="200801")
    StaffMember.objects.filter(pk=lin.pk).update(
        ethnicity="回族", party_status="member", party_joined_on=date(2009, 7, 1)
    )

    found = sheet(lin)

    assert [found["MinZu"], found["RuDangShiJian"], found["ShenFenZheng"]] == ["回族", "200907", IDENTITY]


def test_what_the_register_learnt_since_is_added(lin):
    bring_in(lin, XianRenZhiWu="实验学校教师", NianDuKaoHeJieGuo="2023年、2024年合格")
    AppraisalFactory(staff=lin, year=2024)
    AppraisalFactory(staff=lin, year=2025, grade=Appraisal.Grade.EXCELLENT)
    SanctionFactory(staff=lin, kind=Sanction.Kind.WARNING, decided_on=date(2020, 5, 1), until=None)
    post = PostFactory(department__organisation=lin.organisation, title="教务处主任")
    ApprovalSheet.objects.update(imported_on=date(2026, 1, 5))
    TenureFactory(staff=lin, post=post, starts_on=date(2026, 2, 1), ends_on=None)
    SanctionFactory(staff=lin, kind=Sanction.Kind.DEMERIT, decided_on=date(2026, 2, 1), until=None)

    found = sheet(lin)

    assert found["NianDuKaoHeJieGuo"] == "2023年、2024年合格；2025年度优秀"
    assert found["JiangChengQingKuang"] == "记过（2026.02）"
    assert found["XianRenZhiWu"] == "实验学校教务处主任"
    assert found["JianLi"] == f"{LIN['JianLi']}\n2026.02--         实验学校教务处主任"


def test_the_content_lies_encrypted(lin):
    bring_in(lin)

    [stored] = ApprovalSheet.objects.extra(select={"raw": "content"}).values_list("raw", flat=True)

    assert "林" not in stored
    assert "Person" not in stored
