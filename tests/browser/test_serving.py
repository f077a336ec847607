"""The pages about serving cadres, at the desk and in the hand."""

from datetime import timedelta

import pytest
from django.urls import reverse

from selection import clock
from serving.models import Petition
from serving.services import petitions, tasks
from tests.browser.conftest import DESK, PHONE
from tests.factories.accounts import LeaderFactory
from tests.factories.serving import (
    DutyReviewFactory,
    RemovalFactory,
    WatchPeriodFactory,
    cadre,
    county_school,
    officer_of,
)


@pytest.fixture
def school():
    """Two cadres: one whose term ends soon, one with everything that may be on record."""
    school, today = county_school(name="东小学"), clock.today()
    cadre(school, "王某", ends_on=today + timedelta(days=30))
    tenure = cadre(school, "李某", starts_on=today - timedelta(days=2300), ends_on=None)
    DutyReviewFactory(staff=tenure.staff, year=today.year - 1, is_backfilled=True, happened_on=today)
    WatchPeriodFactory(tenure=tenure, happened_on=today, ends_on=today + timedelta(days=180))
    RemovalFactory(tenure=tenure, happened_on=today, effective_on=today)
    asked = Petition(organisation=school, kind="rotation", text="与德育处主任互换岗位。")
    petitions.submit(asked, [tenure], by=officer_of(school))
    tasks.arise(school)
    return school


def addresses(school):
    person = school.staff.get(name="李某").pk
    yield from (
        reverse(f"serving:{name}") for name in ("tasks", "due", "watches", "petitions", "evaluations")
    )
    yield reverse("serving:person", args=[person])
    yield from (
        reverse("serving:enter", args=[person, kind])
        for kind in ("record", "duty-review", "watch", "removal")
    )
    yield reverse("serving:petition_new", args=[school.code, "extension"])
    yield reverse("serving:evaluation_new", args=[school.code])
    yield Petition.objects.get().get_absolute_url()
    yield "/"


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_the_pages_fit_and_shut_nobody_out(school, size, open_page, sign_in, overflow, barriers):
    page, officer = open_page(**size), officer_of(school)
    sign_in(page, officer)

    found = {}
    for address in addresses(school):
        page.goto(address)
        if flaws := (overflow(page), barriers(page)) != (0, []):
            found[address] = (flaws, overflow(page), barriers(page))

    assert found == {}


def test_a_leader_vouches_for_a_review_on_a_phone(school, open_page, sign_in):
    page = open_page(**PHONE)
    sign_in(page, LeaderFactory(organisation=school))
    page.goto(reverse("serving:person", args=[school.staff.get(name="李某").pk]))

    page.get_by_role("button", name="核实无误").first.click()

    assert page.get_by_text("已核实").first.is_visible()
