"""The pages of a year, at the desk and in the hand: charts are drawn, names of figures are put into the text."""

import pytest
from django.urls import reverse

from reporting.services import reports
from selection import clock
from tests.browser.conftest import DESK, PHONE
from tests.factories.accounts import LeaderFactory, SchoolFactory
from tests.reporting.situations import in_post

YEARLY = reverse("reporting:yearly")


@pytest.fixture
def school():
    school = SchoolFactory(name="东小学")
    in_post(school, 2, gender="male")
    in_post(school, 3, gender="female", rank="chief")
    return school


@pytest.fixture
def report(school):
    return reports.begin(school, clock.today().year, by=LeaderFactory(organisation=school))


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_the_pages_fit_and_shut_nobody_out(school, report, size, open_page, sign_in, overflow, barriers):
    page = open_page(**size)
    sign_in(page, LeaderFactory(organisation=school))

    found = {}
    for address in (YEARLY, reverse("reporting:people"), reverse("reporting:write", args=[report.pk])):
        page.goto(address)
        found[address] = (overflow(page), barriers(page))

    assert found == dict.fromkeys(found, (0, []))


def test_a_chart_is_drawn_where_there_is_more_than_one_bar(school, desk, sign_in):
    sign_in(desk, LeaderFactory(organisation=school))

    desk.goto(YEARLY)

    drawn = desk.locator("[data-chart]:has(canvas)")
    assert drawn.evaluate_all("all => all.map(each => each.dataset.chart)") == ["在任人员的性别结构"]


def test_a_figure_is_put_where_the_text_was_left(school, report, desk, sign_in):
    sign_in(desk, LeaderFactory(organisation=school))
    desk.goto(reverse("reporting:write", args=[report.pk]))
    problems = desk.locator("#id_problems")
    problems.fill("空缺较多")

    desk.get_by_role("button", name="{空缺}", exact=True).click()

    assert problems.input_value() == "空缺较多{空缺}"
