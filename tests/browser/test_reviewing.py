"""The bureau's desk and what the school reads of it, at the desk and in the hand."""

from datetime import timedelta

import pytest
from django.urls import reverse

from selection import clock
from selection.records import conditions, delegating, parts, reviews
from tests.browser.conftest import DESK, PHONE
from tests.campaigns.pages.test_reviews import a_plan, a_quota_table, officer_for
from tests.factories.accounts import BureauReviewerFactory, ZoneOrganiserFactory, ZoneReviewerFactory
from tests.factories.records import ReviewFactory, officer_of


@pytest.fixture
def zone():
    """A zone's reviewer with a table that came again after remarks, a loan, and another matter."""
    review, _page = a_quota_table()
    zone = ZoneReviewerFactory(organisation=review.asked_of)
    remarks = {"说明": "请写明新增校区的批复文号和启用时间"}
    reviews.decide(
        review,
        zone,
        approve=False,
        remarks="见逐项意见：说明",
        along=lambda decision: parts.keep(decision, remarks),
    )
    review.quota_table.note = "新增东校区，某教〔2026〕3号，9月启用"
    review.quota_table.save(update_fields=["note"])
    review.refresh_from_db()
    other = ReviewFactory(organisation__parent=zone.organisation, title="2026年中层干部选拔任用工作方案")
    reviews.submit(other, {}, by=officer_of(other))
    today = clock.today()
    delegating.delegate(
        zone,
        ZoneOrganiserFactory(organisation=zone.organisation, name="李四"),
        today,
        today + timedelta(days=9),
    )
    return zone, review


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_the_pages_fit_and_shut_nobody_out(zone, size, open_page, sign_in, overflow, barriers):
    reviewer, review = zone
    page, officer = open_page(**size), officer_for(review)
    found = {}

    def look(user, address):
        sign_in(page, user)
        page.goto(address)
        for details in page.locator("main details:not(.confirm)").all():
            details.evaluate("each => each.open = true")
        if flaws := (overflow(page), barriers(page)) != (0, []):
            found[address] = (flaws, overflow(page), barriers(page))

    look(officer, reverse("personnel:quota_update", args=[review.quota_table.pk]))
    reviews.submit(review, parts.AS_IT_STANDS["quota"](review), by=officer)
    look(reviewer, reverse("records:reviews"))
    look(reviewer, reverse("campaigns:review", args=[review.pk]))
    planned, _page = a_plan()
    reviews.decide(
        planned,
        BureauReviewerFactory(organisation=planned.asked_of),
        approve=True,
        along=lambda decision: conditions.keep(decision, ["教务处主任岗位先完成离任审计"], {}),
    )
    look(officer_for(planned), reverse("campaigns:plan_review", args=[planned.plan.pk]))

    assert found == {}
