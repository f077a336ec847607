"""The register's lists: found, paged, and asked of the database once."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from personnel.models import (
    Body,
)
from tests.factories.accounts import (
    SchoolFactory,
    UserFactory,
    ZoneReviewerFactory,
)
from tests.factories.personnel import (
    AppraisalFactory,
    BodyFactory,
    CommendationFactory,
    DepartmentFactory,
    QuotaLineFactory,
    QuotaTableFactory,
    RelationFactory,
    SanctionFactory,
    StaffFactory,
    TenureFactory,
)
from tests.personnel.pages import text, url

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("first_day")]


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
    ("order", "names"),
    [
        ("", ["丁一", "方一", "安一"]),
        ("strokes", ["丁一", "方一", "安一"]),
        ("pinyin", ["安一", "丁一", "方一"]),
        ("unheard", ["丁一", "方一", "安一"]),
    ],
)
def test_the_list_stands_in_the_order_asked_for(client, officer, order, names):
    people = [StaffFactory(organisation=officer.organisation, name=name) for name in ("丁一", "李一", "安一")]
    people[1].name = "方一"
    people[1].save()

    answer = client.get(url("staff_list", "shiyan"), {"order": order})

    assert [each.name for each in answer.context["people"]] == names


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
