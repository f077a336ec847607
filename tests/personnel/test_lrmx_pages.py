"""Bringing in 任免审批表 on the web, looking, choosing, confirming; and taking them along."""

import zipfile
from datetime import date
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from personnel.lrmx import format
from personnel.models import ApprovalSheet, RosterImport, StaffMember
from selection.fields import keyed_digest
from selection.records import ledgers
from tests.factories.accounts import LeaderFactory, SchoolFactory
from tests.factories.lrmx import IDENTITY, LIN, lrmx, zipped
from tests.factories.personnel import StaffFactory
from tests.personnel.pages import said, text, url

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("first_day")]


@pytest.fixture
def lin(school):
    return StaffFactory(
        organisation=school,
        name="林木森",
        gender="male",
        born=date(1985, 3, 1),
        ethnicity="回族",
        staff_number="g9",
    )


def send(client, content: bytes, name: str = "林木森.lrmx"):
    return client.post(url("sheets", "shiyan"), {"file": SimpleUploadedFile(name, content)}, follow=True)


def confirm(client, shown, **answers):
    waiting, found = shown.context["waiting"], shown.context["found"]
    chosen = {f"file-{line.number}": "take" for line in found.good} | {"digest": found.digest} | answers
    return client.post(url("sheets_confirm", waiting.pk), chosen, follow=True)


def changes(line) -> list[str]:
    return [str(change) for change in line.changes]


def put_down(school) -> list[tuple[str, str]]:
    return [
        (each.act, each.content["payload"]["said"]) for each in ledgers.of_organisation(school).entries.all()
    ]


def test_the_preview_shows_what_differs_and_writes_nothing(client, officer, lin):
    shown = send(client, lrmx(**LIN | {"JiGuan": "四川成都"}))

    [line] = shown.context["found"].good
    assert changes(line) == ["民族：回族 → 汉族", "籍贯：（空） → 四川成都"]
    assert [change.label for change in line.others] == ["简历", "奖惩情况", "呈报单位"]
    assert "现在" in text(shown)
    assert ApprovalSheet.objects.count() == 0
    assert StaffMember.objects.get(pk=lin.pk).ethnicity == "回族"


def test_taking_it_amends_the_register_and_keeps_the_rest(client, officer, lin):
    response = confirm(client, send(client, lrmx(**LIN)))

    assert said(response) == ["任免审批表已导入：保存审批表1份，其中修改名册的1份。"]
    lin.refresh_from_db()
    assert lin.ethnicity == "汉族"
    assert dict(format.read(lin.approval_sheet.content.encode()).values) == LIN
    assert RosterImport.objects.get().file.name == ""


def test_the_ledger_says_who_brought_how_many_and_nothing_of_them(client, officer, lin):
    confirm(client, send(client, lrmx(**LIN | {"ShenFenZheng": IDENTITY})))

    assert put_down(lin.organisation) == [
        ("修改人员信息", "林木森（工号g9）、民族、身份证号"),
        ("导入任免审批表", "保存审批表1份，其中修改名册的1份，未导入0份"),
    ]


def test_one_may_keep_the_sheet_and_leave_the_register(client, officer, lin):
    confirm(client, send(client, lrmx(**LIN)), **{"file-1": "keep"})

    lin.refresh_from_db()
    assert lin.ethnicity == "回族"
    assert ApprovalSheet.objects.get().staff == lin


def test_one_may_take_nobody_only_by_dropping(client, officer, lin):
    response = confirm(client, send(client, lrmx(**LIN)), **{"file-1": "skip"})

    assert said(response) == ["没有选择要导入的人；都不导入，请点“放弃”。"]
    assert ApprovalSheet.objects.count() == 0


def test_dropping_takes_the_file_away(client, officer, lin):
    shown = send(client, lrmx(**LIN))

    client.post(url("sheets_drop", shown.context["waiting"].pk))

    dropped = RosterImport.objects.get()
    assert (dropped.state, dropped.file.name) == ("dropped", "")


def test_what_changed_since_the_preview_is_looked_at_again(client, officer, lin):
    shown = send(client, lrmx(**LIN))
    StaffMember.objects.update(ethnicity="汉族")

    response = confirm(client, shown)

    assert said(response) == ["预览之后名册有变动，请再看一遍预览后确认。"]
    assert ApprovalSheet.objects.count() == 0


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        (
            {"ChuShengNianYue": "198601"},
            "在名册里没有找到林木森（1986.01出生），请先在名册里登记或核对姓名、出生年月",
        ),
        ({"ChuShengNianYue": ""}, "没有身份证号，也没有出生年月，认不准是谁，请填上后再导入"),
        ({"XingMing": ""}, "没有写姓名，认不准是谁"),
        ({"CanJiaGongZuoShiJian": "198001"}, "参加工作早于出生年月，请核对"),
    ],
)
def test_who_is_not_surely_known_is_not_taken(client, officer, lin, values, sentence):
    shown = send(client, lrmx(**LIN | values))

    assert [line.problem for line in shown.context["found"].bad] == [sentence]
    assert "确认导入" not in text(shown)


def test_two_who_are_alike_are_told_apart_by_the_identity_number(client, officer, lin):
    other = StaffFactory(
        organisation=lin.organisation,
        name="林木森",
        gender="male",
        born=date(1985, 3, 9),
        identity=IDENTITY,
        identity_digest=keyed_digest(IDENTITY),
    )

    [alike] = send(client, lrmx(**LIN)).context["found"].bad
    [known] = send(client, lrmx(**LIN | {"ShenFenZheng": IDENTITY})).context["found"].good

    assert alike.problem.startswith("名册里有2人姓名、出生年月都相同")
    assert known.staff == other


def test_an_identity_number_of_another_school_is_refused_without_naming_it(client, officer, lin):
    StaffFactory(
        organisation=SchoolFactory(name="城关小学"), identity=IDENTITY, identity_digest=keyed_digest(IDENTITY)
    )

    shown = send(client, lrmx(**LIN | {"ShenFenZheng": IDENTITY}))

    assert [line.problem for line in shown.context["found"].bad] == ["身份证号已在其他单位登记，请核对"]
    assert "城关" not in text(shown)


def test_what_the_register_objects_to_names_the_file_and_nothing_is_written(client, officer, lin):
    StaffFactory(
        organisation=lin.organisation,
        name="林大",
        staff_number="g1",
        left=True,
        identity=IDENTITY,
        identity_digest=keyed_digest(IDENTITY),
    )

    response = confirm(client, send(client, lrmx(**LIN | {"ShenFenZheng": IDENTITY})))

    assert said(response) == ["林木森.lrmx：这个身份证号已登记给林大（工号g1），请到人员页“恢复在册”。"]
    assert ApprovalSheet.objects.count() == 0
    assert StaffMember.objects.get(pk=lin.pk).ethnicity == "回族"


def test_an_identity_number_is_shown_by_its_ends(client, officer, lin):
    shown = send(client, lrmx(**LIN | {"ShenFenZheng": IDENTITY}))

    assert IDENTITY not in text(shown)
    assert "510***********0011" in text(shown)


def test_a_bad_file_of_a_zip_stops_the_others_unless_one_says_so(client, officer, lin):
    files = {"林.lrmx": lrmx(**LIN), "又.lrmx": lrmx(**LIN), "坏.lrmx": b"<Person>"}
    shown = send(client, zipped(files), "表.zip")

    assert [(line.name, line.problem[:8]) for line in shown.context["found"].bad] == [
        ("又.lrmx", "与第1个文件是同"),
        ("坏.lrmx", "不完整或已损坏，"),
    ]
    response = confirm(client, shown)
    assert said(response) == ["有2个文件不能导入；其余的仍要导入，请勾选“其余的照常导入”。"]
    assert ApprovalSheet.objects.count() == 0

    response = confirm(client, shown, despite_bad="on")
    assert said(response) == ["任免审批表已导入：保存审批表1份，其中修改名册的1份，未导入2份。"]


def test_a_single_bad_file_is_not_even_kept(client, officer):
    shown = send(client, b"<People/>")

    assert shown.context["form"].non_field_errors() == ["“林木森.lrmx”不是任免审批表，请核对选的文件。"]
    assert RosterImport.objects.count() == 0


def test_what_cannot_be_read_as_a_fact_is_said_and_kept(client, officer, lin):
    shown = send(client, lrmx(**LIN | {"CanJiaGongZuoShiJian": "不详"}))

    [line] = shown.context["found"].good
    assert changes(line) == ["民族：回族 → 汉族"]
    assert line.notices == ["参加工作：“不详”不是日期，请写成1985.03或1985-03-12。名册不改，原文照样保存"]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"RuDangShiJian": "200807；民建"}, ["入党时间：（空） → 2008.07"]),
        ({"RuDangShiJian": "九三学社"}, ["政治面貌：中共党员 → 民主党派"]),
        ({"JianKangZhuangKuang": "一般"}, []),
        (
            {
                "QuanRiZhiJiaoYu_XueLi": "大学",
                "ZaiZhiJiaoYu_XueLi": "研究生",
                "ZaiZhiJiaoYu_XueWei": "教育学博士",
            },
            ["学历：本科 → 博士研究生", "学位：（空） → 教育学博士"],
        ),
        ({"XingMing": "林 木 森"}, []),
    ],
)
def test_elements_become_facts_of_the_register(client, officer, lin, values, expected):
    StaffMember.objects.update(ethnicity="汉族")

    [line] = send(client, lrmx(**LIN | values)).context["found"].good

    assert changes(line) == expected


def test_one_is_taken_along_as_a_file(client, officer, lin):
    response = client.post(url("sheet_export", lin.pk))

    person = format.read(b"".join(response.streaming_content))
    assert person["XingMing"] == "林木森"
    assert "%E6%9E%97%E6%9C%A8%E6%A3%AE.lrmx" in response["Content-Disposition"]
    assert put_down(lin.organisation) == [("导出任免审批表", "工号g9")]


def test_several_are_taken_along_in_a_zip_that_can_be_brought_in(client, officer, lin):
    twin = StaffFactory(organisation=lin.organisation, name="林木森", staff_number="g10")
    response = client.post(url("sheets_export", "shiyan"), {"q": "林木森"})

    content = b"".join(response.streaming_content)
    with zipfile.ZipFile(BytesIO(content)) as package:
        assert package.namelist() == ["林木森g10.lrmx", "林木森g9.lrmx"]
    assert {line.staff for line in send(client, content, "表.zip").context["found"].good} == {lin, twin}


def test_nobody_found_and_too_many_are_told(client, officer, lin, monkeypatch):
    nobody = client.post(url("sheets_export", "shiyan"), {"q": "无此人"}, follow=True)
    monkeypatch.setattr("personnel.lrmx.exporting.MOST_FILES", 0)
    too_many = client.post(url("sheets_export", "shiyan"), follow=True)

    assert said(nobody) == ["没有找到符合条件的人员，请换一个条件。"]
    assert said(too_many) == ["符合条件的有1人，一次最多导出0人，请按部门或状态分几次导出。"]


def test_who_does_not_keep_the_register_gets_nothing(client, school, lin):
    client.force_login(LeaderFactory(organisation=school))

    assert client.post(url("sheet_export", lin.pk)).status_code == 403
    assert client.post(url("sheets_export", "shiyan")).status_code == 403
    assert client.get(url("sheets", "shiyan")).status_code == 403


def test_a_roster_is_no_sheet_and_the_other_way_round(client, officer, lin):
    waiting = send(client, lrmx(**LIN)).context["waiting"]

    assert client.get(url("roster_preview", waiting.pk)).status_code == 404
    assert client.post(url("roster_drop", waiting.pk)).status_code == 404


def asked(client, page: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(page).status_code == 200
    return len(queries)


def test_the_preview_of_three_asks_the_database_as_often_as_that_of_one(client, officer, school):
    def preview_of(names):
        files = {f"{name}.lrmx": lrmx(**LIN | {"XingMing": name}) for name in names}
        return url("sheets_preview", send(client, zipped(files), "表.zip").context["waiting"].pk)

    for name in ("林一", "林二", "林三"):
        StaffFactory(organisation=school, name=name, born=date(1985, 3, 1), gender="male")

    assert asked(client, preview_of(["林一"])) == asked(client, preview_of(["林一", "林二", "林三"]))


def test_a_waiting_file_that_can_not_be_read_any_more_is_given_up(client, officer, lin):
    waiting = send(client, lrmx(**LIN)).context["waiting"]
    RosterImport.objects.filter(pk=waiting.pk).update(name="林木森.txt")

    shown = client.get(url("sheets_preview", waiting.pk))

    assert shown.context["unreadable"] == ["“林木森.txt”不是任免审批表文件，只收.lrmx，或装有.lrmx的.zip。"]
    assert "请点“放弃”，再重新上传。" in text(shown)
    client.post(url("sheets_drop", waiting.pk))
    assert RosterImport.objects.get().state == RosterImport.State.DROPPED
