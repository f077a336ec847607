"""What does the bureau's transfer list open, and what of it is refused before anything is written? (A044)"""

from datetime import date
from io import BytesIO
from types import SimpleNamespace

import pytest
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from campaigns.choices import TrackReason
from campaigns.models import Campaign, Plan
from campaigns.services import plans
from selection.accounts.models import Notification
from selection.reasons import Refused
from serving.models import Task, Transfer, TransferList
from serving.services import transferring
from serving.transfers import reading
from serving.transfers.preview import Preview
from tests.factories.accounts import BureauReviewerFactory, OfficerFactory, SchoolFactory
from tests.factories.campaigns import AdoptionFactory
from tests.factories.personnel import PostFactory, StaffFactory, TenureFactory
from tests.factories.rosters import saved

pytestmark = pytest.mark.django_db

HEADERS = ["序号", "姓名", "原单位", "原职务", "调入单位", "新职务", "依据文件", "日期"]
DOCUMENT = "教党〔2026〕5号"


def sheet(*rows, headers=HEADERS, merge=()):
    book = Workbook()
    page = book.active
    page.append(["2026年中层干部调动名单"])
    page.merge_cells("A1:H1")
    for row in [headers, *rows]:
        page.append(row)
    for cells in merge:
        page.merge_cells(cells)
    page.append(["制表：政工科"])
    return saved(book)


@pytest.fixture
def county():
    """East gives 王一 and two who are both called 李同; West takes people and has two posts."""
    east = SchoolFactory(name="东小学")
    west = SchoolFactory(name="西小学", parent=east.parent)
    for school in (east, west):
        AdoptionFactory(organisation=school)
    wang = StaffFactory(organisation=east, name="王一")
    TenureFactory(staff=wang, post__title="教务处主任")
    return SimpleNamespace(
        east=east,
        west=west,
        reviewer=BureauReviewerFactory(organisation=east.bureau),
        same=StaffFactory.create_batch(2, organisation=east, name="李同"),
        posts=[
            PostFactory(department__organisation=west, title=title) for title in ("政教处主任", "总务处主任")
        ],
        officer=OfficerFactory(organisation=west),
    )


def row(**changes):
    usual = {
        "序号": 1,
        "姓名": "王一",
        "原单位": "东小学",
        "原职务": "教务处主任",
        "调入单位": "西小学",
        "新职务": "政教处主任",
        "依据文件": DOCUMENT,
        "日期": "2035.4.1",
    }
    return [(usual | changes)[header] for header in HEADERS]


def received(county, *rows, **more):
    return transferring.receive(sheet(*rows, **more), county.east.bureau, by=county.reviewer)


def lines(county, *rows, **more):
    return [line.sentence for line in Preview(county.east.bureau, reading.read(sheet(*rows, **more))).lines]


def test_a_row_says_what_it_will_open(county):
    assert lines(county, row()) == [
        f"王一（原东小学教务处主任），依据{DOCUMENT}调任西小学政教处主任，2035年4月1日起："
        "为西小学起草直接聘任方案，并在东小学列出免职和离校事项"
    ]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"姓名": "张无"}, "东小学的名册里没有张无，请核对姓名和原单位"),
        ({"原单位": "西小学"}, "西小学的名册里没有王一（东小学有同名人员），请核对姓名和原单位"),
        ({"姓名": "李同"}, "东小学有2位李同，请加“工号”一列写明是哪一位"),
        ({"原单位": "南小学"}, "系统里没有“南小学”这所学校，请核对单位名称"),
        ({"调入单位": "北小学"}, "系统里没有“北小学”这所学校，请核对单位名称"),
        ({"新职务": "德育处主任"}, "西小学没有“德育处主任”这个岗位，请学校先在部门岗位里登记"),
        ({"新职务": None}, "没有填新职务，请补上"),
        ({"日期": "2035.04"}, "日期没有写到日，请写成2026-04-01的样子"),
        ({"日期": "尽快"}, "日期：“尽快”不是日期，请写成2026-04-01的样子"),
    ],
)
def test_a_row_that_is_not_clear_says_what_to_do(county, changes, said):
    assert lines(county, row(**changes)) == [said]


def test_a_row_that_is_not_clear_is_named(client, county):
    client.force_login(county.reviewer)

    page = client.post(reverse("serving:transfers"), {"file": sheet(row(日期="2035.04"))}, follow=True)

    [line] = page.context["found"].lines
    assert (line.number, line.name, line.move) == (3, "王一", None)
    assert '<th scope="row">王一</th>' in page.content.decode()


def test_who_is_listed_twice_or_received_by_nobody_is_said(county):
    county.officer.groups.clear()
    assert lines(county, row()) == ["西小学还没有人事干部，请先添加，再由其办理"]


def test_the_same_person_stands_in_one_row(county):
    assert lines(county, row(), row(新职务="总务处主任"))[1] == "王一在第3行已经列出，请只保留一行"


def test_a_staff_number_tells_namesakes_apart(county):
    headers = [*HEADERS, "工号"]
    wanted = county.same[1]

    found = Preview(
        county.east.bureau,
        reading.read(sheet([*row(姓名="李同"), wanted.staff_number], headers=headers)),
    )

    assert [line.move.staff for line in found.lines] == [wanted]


def test_merged_cells_speak_for_the_rows_below_and_remarks_are_passed_over(county):
    other = StaffFactory(organisation=county.east, name="赵二")
    below = [2, "赵二", None, None, None, "总务处主任", None, None]

    rows = reading.read(sheet(row(), below, merge=["C3:C4", "E3:E4", "G3:G4", "H3:H4"]))

    assert [(each["name"], each["left"], each["to"], each["document"]) for each in rows] == [
        ("王一", "东小学", "西小学", DOCUMENT),
        (other.name, "东小学", "西小学", DOCUMENT),
    ]


def test_names_of_columns_may_stand_below_merged_headings(county):
    above = ["序号", "姓名", "调出", None, "调入", None, "依据文件", "日期"]
    below = [None, None, "原单位", "原职务", "调入单位", "新职务", None, None]
    merge = ["A2:A3", "B2:B3", "C2:D2", "E2:F2", "G2:G3", "H2:H3"]

    [read] = reading.read(sheet(below, row(), headers=above, merge=merge))

    assert (read["number"], read["name"], read["left"], read["post"]) == (4, "王一", "东小学", "政教处主任")


def test_another_table_is_no_transfer_list(county):
    with pytest.raises(Refused, match="“姓名”“原单位”“调入单位”“新职务”"):
        received(county, headers=["班级", "人数"])
    with pytest.raises(Refused) as refusal:
        received(county, ["王一", "东小学", "西小学"], headers=["姓名", "原单位", "调入单位"])
    assert refusal.value.reasons == ["表里没有“新职务、日期”列，请补上后再上传。"]


@pytest.mark.row("A044", side="holds")
def test_a_confirmed_list_opens_the_plan_and_the_removal(county):
    listed = received(county, row())

    digest = Preview(listed.organisation, listed.rows).digest
    [plan] = transferring.apply(listed, digest=digest, by=county.reviewer)

    opening = plan.campaigns.get().openings.get()
    assert (plan.organisation, plan.starts_on, plan.officer) == (
        county.west,
        date(2035, 4, 1),
        county.officer,
    )
    assert (opening.post, opening.reason) == (county.posts[0], TrackReason.BUREAU_PROPOSAL)
    assert opening.reason_text == f"王一（原东小学教务处主任），依据{DOCUMENT}"
    assert Transfer.objects.get().plan == plan
    task = Task.objects.get(organisation=county.east, kind="release")
    assert task.sentence == "王一自2035年4月1日起调任西小学政教处主任，须办理免职和离校"
    assert Notification.objects.filter(user=county.officer).count() == 1


def test_the_officer_goes_on_with_the_plan(county):
    listed = received(county, row())
    digest = Preview(listed.organisation, listed.rows).digest
    [plan] = transferring.apply(listed, digest=digest, by=county.reviewer)

    plans.revise(plan, by=county.officer, title="直接聘任方案")

    assert Plan.objects.get().title == "直接聘任方案"


def test_one_row_that_is_not_clear_keeps_everything_from_being_opened(county):
    listed = received(county, row(), row(姓名="张无"))

    with pytest.raises(Refused) as refusal:
        transferring.apply(listed, digest="", by=county.reviewer)

    assert refusal.value.reasons == ["还有1行需要改好，请按预览修改名单后重新上传"]
    assert not Plan.objects.exists()


def test_what_has_changed_since_the_preview_is_looked_at_again(county):
    listed = received(county, row())
    digest = Preview(listed.organisation, listed.rows).digest
    county.west.short_name = "西校"
    county.west.save()

    with pytest.raises(Refused, match="请再看一遍预览"):
        transferring.apply(listed, digest=digest, by=county.reviewer)

    assert not Plan.objects.exists()


def test_a_list_is_carried_out_once(county):
    listed = received(county, row())
    digest = Preview(listed.organisation, listed.rows).digest
    transferring.apply(listed, digest=digest, by=county.reviewer)

    with pytest.raises(Refused, match="已经处理过了"):
        transferring.apply(listed, digest=digest, by=county.reviewer)
    assert lines(county, row()) == ["王一调任西小学政教处主任已经在此前的名单中办理"]
    assert Campaign.objects.count() == 1


def test_nobody_but_the_bureau_s_reviewer_brings_one_in(county):
    with pytest.raises(Refused, match="只有教育局的审核人员"):
        transferring.receive(sheet(row()), county.east.bureau, by=county.officer)


def test_the_bureau_uploads_looks_and_confirms(client, county):
    client.force_login(county.reviewer)

    page = client.post(reverse("serving:transfers"), {"file": sheet(row())}, follow=True)
    listed = TransferList.objects.get()
    assert "共1行，都可以办理" in page.content.decode()
    digest = page.context["found"].digest
    page = client.post(reverse("serving:transfer_confirm", args=[listed.pk]), {"digest": digest}, follow=True)

    assert [str(each) for each in page.context["messages"]] == [
        "已起草1个直接聘任方案，并通知有关学校的人事干部"
    ]


@pytest.mark.parametrize("people", [1, 3])
def test_a_preview_costs_the_same_for_every_number_of_rows(county, people, django_assert_max_num_queries):
    rows = [
        row(姓名=StaffFactory(organisation=county.east, name=f"张{name}").name) for name in "甲乙丙"[:people]
    ]
    read = reading.read(sheet(*rows))

    with django_assert_max_num_queries(13):
        assert all(line.sentence for line in Preview(county.east.bureau, read).lines)


def test_the_template_is_filled_in_and_read(client, county):
    client.force_login(county.reviewer)
    page = client.get(reverse("serving:transfers"))
    address = reverse("serving:transfer_template")
    assert address in page.content.decode()

    book = load_workbook(BytesIO(client.get(address).getvalue()))
    headers = [cell.value for cell in book.active[1]]
    given = dict(zip(HEADERS, row(), strict=True))
    book.active.append([given.get(header) for header in headers])

    assert [each["name"] for each in reading.read(saved(book))] == ["王一"]
