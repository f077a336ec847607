"""The register's pages: who gets in, what they show, what they take."""

from datetime import date

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from personnel.models import (
    Appraisal,
    Body,
    Department,
    PartyRole,
    Post,
    QuotaTable,
    Relation,
    StaffMember,
    Tenure,
)
from selection.fields import mask_identity
from tests.factories.accounts import (
    BureauReviewerFactory,
    DisciplineFactory,
    LeaderFactory,
    OfficerFactory,
    SchoolFactory,
    SupervisorFactory,
    TeacherFactory,
    UserFactory,
    ZoneReviewerFactory,
)
from tests.factories.personnel import (
    AppraisalFactory,
    BodyFactory,
    BodyMemberFactory,
    CommendationFactory,
    DepartmentFactory,
    PartyRoleFactory,
    PostFactory,
    QuotaLineFactory,
    QuotaTableFactory,
    RelationFactory,
    SanctionFactory,
    StaffFactory,
    TenureFactory,
)
from tests.factories.rosters import identity_number

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("frozen"),
]


@pytest.fixture
def frozen():
    with time_machine.travel("2026-03-02T09:00+08:00", tick=False):
        yield


@pytest.fixture
def school():
    return SchoolFactory(name="实验学校", short_name="实验", code="shiyan")


@pytest.fixture
def officer(school, client):
    officer = OfficerFactory(organisation=school)
    client.force_login(officer)
    return officer


@pytest.fixture
def staff(school):
    return StaffFactory(organisation=school, name="王小明", staff_number="g1", with_account=True)


def url(name: str, *args) -> str:
    return reverse(f"personnel:{name}", args=args)


def said(response) -> list[str]:
    """The last message, as a list to be compared whole."""
    return [str(message) for message in response.context["messages"]][-1:]


def text(response) -> str:
    return response.content.decode()


# Who gets in

READ = [
    *(("staff_list", "code"), ("offices", "code"), ("bodies", "code"), ("quota_overview", "code")),
    *(("staff_detail", "staff"), ("body_detail", "body"), ("quota_detail", "table")),
]
KEPT = [
    *(("staff_create", "code"), ("roster_upload", "code"), ("roster_template", "code")),
    *(("department_create", "code"), ("body_create", "code")),
    *(("staff_update", "staff"), ("leave", "staff"), ("department_update", "department")),
    *(
        ("post_create", "department"),
        ("post_update", "post"),
        ("body_update", "body"),
        ("seat_create", "body"),
    ),
    *(("quota_update", "table"), ("tenure_update", "tenure"), ("end_tenure", "tenure")),
    *(("end_party_role", "party_role"), ("end_seat", "seat")),
]


@pytest.fixture
def things(school, staff):
    body = BodyFactory(organisation=school)
    tenure = TenureFactory(staff=staff)
    return {
        "code": school.code,
        "staff": staff.pk,
        "body": body.pk,
        "table": QuotaTableFactory(organisation=school).pk,
        "tenure": tenure.pk,
        "post": tenure.post_id,
        "department": tenure.post.department_id,
        "party_role": PartyRoleFactory(staff=staff).pk,
        "seat": BodyMemberFactory(body=body).pk,
    }


@pytest.mark.parametrize(
    ("who", "reads", "keeps"),
    [
        ("officer", 200, 200),
        ("leader", 200, 403),
        ("teacher", 404, 404),
        ("officer elsewhere", 404, 404),
        ("zone reviewer", 200, 403),
        ("zone reviewer elsewhere", 404, 404),
        ("bureau reviewer", 200, 403),
        ("supervisor", 200, 403),
        ("discipline", 404, 404),
    ],
)
def test_a_register_is_read_and_kept_by_role(client, school, things, who, reads, keeps):
    zone, bureau = school.zone, school.bureau
    user = {
        "officer": lambda: OfficerFactory(organisation=school),
        "leader": lambda: LeaderFactory(organisation=school),
        "teacher": lambda: TeacherFactory(organisation=school),
        "officer elsewhere": lambda: OfficerFactory(organisation=SchoolFactory(parent=zone)),
        "zone reviewer": lambda: ZoneReviewerFactory(organisation=zone),
        "zone reviewer elsewhere": lambda: ZoneReviewerFactory(),
        "bureau reviewer": lambda: BureauReviewerFactory(organisation=bureau),
        "supervisor": lambda: SupervisorFactory(organisation=bureau),
        "discipline": lambda: DisciplineFactory(organisation=bureau),
    }[who]()
    client.force_login(user)

    answers = {name: client.get(url(name, things[key])).status_code for name, key in READ + KEPT}

    assert answers == {name: reads for name, _ in READ} | {name: keeps for name, _ in KEPT}


def test_a_stranger_is_asked_to_sign_in(client, things):
    for name, key in READ + KEPT:
        assert client.get(url(name, things[key])).status_code == 302


def test_a_reader_finds_no_buttons_to_change_anything(client, school, things):
    client.force_login(LeaderFactory(organisation=school))

    for name, key in READ:
        page = text(client.get(url(name, things[key])))
        assert [
            word for word in ("修改", "登记任职", "新建", "离任", "导入名册", "删除") if f">{word}<" in page
        ] == []


# Lists


def asked(client, page: str) -> int:
    """How many questions a page puts to the database."""
    with CaptureQueriesContext(connection) as queries:
        assert client.get(page).status_code == 200
    return len(queries)


def in_post(school):
    return TenureFactory(staff__organisation=school, staff__department=DepartmentFactory(organisation=school))


def approved_post(school):
    table = QuotaTableFactory(organisation=school, approved=True)
    return QuotaLineFactory(table=table, department=in_post(school).post.department)


@pytest.mark.parametrize(
    ("page", "one_more"),
    [
        ("staff_list", in_post),
        ("offices", in_post),
        (
            "bodies",
            lambda school: BodyFactory(organisation=school, name=str(Body.objects.count()), members=3),
        ),
        ("quota_overview", approved_post),
    ],
)
def test_a_list_asks_as_much_for_three_rows_as_for_one(client, officer, page, one_more):
    one_more(officer.organisation)
    for_one = asked(client, url(page, "shiyan"))

    one_more(officer.organisation)
    one_more(officer.organisation)

    assert asked(client, url(page, "shiyan")) == for_one


def test_a_persons_page_asks_as_much_for_a_full_file(client, officer, staff):
    def one_more(year):
        TenureFactory(staff=staff)
        AppraisalFactory(staff=staff, year=year)
        CommendationFactory(staff=staff, title=f"表彰{year}")
        SanctionFactory(staff=staff)
        RelationFactory(staff=staff)

    one_more(2023)
    for_one = asked(client, url("staff_detail", staff.pk))

    one_more(2024)
    one_more(2025)

    assert asked(client, url("staff_detail", staff.pk)) == for_one


@pytest.mark.parametrize("page", ["roster", "quotas"])
def test_a_list_of_schools_asks_as_much_for_four_as_for_two(client, page):
    reviewer = ZoneReviewerFactory()
    client.force_login(reviewer)
    for _ in range(2):
        StaffFactory(organisation=SchoolFactory(parent=reviewer.organisation))
    for_two = asked(client, url(page))

    for _ in range(2):
        StaffFactory(organisation=SchoolFactory(parent=reviewer.organisation))

    assert asked(client, url(page)) == for_two


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", ["校长", "副校长", "办公室甲", "教务处乙", "教务处产假", "无部门"]),
        ("q=乙", ["教务处乙"]),
        ("q=g-99", ["无部门"]),
        ("q=%20%20", ["校长", "副校长", "办公室甲", "教务处乙", "教务处产假", "无部门"]),
        ("category=temporary", ["无部门"]),
        ("state=off", ["教务处产假"]),
        ("state=reserve", ["办公室甲"]),
        ("state=posts", ["教务处乙"]),
        ("state=left", ["离校"]),
        (
            "category=nonsense&state=nonsense&department=999",
            ["校长", "副校长", "办公室甲", "教务处乙", "教务处产假", "无部门"],
        ),
        ("q=没有这个人", []),
    ],
)
def test_people_are_found_by_name_number_category_and_state(client, officer, query, names):
    school = officer.organisation
    office = DepartmentFactory(organisation=school, name="办公室", position=1)
    teaching = DepartmentFactory(organisation=school, name="教务处", position=2)
    StaffFactory(organisation=school, name="离校", left=True)
    StaffFactory(organisation=school, name="无部门", category="temporary", staff_number="g-99")
    TenureFactory(staff=StaffFactory(organisation=school, name="教务处乙", department=teaching))
    absent = {"is_on_duty": False, "absence": "maternity"}
    StaffFactory(organisation=school, name="教务处产假", department=teaching, **absent)
    StaffFactory(organisation=school, name="办公室甲", department=office, is_reserve=True)
    StaffFactory(organisation=school, name="副校长", leadership="vice_principal")
    StaffFactory(organisation=school, name="校长", leadership="principal")

    response = client.get(f"{url('staff_list', 'shiyan')}?{query}")

    assert [person.name for person in response.context["people"]] == names


def test_people_are_found_by_department(client, officer, staff):
    staff.department = DepartmentFactory(organisation=officer.organisation)
    staff.save()
    StaffFactory(organisation=officer.organisation)

    response = client.get(f"{url('staff_list', 'shiyan')}?department={staff.department_id}")

    assert list(response.context["people"]) == [staff]


def test_a_long_list_is_paged(client, officer):
    StaffFactory.create_batch(51, organisation=officer.organisation)

    assert len(client.get(f"{url('staff_list', 'shiyan')}?page=2").context["people"]) == 1


@pytest.mark.parametrize(("page", "leads_to"), [("roster", "staff_list"), ("quotas", "quota_overview")])
def test_whoever_sees_one_school_is_led_to_it(client, officer, page, leads_to):
    assert client.get(url(page)).url == url(leads_to, "shiyan")


@pytest.mark.parametrize("page", ["roster", "quotas"])
def test_whoever_sees_no_school_is_told_so(client, page):
    client.force_login(UserFactory())

    assert "没有可以查看的学校" in text(client.get(url(page)))


# One person


def test_a_persons_page_shows_what_is_on_file(client, officer, staff):
    TenureFactory(staff=staff, post__title="教务处主任", ends_on=date(2026, 3, 1))
    TenureFactory(staff=staff, post__title="政教处主任", ended=True)
    TenureFactory(staff=staff, post__title="总务处主任", voided_on=date(2026, 1, 1))
    AppraisalFactory(staff=staff, grade="none", reason="sick")
    SanctionFactory(staff=staff, until=None)
    RelationFactory(staff=staff, relative__name="李静")
    PartyRoleFactory(staff=staff)
    StaffMember.objects.update(identity=identity_number())

    page = text(client.get(url("staff_detail", staff.pk)))

    for words in (
        *("教务处主任", "聘期已满", "2025年8月31日免去", "已宣布无效", "未参加考核（病假）"),
        *("影响期待核", "李静", "夫妻", "书记", "1986.01（40周岁）"),
    ):
        assert words in page
    assert identity_number() not in page
    assert mask_identity(identity_number()) in page
    assert "与身份证号不一致" in page


def test_a_person_without_dates_and_one_who_left_have_a_page(client, officer):
    bare = StaffFactory(organisation=officer.organisation, without_dates=True, is_healthy=None, left=True)

    page = text(client.get(url("staff_detail", bare.pk)))

    assert "未填" in page
    assert "恢复在册" in page


FORM = {
    "name": "王小明",
    "staff_number": "",
    "gender": "male",
    "category": "established",
    "is_on_duty": "on",
    "is_teacher": "on",
    "is_healthy": "unknown",
}


def test_a_person_is_enrolled(client, officer):
    response = client.post(
        url("staff_create", "shiyan"), FORM | {"born": "1985.03", "name": "王 小明"}, follow=True
    )

    staff = StaffMember.objects.get(name="王小明")
    assert said(response) == ["王小明的信息已保存。"]
    assert (staff.born, staff.born_day_known, staff.is_number_issued) == (date(1985, 3, 1), False, True)
    assert staff.user.name == "王小明"


def test_a_form_shows_a_person_as_stored_and_saving_it_changes_nothing(client, officer):
    department = DepartmentFactory(organisation=officer.organisation)
    staff = StaffFactory(
        organisation=officer.organisation,
        name="李静",
        born=date(1985, 3, 12),
        born_day_known=True,
        department=department,
        identity=identity_number(),
        with_account=True,
    )
    client.post(url("staff_update", staff.pk), filled(client, staff) | {"identity_number": identity_number()})
    before = StaffMember.objects.filter(pk=staff.pk).values().get()

    response = client.post(url("staff_update", staff.pk), filled(client, staff), follow=True)

    assert said(response) == ["李静的信息已保存。"]
    assert StaffMember.objects.filter(pk=staff.pk).values().get() == before


def filled(client, staff) -> dict[str, str]:
    """The form as the browser would send it back."""
    form = client.get(url("staff_update", staff.pk)).context["form"]
    values = {field.name: field.value() for field in form}
    values = {name: form[name].field.prepare_value(value) for name, value in values.items()}
    ticked = {"is_healthy": {None: "unknown", True: "true", False: "false"}[values.pop("is_healthy")]}
    return ticked | {name: "on" if value is True else value for name, value in values.items() if value}


def test_a_persons_own_number_is_no_issued_one(client, officer, staff):
    StaffMember.objects.update(is_number_issued=True)

    client.post(url("staff_update", staff.pk), FORM | {"staff_number": "w-1", "absence": "sick"})

    staff.refresh_from_db()
    assert (staff.staff_number, staff.is_number_issued, staff.user.username) == ("w-1", False, "w-1")
    assert (staff.is_on_duty, staff.absence) == (False, "sick")


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("name", "王1", "“王1”不像姓名，请只写姓名，不要写其他文字"),
        ("staff_number", "工1", "“工1”不能作工号，请只用数字、字母和短横线，不超过30位"),
        ("born", "85年", "“85年”不是日期，请写成1985.03或1985-03-12"),
        ("born", "2020.01", "出生年月2020.01不合理，请核对"),
        ("work_since", "很久", "“很久”不是日期，请写成1985.03或1985-03-12"),
        ("identity_number", "12", "身份证号应为18位，现为2位"),
        ("staff_number", "taken", "这个工号已被使用，请换一个工号。"),
    ],
)
def test_what_is_wrong_with_a_person_is_said_at_the_field(client, officer, staff, field, value, sentence):
    StaffFactory(staff_number="taken")

    response = client.post(url("staff_update", staff.pk), FORM | {field: value})

    assert sentence in text(response)
    staff.refresh_from_db()
    assert staff.gender == "female"


def test_a_login_of_somebody_else_is_said_on_top_of_the_form(client, officer, staff):
    UserFactory(username="boss")

    response = client.post(url("staff_update", staff.pk), FORM | {"staff_number": "boss"})

    assert response.context["form"].non_field_errors() == ["工号“boss”已被使用，请换一个工号。"]


def test_a_person_leaves_and_comes_back(client, officer, staff):
    client.post(url("leave", staff.pk), {"on": "2026-03-02"}, follow=True)
    staff.refresh_from_db()
    assert staff.left_on == date(2026, 3, 2)

    response = client.post(url("come_back", staff.pk), follow=True)
    assert said(response) == ["王小明已恢复在册。"]
    assert said(client.post(url("come_back", staff.pk), follow=True)) == ["王小明在册，不用恢复。"]


def test_whoever_holds_a_post_is_told_to_end_it_first(client, officer, staff):
    TenureFactory(staff=staff, post__title="教务处主任")

    response = client.post(url("leave", staff.pk), {"on": "2026-03-02"})

    assert "王小明还在任教务处主任，请先办理离任。" in text(response)


# Entries


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        ("appraisals", {"year": "2025", "grade": "excellent"}),
        ("commendations", {"level": "county", "title": "优秀教师", "on": "2024.09"}),
        ("sanctions", {"kind": "warning", "decided_on": "2026-01-10", "until": ""}),
        ("party-roles", {"role": "secretary", "starts_on": "2021.09"}),
    ],
)
def test_entries_are_added_to_a_file(client, officer, staff, kind, data):
    page = url("entry_create", staff.pk, kind)
    assert client.get(page).status_code == 200

    response = client.post(page, data, follow=True)

    assert [sentence.startswith("已登记王小明的") for sentence in said(response)] == [True]


def test_a_tenure_is_entered_corrected_and_ended(client, officer, staff):
    post = PostFactory(department__organisation=officer.organisation, title="教务处主任")
    data = {"post": post.pk, "kind": "appointed", "starts_on": "2023.09", "ends_on": "", "counts_quota": "on"}
    client.post(url("entry_create", staff.pk, "tenures"), data)
    tenure = Tenure.objects.get()

    client.post(
        url("tenure_update", tenure.pk), data | {"ends_on": "2026-08-31", "document": "校任〔2023〕3号"}
    )
    tenure.refresh_from_db()
    assert (tenure.ends_on, tenure.document) == (date(2026, 8, 31), "校任〔2023〕3号")

    response = client.post(
        url("end_tenure", tenure.pk), {"on": "2026-03-02", "reason": "removed"}, follow=True
    )
    assert said(response) == ["已登记王小明不再担任教务处主任。"]
    assert Tenure.objects.get().ended_on == date(2026, 3, 2)


def test_relatives_are_chosen_from_the_same_school(client, officer, staff):
    other, stranger = StaffFactory(organisation=officer.organisation), StaffFactory()
    page = url("entry_create", staff.pk, "relations")

    assert list(client.get(page).context["form"].fields["relative"].queryset) == [other]
    assert client.post(page, {"relative": stranger.pk, "kind": "spouse"}).status_code == 200
    client.post(page, {"relative": other.pk, "kind": "spouse"})
    assert Relation.objects.count() == 1
    assert "这两人的亲属关系已登记。" in text(client.post(page, {"relative": other.pk, "kind": "direct"}))


def test_an_appraisal_not_taken_needs_its_reason_and_a_year_comes_once(client, officer, staff):
    AppraisalFactory(staff=staff, year=2024)
    page = url("entry_create", staff.pk, "appraisals")

    assert "请选择没有参加考核的原因" in text(client.post(page, {"year": "2025", "grade": "none"}))
    assert "这一年度的考核结果已登记。" in text(client.post(page, {"year": "2024", "grade": "excellent"}))
    assert Appraisal.objects.count() == 1


@pytest.mark.parametrize(
    ("kind", "factory"),
    [
        ("appraisals", AppraisalFactory),
        ("commendations", CommendationFactory),
        ("sanctions", SanctionFactory),
        ("relations", RelationFactory),
    ],
)
def test_what_was_entered_by_mistake_is_taken_out(client, officer, staff, kind, factory):
    entry = factory(staff=staff)
    page = url("strike", kind, entry.pk)
    assert "只用于删除误录的内容" in text(client.get(page))

    client.post(page)

    assert not type(entry).objects.exists()


def test_addresses_of_unknown_kinds_lead_nowhere(client, officer, staff):
    assert client.get(url("entry_create", staff.pk, "secrets")).status_code == 404
    assert client.post(url("strike", "tenures", TenureFactory(staff=staff).pk)).status_code == 404


def test_a_party_role_ends(client, officer, staff):
    role = PartyRoleFactory(staff=staff)

    response = client.post(url("end_party_role", role.pk), {"on": "2026-03-02"}, follow=True)

    assert said(response) == ["已登记王小明不再担任书记。"]
    assert PartyRole.objects.get().ended_on == date(2026, 3, 2)
    assert "已经登记过离任，不用再办。" in text(
        client.post(url("end_party_role", role.pk), {"on": "2026-03-02"})
    )


# Offices and bodies


def test_departments_and_posts_are_set_up_and_changed(client, officer):
    assert client.get(url("department_create", "shiyan")).context["form"]["position"].value() == 1
    client.post(url("department_create", "shiyan"), {"name": "教务处", "kind": "internal", "position": "1"})
    department = Department.objects.get()
    assert client.get(url("department_create", "shiyan")).context["form"]["position"].value() == 2

    client.post(
        url("post_create", department.pk),
        {
            "title": "教务处主任",
            "rank": "chief",
            "position": "1",
            "is_active": "on",
            "party_member_only": "on",
        },
    )
    post = Post.objects.get()
    client.post(url("post_update", post.pk), {"title": "教务主任", "rank": "chief", "position": "1"})
    client.post(
        url("department_update", department.pk), {"name": "教导处", "kind": "internal", "position": "1"}
    )

    post.refresh_from_db()
    page = text(client.get(url("offices", "shiyan")))
    assert (post.title, post.is_active, post.department.name) == ("教务主任", False, "教导处")
    assert "已停用" in page


def test_a_name_used_twice_is_said_in_the_form(client, officer):
    DepartmentFactory(organisation=officer.organisation, name="教务处")

    response = client.post(
        url("department_create", "shiyan"), {"name": "教务处", "kind": "internal", "position": "1"}
    )

    assert "本单位已有同名部门，请换一个名称。" in text(response)


def test_a_body_is_set_up_with_its_members(client, officer, staff):
    client.post(url("body_create", "shiyan"), {"name": "党政联席会议", "kind": "joint_meeting"})
    body = Body.objects.get()
    response = client.post(
        url("seat_create", body.pk),
        {"staff": staff.pk, "starts_on": "2021.09", "is_first_leader": "on"},
        follow=True,
    )
    assert said(response) == ["王小明已登记为党政联席会议成员。"]
    assert "主要负责人" in text(response)

    client.post(url("body_update", body.pk), {"name": "联席会议", "kind": "joint_meeting"})
    response = client.post(url("end_seat", body.members.get().pk), {"on": "2026-03-02"}, follow=True)
    assert said(response) == ["王小明不再是联席会议成员。"]
    assert "2026年3月2日离任" in text(response)


def test_members_come_from_every_organisation_that_a_body_serves(client, officer, staff):
    body = BodyFactory(organisation=officer.organisation)
    villager = StaffFactory()
    body.serves.add(villager.organisation)

    people = client.get(url("seat_create", body.pk)).context["form"].fields["staff"].queryset

    assert set(people) == {staff, villager}
    assert "兼为" in text(client.get(url("body_detail", body.pk)))


# Quota


def test_a_table_is_opened_filled_in_and_shown(client, officer):
    department = DepartmentFactory(organisation=officer.organisation, name="教务处")
    response = client.post(url("quota_create", "shiyan"))
    table = QuotaTable.objects.get()
    assert response.url == url("quota_update", table.pk)

    data = {
        "reference_on": "2026-03-01",
        "note": "增设一名",
        f"chief-{department.pk}": "1",
        f"deputy-{department.pk}": "",
    }
    response = client.post(url("quota_update", table.pk), data, follow=True)

    assert said(response) == ["职数核定表已保存，还没有报送。"]
    assert [(line.rank, line.requested) for line in table.lines.all()] == [("chief", 1)]
    assert "增设一名" in text(response)
    assert [row.chief.to_fill for row in response.context["overview"].rows] == [1]
    assert said(client.post(url("quota_create", "shiyan"), follow=True)) == [
        "《实验学校职数核定表（2026年3月1日）》还没有批复，请在这张表上修改。"
    ]


@pytest.mark.parametrize("number", ["-1", "100", "一"])
def test_a_number_of_posts_is_between_0_and_99(client, officer, number):
    department = DepartmentFactory(organisation=officer.organisation)
    table = QuotaTableFactory(organisation=officer.organisation)

    response = client.post(
        url("quota_update", table.pk), {"reference_on": "2026-03-01", f"chief-{department.pk}": number}
    )

    assert list(response.context["form"].errors) == [f"chief-{department.pk}"]


def test_a_surplus_is_shown_in_red(client, officer):
    school = officer.organisation
    tenure = TenureFactory(staff__organisation=school, post__department__name="教务处")
    QuotaTableFactory(organisation=school, approved=True)

    page = text(client.get(url("quota_overview", "shiyan")))

    assert "教务处正职核定0名，现任1名，超职数1名" in page
    assert '<span class="state state-bad">超1</span>' in page
    assert tenure.staff.name in page


def test_a_table_that_was_handed_in_cannot_be_filled_in(client, officer):
    table = QuotaTableFactory(organisation=officer.organisation, approved=True)

    assert "修改</a>" not in text(client.get(url("quota_detail", table.pk)))
    response = client.post(url("quota_update", table.pk), {"reference_on": "2026-03-01"})
    assert "已经报送，不能修改" in text(response)
