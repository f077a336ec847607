"""Each to-do leads to the page on which it is done, filled in as far as the to-do knows."""

from datetime import date

import pytest
from django.urls import reverse

from serving import ways
from serving.choices import TaskKind
from serving.models import Task
from tests.factories.accounts import BureauReviewerFactory, LeaderFactory
from tests.factories.serving import cadre, county_school, officer_of

pytestmark = pytest.mark.django_db
TASKS = reverse("serving:tasks")


def to_do(kind, tenure):
    return Task.objects.create(
        organisation=tenure.staff.organisation,
        staff=tenure.staff,
        kind=kind,
        source="test",
        sentence="须办理",
        cites="A120",
        arisen_on=date(2026, 3, 2),
        due_on=date(2026, 7, 15),
    )


@pytest.mark.parametrize("kind", TaskKind)
def test_every_kind_has_a_page_that_opens(kind, as_user):
    tenure = cadre(county_school())
    officer = as_user(officer_of(tenure.staff.organisation))

    found = ways.ways(to_do(kind, tenure))

    assert found
    assert {officer.get(way.url).status_code for way in found} == {200}


def test_an_extension_is_asked_for_whom_the_to_do_is_about(as_user):
    school = county_school()
    tenure = cadre(school)
    cadre(school, "李某")
    _remove, extend = ways.ways(to_do(TaskKind.LEAVE, tenure))

    form = as_user(officer_of(school)).get(extend.url).context["form"]

    assert form.initial["tenures"] == [tenure.pk]


def test_a_record_is_of_the_kind_that_is_asked_for(as_user):
    tenure = cadre(county_school())
    [way] = ways.ways(to_do(TaskKind.TRAINING, tenure))

    form = as_user(officer_of(tenure.staff.organisation)).get(way.url).context["form"]

    assert form.initial["kind"] == "training"


def test_only_who_keeps_the_register_is_led_there(as_user):
    tenure = cadre(county_school())
    school = tenure.staff.organisation
    [way] = ways.ways(to_do(TaskKind.DISMISS, tenure))
    person = reverse("serving:person", args=[tenure.staff_id])

    for page in (TASKS, person):
        assert way.url in as_user(officer_of(school)).get(page).content.decode()
        assert way.url not in as_user(LeaderFactory(organisation=school)).get(page).content.decode()
        bureau = BureauReviewerFactory(organisation=school.bureau)
        assert way.url not in as_user(bureau).get(page).content.decode()
