"""What is said of single parts of a hand-in: where does the school read it, and when is it answered?"""

import pytest
from django.urls import reverse

from campaigns.services import plans, reviewing
from personnel import quota
from selection.reasons import Refused
from selection.records import parts, reviews
from selection.records.models import Remark, Review
from selection.records.models.ledgers import LedgerEntry
from tests.campaigns.pages.test_reviews import (
    a_candidate_form,
    a_plan,
    a_quota_table,
    a_waiver,
    officer_for,
    text,
)
from tests.factories.accounts import BureauReviewerFactory, ZoneReviewerFactory

pytestmark = pytest.mark.django_db


def asked_of(review):
    asked = {"review_zone": ZoneReviewerFactory, "review_bureau": BureauReviewerFactory}[review.asked_act]
    return asked(organisation=review.asked_of)


def names(review):
    return list(parts.parts_of(review.latest))


def send_back(client, review, remarks, **given):
    """As the page does: each part has a field by its number."""
    numbers = {part: number for number, part in enumerate(names(review))}
    said = {f"remark-{numbers[part]}": text for part, text in remarks.items()}
    given = {"decision-said": "no"} | {f"decision-{name}": value for name, value in given.items()}
    return client.post(reverse("records:decide", args=[review.pk]), given | said, follow=True)


def said_of(review):
    return [(each.remark.part, each.is_answered) for each in parts.said_of(parts.history(review))]


@pytest.mark.parametrize("handed_in", [a_quota_table, a_plan, a_candidate_form, a_waiver])
def test_every_part_that_the_page_asks_about_is_a_field_or_a_thing_of_the_hand_in(handed_in, as_user):
    review, _page = handed_in()

    page = as_user(asked_of(review)).get(reverse("campaigns:review", args=[review.pk]))

    assert names(review)
    for part in names(review):
        assert part in text(page)


@pytest.mark.parametrize(
    ("handed_in", "part"),
    [
        (a_quota_table, "说明"),
        (a_plan, "计划到岗日期"),
        (a_candidate_form, "学校党政班子会议研究意见"),
        (a_waiver, "理由"),
    ],
)
def test_a_remark_stands_beside_its_field_where_the_school_mends(handed_in, part, as_user):
    review, mending_page = handed_in()

    send_back(as_user(asked_of(review)), review, {part: "请写得再具体些"})
    page = as_user(officer_for(review)).get(mending_page)

    review.refresh_from_db()
    assert review.state == Review.State.SENT_BACK
    assert review.decisive_remarks[0].remarks == f"见逐项意见：{part}"
    beside = [field.label for field in page.context["form"].fields.values() if hasattr(field, "said")]
    assert beside == [part]
    assert "审核意见：请写得再具体些" in text(page)
    assert "还没有改动" in text(page)


def test_a_remark_on_a_number_of_the_quota_table_is_ticked_once_the_number_changes(as_user):
    review, page = a_quota_table()
    table = review.quota_table
    line = table.lines.get()
    part = f"{line.department}{line.get_rank_display()}申报职数"
    send_back(as_user(asked_of(review)), review, {part: "超出编制", "说明": "请写明理由"})
    officer = officer_for(review)
    assert said_of(review) == [("说明", False), (part, False)]

    quota.save_lines(table, {(line.department_id, line.rank): 1}, by=officer)

    assert said_of(review) == [("说明", False), (part, True)]
    assert "（已改动）" in text(as_user(officer).get(page))


def test_after_it_came_again_the_reviewer_reads_what_changed_and_what_was_answered(as_user):
    review, _page = a_quota_table()
    table, officer = review.quota_table, officer_for(review)
    line = table.lines.get()
    part = f"{line.department}{line.get_rank_display()}申报职数"
    reviewer = asked_of(review)
    send_back(as_user(reviewer), review, {part: "超出编制", "说明": "请写明理由"})
    quota.save_lines(table, {(line.department_id, line.rank): 1}, by=officer)
    reviewing.submit_quota(table, by=officer)

    page = text(as_user(reviewer).get(reverse("campaigns:review", args=[review.pk])))

    assert parts.changes_since_return(parts.history(review)) == [(part, "2名", "1名")]
    assert "与上次报送相比" in page
    assert "原为：2名" in page
    assert said_of(review) == [("说明", False), (part, True)]


def test_a_remark_on_the_plans_title_is_ticked_once_it_is_revised(as_user):
    review, page = a_plan()
    plan = review.plan
    send_back(as_user(asked_of(review)), review, {"方案名称": "请写全称"})

    plans.revise(plan, by=officer_for(review), title="某校2026年中层干部选拔任用工作方案")

    assert said_of(review) == [("方案名称", True)]
    assert "某校2026年" in text(as_user(officer_for(review)).get(page))


def test_an_approval_carries_no_remarks_on_parts(as_user):
    review, _page = a_quota_table()

    answer = send_back(as_user(asked_of(review)), review, {"说明": "请写明理由"}, said="yes")

    review.refresh_from_db()
    assert "同意的请删去逐项意见" in text(answer)
    assert (review.state, Remark.objects.count()) == (Review.State.PENDING, 0)
    assert not review.latest.decisions.exists()


def test_a_part_that_was_not_handed_in_is_refused():
    review, _page = a_quota_table()
    reviewer = asked_of(review)

    with pytest.raises(Refused, match="报送的内容没有“校长”这一项"):
        reviews.decide(
            review,
            reviewer,
            approve=False,
            remarks="改",
            along=lambda decision: parts.keep(decision, {"校长": "改"}),
        )

    assert not Remark.objects.exists()


def test_the_record_says_what_was_said(as_user):
    review, _page = a_quota_table()

    send_back(as_user(asked_of(review)), review, {"说明": "请写明理由"})

    entry = LedgerEntry.objects.filter(ledger=review.ledger).last()
    assert entry.content["payload"]["said_of_parts"] == "说明：请写明理由"
