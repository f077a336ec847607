"""Was everything that needs the written approval done after it, whenever it was entered? (A061, A062)"""

from datetime import date

import pytest

from campaigns import guards
from campaigns.choices import ActKind, Purpose, Stage
from campaigns.services import stages
from selection.reasons import reasons_against
from selection.records import reviews
from tests.factories.accounts import BureauReviewerFactory
from tests.factories.campaigns import (
    PIDU,
    ActFactory,
    AdoptionFactory,
    CampaignFactory,
    RoundFactory,
    officer_of,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("go_to")]

TOO_LATE = "书面批准日期（2026-02-20）晚于第一个步骤（{}），程序无效，须重新办理"


def approved(at, on=date(2026, 2, 20)):
    """A campaign whose plan the bureau approved on that day."""
    campaign = CampaignFactory(at=at, code=PIDU)
    plan = campaign.plan
    levels = [
        {
            "role": "bureau_reviewer",
            "act": "review_bureau",
            "organisation": campaign.organisation.bureau.pk,
            "label": "区教育局党委",
        }
    ]
    plan.review = reviews.start("plan", plan.organisation, plan.title, levels, plan.ledger)
    plan.save()
    reviews.submit(plan.review, plan.facts(), officer_of(campaign))
    reviewer = BureauReviewerFactory(organisation=campaign.organisation.bureau)
    reviews.decide(plan.review, reviewer, True, happened_on=on)
    return campaign


def against(campaign, rules):
    return [each.sentence for each in reasons_against(campaign, rules) if "书面批准" in each.sentence]


@pytest.mark.row("A061", side="refuses")
@pytest.mark.row("A062", side="refuses")
def test_a_publication_entered_later_but_dated_before_the_approval_stops_the_next_step():
    campaign = approved(Stage.ANNOUNCE)
    ActFactory(campaign=campaign, kind=ActKind.PUBLICATION, happened_on=date(2026, 2, 19))

    assert against(campaign, guards.recommend.RULES) == [TOO_LATE.format("2026-02-19")]


@pytest.mark.row("A062", side="refuses")
@pytest.mark.parametrize(
    ("at", "rules"),
    [(Stage.RECOMMEND, guards.evaluate.RULES), (Stage.EVALUATE, guards.inspect.RULES)],
    ids=["recommend", "evaluate"],
)
def test_so_does_a_count_on_paper_at_the_stage_in_which_it_is_entered(at, rules):
    campaign = approved(at)
    RoundFactory(
        campaign=campaign, opening=None, purpose=Purpose.RECOMMENDATION, happened_on=date(2026, 2, 18)
    )

    assert against(campaign, rules) == [TOO_LATE.format("2026-02-18")]


@pytest.mark.row("A062", side="holds")
def test_on_the_day_of_the_approval_the_first_step_may_be_taken():
    campaign = approved(Stage.ANNOUNCE)
    ActFactory(campaign=campaign, kind=ActKind.PUBLICATION, happened_on=date(2026, 2, 20))

    assert against(campaign, guards.recommend.RULES) == []


def test_a_plan_that_is_changed_loses_its_approval_and_is_handed_in_anew():
    campaign = approved(Stage.ANNOUNCE)
    plan, officer = campaign.plan, officer_of(campaign)
    AdoptionFactory(organisation=campaign.organisation, ruleset=plan.ruleset_version)

    stages.go_back(campaign, "revise_plan", by=officer, reason="岗位有变动")
    plan.refresh_from_db()
    after = (plan.is_final, plan.review.state, campaign.approved_on())
    reviews.submit(plan.review, plan.facts(), officer)

    assert after == (False, "withdrawn", None)
    assert (plan.review.state, plan.review.submissions.count()) == ("pending", 2)
