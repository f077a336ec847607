"""The list of what falls due, on the page, on the first page and as a file."""

from datetime import date
from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from tests.factories.accounts import (
    BureauReviewerFactory,
    LeaderFactory,
    OfficerFactory,
    TeacherFactory,
    ZoneReviewerFactory,
)
from tests.factories.serving import cadre, county_school

pytestmark = pytest.mark.django_db
DUE = reverse("serving:due")


def sentences(answer):
    return [each.sentence for each in answer.context["found"]]


@pytest.fixture
def two_schools():
    """One in each of two zones of one county, with a term that ends soon in either."""
    east = county_school(name="东小学")
    west = county_school(name="西小学", parent__parent=east.bureau)
    return [cadre(east, "王某", ends_on=date(2026, 4, 30)), cadre(west, "李某", ends_on=date(2026, 5, 31))]


def test_the_bureau_sees_the_county_and_the_zone_its_own(as_user, two_schools):
    east, west = (tenure.staff.organisation for tenure in two_schools)
    bureau = BureauReviewerFactory(organisation=east.bureau)

    assert len(sentences(as_user(bureau).get(DUE))) == 2
    assert len(sentences(as_user(bureau).get(DUE, {"place": west.zone.code}))) == 1
    zone = as_user(ZoneReviewerFactory(organisation=east.zone))
    assert sentences(zone.get(DUE)) == [f"王某（{two_schools[0].post}）聘期届满"]
    assert zone.get(DUE, {"place": west.code}).status_code == 404


def test_the_horizon_and_the_kind_are_chosen(as_user, two_schools):
    bureau = as_user(BureauReviewerFactory(organisation=two_schools[0].staff.organisation.bureau))

    assert sentences(bureau.get(DUE, {"months": "1"})) == []
    assert len(sentences(bureau.get(DUE, {"months": "many"}))) == 2
    assert sentences(bureau.get(DUE, {"kind": "age"})) == []


def test_a_teacher_has_no_such_page(as_user):
    assert as_user(TeacherFactory()).get(DUE).status_code == 404


def test_the_file_says_what_the_page_says(as_user, two_schools):
    tenure = two_schools[0]
    tenure.staff.name = "=王某"
    tenure.staff.save()

    answer = as_user(OfficerFactory(organisation=tenure.staff.organisation)).get(
        reverse("serving:due_workbook")
    )

    sheet = load_workbook(BytesIO(b"".join(answer.streaming_content))).active
    rows = list(sheet.values)
    assert sheet["B3"].data_type == "s"
    assert rows[0][0] == "东小学2026年6月2日前到期事项"
    assert rows[2] == (
        "东小学",
        "=王某",
        tenure.staff.staff_number,
        tenure.post.title,
        "聘期届满",
        f"=王某（{tenure.post}）聘期届满",
        "2026年4月30日",
        "将到期",
    )


def test_the_first_page_shows_the_nearest(as_user, two_schools):
    school = two_schools[0].staff.organisation
    for user in (OfficerFactory(organisation=school), LeaderFactory(organisation=school)):
        page = as_user(user).get("/").content.decode()
        assert f"王某（{two_schools[0].post}）聘期届满" in page
        assert "李某" not in page


@pytest.mark.parametrize("people", [1, 3])
def test_the_page_takes_as_many_queries_for_any_number(people, as_user, django_assert_num_queries):
    school = county_school()
    for number in range(people):
        cadre(school, f"王{number}", ends_on=date(2026, 4, 30))
    officer = as_user(OfficerFactory(organisation=school))
    officer.get(DUE)

    with django_assert_num_queries(12):
        officer.get(DUE)
