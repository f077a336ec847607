"""Who holds a post now, on one page for a school, a zone or the county, and how one gets there."""

from datetime import date

import pytest
from django.urls import reverse

from serving.models import Task
from serving.services import tasks
from tests.factories.accounts import BureauReviewerFactory, OfficerFactory, TeacherFactory
from tests.factories.personnel import RelationFactory
from tests.factories.serving import (
    DutyReviewFactory,
    ProbationFactory,
    WatchPeriodFactory,
    cadre,
    county_school,
    officer_of,
)

pytestmark = pytest.mark.django_db
CADRES = reverse("serving:cadres")


def said_of(answer):
    return [(row.tenure.staff.name, row.grade, row.state) for row in answer.context["rows"]]


def test_everybody_in_a_post_is_listed_with_the_review_of_last_year(as_user):
    school = county_school()
    DutyReviewFactory(staff=cadre(school, "甲某").staff)
    DutyReviewFactory(staff=cadre(school, "乙某").staff, is_backfilled=True)
    ProbationFactory(tenure=cadre(school, "丙某"))
    WatchPeriodFactory(tenure=cadre(school, "丁某"))
    cadre(school, "戊某", ends_on=date(2026, 3, 1))

    assert sorted(said_of(as_user(officer_of(school)).get(CADRES))) == sorted(
        [
            ("甲某", "合格", ""),
            ("乙某", "未登记", ""),
            ("丙某", "未登记", "试用中"),
            ("丁某", "未登记", "察看中"),
        ]
    )


def test_the_bureau_chooses_among_its_schools(as_user):
    east = county_school(name="东小学")
    west = county_school(name="西小学", parent__parent=east.bureau)
    cadre(east, "王某")
    cadre(west, "李某")
    bureau = as_user(BureauReviewerFactory(organisation=east.bureau))

    assert {name for name, *_ in said_of(bureau.get(CADRES))} == {"王某", "李某"}
    assert [name for name, *_ in said_of(bureau.get(CADRES, {"place": west.code}))] == ["李某"]
    assert as_user(officer_of(east)).get(CADRES, {"place": west.code}).status_code == 404


def test_nobody_reads_here_of_oneself_or_a_relative(as_user):
    school = county_school()
    officer = OfficerFactory(organisation=school)
    relation = RelationFactory(staff__organisation=school, staff__user=officer)
    tenure = cadre(school)
    tenure.staff = relation.relative
    tenure.save()
    DutyReviewFactory(staff=tenure.staff, grade="failed")

    answer = as_user(officer).get(CADRES)

    assert "不合格" not in answer.content.decode()
    person = reverse("serving:person", args=[tenure.staff_id])
    assert person not in answer.content.decode()
    register = as_user(officer).get(reverse("personnel:staff_detail", args=[tenure.staff_id]))
    assert person not in register.content.decode()


def test_the_register_leads_to_the_page_on_the_service(as_user):
    tenure = cadre()
    officer = as_user(officer_of(tenure.staff.organisation))

    page = officer.get(reverse("personnel:staff_detail", args=[tenure.staff_id])).content.decode()

    assert reverse("serving:person", args=[tenure.staff_id]) in page


def test_a_to_do_about_everybody_leads_to_where_it_is_done(as_user):
    school = county_school()
    cadre(school)
    tasks.arise(school)
    assert set(Task.objects.open().values_list("kind", flat=True)) == {"duty_review", "evaluation"}

    page = as_user(officer_of(school)).get(reverse("serving:tasks")).content.decode()

    assert f"{CADRES}?place={school.code}" in page
    assert page.count(reverse("serving:evaluations")) == 3


def test_as_many_queries_for_many_as_for_one(as_user, django_assert_max_num_queries):
    school = county_school()
    officer = as_user(officer_of(school))
    for each in range(8):
        cadre(school, f"王{each}")

    with django_assert_max_num_queries(16):
        assert len(officer.get(CADRES).context["rows"]) == 8


def test_a_teacher_has_no_such_page(as_user):
    assert as_user(TeacherFactory()).get(CADRES).status_code == 404
