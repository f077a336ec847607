"""Approved under conditions: who keeps to them, and what waits until they are met?"""

import pytest
from django.urls import reverse

from campaigns import guards
from campaigns.choices import Stage
from campaigns.services import reviewing
from personnel import quota
from selection import clock
from selection.reasons import Refused, reasons_against
from selection.records import conditions, reviews
from selection.records.models import Condition
from selection.records.models.ledgers import LedgerEntry
from tests.campaigns.pages.test_reviews import a_candidate_form, a_plan, a_quota_table, a_waiver, officer_for
from tests.factories.accounts import BureauReviewerFactory, TeacherFactory, ZoneReviewerFactory
from tests.factories.records import AttachmentFactory
from tests.records.test_review_pages import on_paper

pytestmark = pytest.mark.django_db
RULE = guards.announce.conditions_of_approval_are_met
WORDS = "教务处主任岗位先完成审计"


def reviewer_of(review):
    asked = {"review_zone": ZoneReviewerFactory, "review_bureau": BureauReviewerFactory}[review.asked_act]
    return asked(organisation=review.asked_of)


def approve(review, *texts, **limits):
    reviews.decide(
        review,
        reviewer_of(review),
        approve=True,
        along=lambda decision: conditions.keep(decision, texts, limits),
    )
    review.refresh_from_db()


def asked_of_the_only_line(table):
    line = table.lines.get()
    return line, f"{line}申报职数"


@pytest.mark.row("A061", side="refuses")
def test_a_plan_approved_under_a_condition_does_not_start_before_it_is_met():
    review, _page = a_plan()
    campaign = review.plan.campaigns.get()

    approve(review, WORDS)

    said = f"教育局同意时附加的条件“{WORDS}”还没有写明落实情况"
    assert [reason.sentence for reason in reasons_against(campaign, [RULE])] == [said]
    conditions.meet(Condition.objects.get(), "审计报告已出，未发现问题", by=officer_for(review))
    assert reasons_against(campaign, [RULE]) == []


def test_so_does_a_form_and_each_level_may_add_one():
    review, _page = a_candidate_form()
    campaign = review.candidate_form.campaign

    approve(review, "学区的条件")
    approve(review, "教育局的条件")

    assert [each.text for each in campaign.conditions_of_approval().unmet()] == ["学区的条件", "教育局的条件"]
    assert RULE in guards.BY_STEP["announce"]
    assert campaign.stage == Stage.PREPARE


def test_how_it_was_met_is_put_down():
    review, _page = a_plan()
    approve(review, WORDS)
    officer = officer_for(review)

    conditions.meet(Condition.objects.get(), "审计报告已出", by=officer)

    met = Condition.objects.get()
    entry = LedgerEntry.objects.filter(ledger=review.ledger).last()
    assert (met.how, met.met_by) == ("审计报告已出", officer)
    assert (entry.act, entry.content["payload"]["how"]) == ("落实附加条件", "审计报告已出")


@pytest.mark.parametrize("how", ["", "  "])
def test_a_condition_is_not_met_without_a_word(how):
    review, _page = a_plan()
    approve(review, WORDS)

    with pytest.raises(Refused, match="请写明怎样落实的"):
        conditions.meet(Condition.objects.get(), how, by=officer_for(review))


def test_nobody_but_the_officer_meets_it_and_only_once():
    review, _page = a_plan()
    approve(review, WORDS)
    made, officer = Condition.objects.get(), officer_for(review)

    with pytest.raises(Refused, match="请由本单位人事干部"):
        conditions.meet(made, "好了", by=TeacherFactory(organisation=review.organisation))
    conditions.meet(made, "好了", by=officer)
    with pytest.raises(Refused, match="不用再写"):
        conditions.meet(made, "又好了", by=officer)


def test_a_later_hand_in_leaves_the_old_conditions_behind():
    review, _page = a_plan()
    approve(review, WORDS)
    campaign = review.plan.campaigns.get()

    reviews.reopen(review)
    reviews.submit(review, review.plan.facts(), officer_for(review))

    assert not campaign.conditions_of_approval().unmet().exists()


@pytest.mark.row("A055", side="refuses")
def test_fewer_posts_than_asked_for_is_what_the_table_then_allows():
    review, _page = a_quota_table()
    table = review.quota_table
    line, part = asked_of_the_only_line(table)

    approve(review, **{part: 1})
    approve(review)

    line.refresh_from_db()
    assert (line.requested, line.approved) == (2, 1)
    assert quota.overview(table.organisation).approved == 1
    assert str(Condition.objects.get()) == f"{part}2，核定1"


def test_of_two_limits_the_lower_holds():
    review, _page = a_quota_table()
    line, part = asked_of_the_only_line(review.quota_table)

    approve(review, **{part: 0})
    approve(review, **{part: 1})

    line.refresh_from_db()
    assert line.approved == 0


def test_what_is_approved_as_asked_for_is_no_condition():
    review, _page = a_quota_table()
    line, part = asked_of_the_only_line(review.quota_table)

    approve(review, **{part: 2})
    approve(review)

    line.refresh_from_db()
    assert (line.approved, Condition.objects.count()) == (2, 0)


@pytest.mark.parametrize(
    ("texts", "number", "approves", "said"),
    [
        ([], 3, True, "核定的不能多于申报的"),
        ([], 1, False, "附加条件随同意一并提出"),
        ([WORDS], 2, True, "没有后续步骤核对附加条件"),
    ],
)
def test_what_makes_no_sense_is_refused_and_nothing_is_kept(texts, number, approves, said):
    review, _page = a_quota_table()
    _line, part = asked_of_the_only_line(review.quota_table)

    with pytest.raises(Refused, match=said):
        reviews.decide(
            review,
            reviewer_of(review),
            approve=approves,
            remarks="改",
            along=lambda decision: conditions.keep(decision, texts, {part: number}),
        )

    assert not review.latest.decisions.exists()
    assert not Condition.objects.exists()


def test_an_exception_is_granted_or_not_without_conditions():
    review, _page = a_waiver()

    with pytest.raises(Refused, match="没有后续步骤核对附加条件"):
        approve(review, WORDS)


def test_a_quota_table_sent_again_is_not_bound_by_what_was_said_before():
    review, _page = a_quota_table()
    _line, part = asked_of_the_only_line(review.quota_table)
    approve(review, **{part: 1})
    reviews.decide(review, reviewer_of(review), approve=False, remarks="请核对")

    reviewing.submit_quota(review.quota_table, by=officer_for(review))

    assert conditions.limits_on(review) == {}


def enter_on_paper(review, *texts, **limits):
    return reviews.enter_on_paper(
        review,
        officer_for(review),
        True,
        "某教〔2026〕5号",
        clock.today(),
        AttachmentFactory(organisation=review.organisation, by=officer_for(review)),
        along=lambda decision: conditions.keep(decision, texts, limits),
    )


def test_an_approval_on_paper_binds_once_it_is_confirmed():
    review, _page = a_plan()
    campaign, reviewer = review.plan.campaigns.get(), reviewer_of(review)

    entered = enter_on_paper(review, WORDS)
    before = list(campaign.conditions_of_approval())
    with pytest.raises(Refused, match="还没有确认"):
        conditions.meet(Condition.objects.get(), "好了", by=officer_for(review))
    reviews.confirm_decision(entered, reviewer)

    assert before == []
    assert [each.text for each in campaign.conditions_of_approval().unmet()] == [WORDS]


def test_what_is_not_confirmed_binds_nobody():
    review, _page = a_plan()
    entered = enter_on_paper(review, WORDS)

    reviews.drop_decision(entered, reviewer_of(review), reason="原件没有这一条")

    assert not review.plan.campaigns.get().conditions_of_approval().exists()


def test_fewer_posts_on_paper_are_what_the_table_then_allows():
    review, _page = a_quota_table()
    line, part = asked_of_the_only_line(review.quota_table)
    approve(review)

    entered = enter_on_paper(review, **{part: 1})
    reviews.confirm_decision(entered, reviewer_of(review))

    line.refresh_from_db()
    assert (line.requested, line.approved) == (2, 1)


class TestThePageForPaper:
    """补录线下批复 with what it limits, as the officer fills it in and the level confirms it."""

    @pytest.fixture
    def review(self):
        return a_plan()[0]

    def test_it_is_entered_and_shown_to_who_confirms(self, client, review):
        client.force_login(officer_for(review))
        form = client.get(reverse("records:enter_on_paper", args=[review.pk])).content.decode()
        given = on_paper() | {"condition-texts": WORDS}
        client.post(reverse("records:enter_on_paper", args=[review.pk]), given)
        client.force_login(reviewer_of(review))

        shown = client.get(reviews.page_of(review)).content.decode()

        assert "批复同意而有限定的，照原件在这里录入" in form
        assert f"<b>附加的条件</b>：{WORDS}" in shown

    def test_a_refusal_has_no_conditions(self, client, review):
        client.force_login(officer_for(review))
        given = on_paper(said="no", remarks="重报") | {"condition-texts": WORDS}

        page = client.post(reverse("records:enter_on_paper", args=[review.pk]), given).content.decode()

        assert "附加条件随同意一并提出" in page
        assert WORDS in page
        assert not Condition.objects.exists()

    def test_a_quota_table_asks_for_the_numbers(self, client):
        review, _page = a_quota_table()
        client.force_login(officer_for(review))

        form = client.get(reverse("records:enter_on_paper", args=[review.pk])).content.decode()

        assert "申报职数2，核定" in form
