"""Bringing in a roster on the web, from the template to the confirmed import."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from personnel.models import RosterImport, StaffMember
from personnel.roster import workbook
from personnel.roster.columns import COLUMNS, is_header
from tests.factories.accounts import LeaderFactory, OfficerFactory, SchoolFactory, TeacherFactory
from tests.factories.personnel import StaffFactory
from tests.factories.rosters import CORE, LI, WANG, person, roster_file

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(client):
    officer = OfficerFactory(organisation=SchoolFactory(code="shiyan"))
    client.force_login(officer)
    return officer


def url(name: str, *args) -> str:
    return reverse(f"personnel:{name}", args=args)


def send(client, *rows, **options):
    content = roster_file(*rows, **options).getvalue()
    file = SimpleUploadedFile("名册.xlsx", content)
    return client.post(url("roster_upload", "shiyan"), {"file": file}, follow=True)


def said(response) -> list[str]:
    return [str(message) for message in response.context["messages"]][-1:]


def confirm(client, response):
    roster, found = response.context["roster"], response.context["found"]
    return client.post(url("roster_confirm", roster.pk), {"digest": found.digest}, follow=True)


def test_the_template_is_a_roster_with_eight_columns(client, officer):
    response = client.get(url("roster_template", "shiyan"))

    sheet = load_workbook(BytesIO(response.content))["教职工名册"]
    assert [cell.value for cell in sheet[1]] == CORE
    assert "attachment" in response["Content-Disposition"]


def test_the_full_template_has_every_column_and_two_years(client, officer):
    response = client.get(url("roster_template", "shiyan") + "?full=1")

    sheet = load_workbook(BytesIO(response.content))["教职工名册"]
    headers = [cell.value for cell in sheet[1]]
    assert headers[:-2] == [column.label for column in COLUMNS]
    assert [header.endswith("年度考核") for header in headers[-2:]] == [True, True]


def test_a_filled_in_template_is_read(client, officer):
    book = load_workbook(BytesIO(client.get(url("roster_template", "shiyan")).content))
    book["教职工名册"].append(WANG)
    file = BytesIO()
    book.save(file)

    assert len(workbook.read(file, is_header).rows) == 1


def test_a_roster_is_uploaded_seen_and_confirmed(client, officer):
    response = send(client, WANG, LI, titles=["名册"])
    page = response.content.decode()
    assert "新增2人" in page
    assert "将新建部门：教务处（第3行）、办公室（第4行）" in page
    assert StaffMember.objects.count() == 0

    assert str(response.context["roster"]) == "名册.xlsx"

    response = confirm(client, response)

    assert said(response) == ["名册已导入：新增2，新建部门2。"]
    assert response.redirect_chain[-1][0] == url("staff_list", "shiyan")
    assert StaffMember.objects.count() == 2


def test_the_same_roster_again_has_nothing_to_confirm(client, officer):
    confirm(client, send(client, WANG))

    page = send(client, WANG).content.decode()

    assert "这份名册与系统里的内容一致，没有要改动的。" in page
    assert "确认导入" not in page


def test_problems_are_listed_and_nothing_can_be_confirmed(client, officer):
    page = send(client, person(性别="公"), LI).content.decode()

    assert "有1处问题，改好后重新上传；名册没有任何变动。" in page
    assert "“公”不认识，请填：男、女" in page
    assert "确认导入" not in page


def test_a_question_is_answered_before_the_import(client, officer):
    namesake = StaffFactory(organisation=officer.organisation, name="王小明", staff_number="g1")
    response = send(client, WANG)
    roster = response.context["roster"]
    assert (
        f'<option value="{namesake.pk}">就是王小明，工号g1，1986.01，未填部门</option>'
        in response.content.decode()
    )
    assert said(confirm(client, response)) == ["还有1行没有选择是哪一位，请先选择。"]

    response = client.post(url("roster_choose", roster.pk), {"row-2": "new", "other": "x"}, follow=True)
    confirm(client, response)

    assert StaffMember.objects.filter(name="王小明").count() == 2


def test_changes_are_shown_before_and_after(client, officer):
    confirm(client, send(client, WANG))

    page = send(client, person(学历="硕士研究生")).content.decode()

    assert "修改1人" in page
    assert "学历：本科 → 硕士研究生" in page


def test_a_roster_is_dropped(client, officer):
    roster = send(client, WANG).context["roster"]

    response = client.post(url("roster_drop", roster.pk), follow=True)

    assert said(response) == ["已放弃这份名册，名册没有任何变动。"]
    page = client.get(url("roster_preview", roster.pk)).content.decode()
    assert "这份名册已经处理过了，需要时请重新上传。" in page
    assert said(client.post(url("roster_drop", roster.pk), follow=True)) == [
        "这份名册已经处理过了，请重新上传。"
    ]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "文件是空的，请重新选择。"),
        (b"a,b", "这是CSV或文本文件，请在Excel或WPS里打开，核对没有乱码后另存为.xlsx再上传。"),
    ],
)
def test_what_is_no_roster_is_said_on_the_page(client, officer, content, sentence):
    response = client.post(url("roster_upload", "shiyan"), {"file": SimpleUploadedFile("a.xlsx", content)})

    assert sentence in response.content.decode()
    assert RosterImport.objects.count() == 0


def test_without_a_file_the_form_asks_for_one(client, officer):
    assert client.post(url("roster_upload", "shiyan")).context["form"].errors == {
        "file": ["这个字段是必填项。"]
    }


@pytest.mark.parametrize(
    ("stranger", "status"),
    [
        (lambda school: LeaderFactory(organisation=school), 403),
        (lambda school: TeacherFactory(organisation=school), 404),
        (lambda school: OfficerFactory(organisation=SchoolFactory(parent=school.parent)), 404),
    ],
)
def test_a_waiting_roster_is_the_officers_alone(client, officer, stranger, status):
    roster = send(client, WANG).context["roster"]
    client.force_login(stranger(officer.organisation))

    assert client.get(url("roster_preview", roster.pk)).status_code == status
    for act in ("roster_choose", "roster_confirm", "roster_drop"):
        assert client.post(url(act, roster.pk)).status_code == status
    roster.refresh_from_db()
    assert roster.state == RosterImport.State.PENDING


def test_acts_are_posted(client, officer):
    roster = send(client, WANG).context["roster"]

    for act in ("roster_choose", "roster_confirm", "roster_drop"):
        assert client.get(url(act, roster.pk)).status_code == 404
