"""One person's page and form."""

from datetime import date

import pytest

from personnel.models import (
    StaffMember,
)
from selection.fields import mask_identity
from tests.factories.accounts import (
    UserFactory,
)
from tests.factories.personnel import (
    AppraisalFactory,
    DepartmentFactory,
    PartyRoleFactory,
    RelationFactory,
    SanctionFactory,
    StaffFactory,
    TenureFactory,
)
from tests.factories.rosters import identity_number
from tests.personnel.pages import said, text, url

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("first_day")]


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


@pytest.mark.parametrize(
    ("named", "led_to"),
    [("/campaigns/7/screening/", "/campaigns/7/screening/"), ("https://elsewhere.cn/", "")],
)
def test_saving_leads_back_to_the_page_of_ours_that_sent_here(client, officer, staff, named, led_to):
    address = f"{url('staff_update', staff.pk)}?next={named}"
    assert client.get(address).context["back"] == led_to

    assert client.post(address, FORM).url == (led_to or url("staff_detail", staff.pk))


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


def test_nobody_worked_as_a_child(client, officer, staff):
    response = client.post(url("staff_update", staff.pk), FORM | {"born": "1996.01", "work_since": "2008.09"})

    assert "当时12周岁，请核对这一日期和出生年月" in text(response)
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
