"""What the program holds about a person: is it all there, and nothing of what is others'?"""

import io
from datetime import date

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from campaigns.choices import Stage
from keeping import about
from personnel.lrmx import sheets
from personnel.lrmx.format import Person, Relative
from selection.accounts import messengers
from selection.records import ledgers
from tests.factories.accounts import OfficerFactory, TeacherFactory
from tests.factories.campaigns import CandidacyFactory
from tests.factories.lrmx import IDENTITY
from tests.factories.personnel import AppraisalFactory, RelationFactory, SanctionFactory, StaffFactory
from tests.factories.rosters import identity_number

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff():
    return StaffFactory(with_account=True, identity=identity_number(), born=date(1985, 3, 12))


def sheet(client, user, address, method="get"):
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    answer = getattr(client, method)(address)
    assert "no-store" in answer["Cache-Control"]
    return list(load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active.values)


def kinds_of(rows):
    return {row[0] for row in rows}


def test_one_s_own_account_register_and_records_are_there(client, staff):
    AppraisalFactory(staff=staff, year=2025, grade="excellent")
    SanctionFactory(staff=staff)
    RelationFactory(staff=StaffFactory(organisation=staff.organisation), relative=staff)
    messengers.bind(staff.user, "wecom", "zhou-0001")

    rows = sheet(client, staff.user, reverse("keeping:mine"))

    assert {"账号", "名册", "年度考核", "处分处理", "亲属关系", "不在本表之列"} <= kinds_of(rows)
    assert ("账号", "登录号", staff.user.username) in rows
    assert any(row[1] == "绑定的企业微信" and "zhou-0001" in row[2] for row in rows)
    assert any(row[0] == "年度考核" and "优秀" in row[1] for row in rows)


def test_every_fact_of_the_register_is_a_line_and_the_number_is_veiled(staff):
    told = {(kind, thing): text for kind, thing, text in about.rows(staff.user, staff)}

    facts = [field for field in staff._meta.concrete_fields if field.name not in about.NOT_FACTS]
    said = [field for field in facts if getattr(staff, field.name) not in ("", None)]
    assert len(said) > 10
    assert [field.name for field in said if ("名册", str(field.verbose_name)) not in told] == []
    assert not any(identity_number() in text for text in told.values())


@pytest.mark.parametrize(("stage", "is_there"), [(Stage.DECIDE, False), (Stage.PUBLICIZE, True)])
def test_being_considered_is_told_once_the_names_are_public(staff, stage, is_there):
    CandidacyFactory(opening__campaign__at=stage, staff=staff)

    assert ("人选" in kinds_of(about.rows(staff.user, staff))) == is_there


def test_who_has_no_place_in_a_register_reads_of_the_account_alone(client):
    reader = TeacherFactory()

    rows = sheet(client, reader, reverse("keeping:mine"))

    assert "名册" not in kinds_of(rows)
    assert "账号" in kinds_of(rows)


def test_the_officer_gives_it_to_who_asks_and_that_stands_in_the_record(client):
    staff = StaffFactory()
    officer = OfficerFactory(organisation=staff.organisation)

    rows = sheet(client, officer, reverse("keeping:person", args=[staff.pk]), method="post")

    entry = ledgers.of_organisation(staff.organisation).entries.last()
    assert "名册" in kinds_of(rows)
    assert (entry.act, entry.content["payload"]["said"]) == ("应本人要求导出个人信息", staff.name)


def test_what_was_brought_in_of_the_sheet_is_told_but_neither_photo_nor_number(client):
    staff = StaffFactory()
    family = (Relative({"ChengWei": "女儿", "XingMing": "林小"}),)
    values = {"JianLi": "2007.07--         教师", "ZhaoPian": "/9j/", "ShenFenZheng": IDENTITY}
    sheets.keep(
        staff, Person(values, family, ("<Y>1</Y>",)), by=OfficerFactory(organisation=staff.organisation)
    )

    rows = [row[1:] for row in about.rows(None, staff) if row[0] == "任免审批表"]

    assert rows[1:] == [
        ("简历", "2007.07--         教师"),
        ("照片", "存有照片"),
        ("家庭主要成员及重要社会关系", "称谓：女儿；姓名：林小"),
        ("其他内容", "<Y>1</Y>"),
    ]
