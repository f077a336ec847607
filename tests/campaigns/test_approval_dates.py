"""Was everything that needs the written approval done after it, whenever it was entered? (A061, A062)"""

from datetime import date

import pytest
from django.urls import reverse

from campaigns import documents, guards
from campaigns.choices import ActKind, AgendaPurpose, Purpose, Stage, TalkKind, TalkScope
from campaigns.course import stage_bar
from campaigns.models import Talk
from campaigns.services import stages
from selection.reasons import reasons_against
from selection.records import ledgers, papers, reviews
from tests.factories.accounts import BureauReviewerFactory, LeaderFactory
from tests.factories.ballots import PollFactory
from tests.factories.campaigns import (
    PIDU,
    ActFactory,
    AdoptionFactory,
    AgendaItemFactory,
    CampaignFactory,
    RoundFactory,
    officer_of,
)
from tests.factories.personnel import StaffFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("go_to")]

TOO_LATE = "书面批准日期（2026年2月20日）晚于第一个步骤（{}），程序无效，须重新办理"


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


@pytest.mark.row("TRAP-11", side="refuses")
@pytest.mark.row("TRAP-27", side="refuses")
@pytest.mark.row("A061", side="refuses")
@pytest.mark.row("A062", side="refuses")
def test_a_publication_entered_later_but_dated_before_the_approval_stops_the_next_step():
    campaign = approved(Stage.ANNOUNCE)
    ActFactory(campaign=campaign, kind=ActKind.PUBLICATION, happened_on=date(2026, 2, 19))

    assert against(campaign, guards.recommend.RULES) == [TOO_LATE.format("2026年2月19日")]


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

    assert against(campaign, rules) == [TOO_LATE.format("2026年2月18日")]


@pytest.mark.row("TRAP-11", side="holds")
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


@pytest.mark.row("A061", side="holds")
def test_what_was_done_under_the_former_plan_is_no_first_step_of_the_new_one():
    campaign = approved(Stage.RECOMMEND)
    officer = officer_of(campaign)
    AdoptionFactory(organisation=campaign.organisation, ruleset=campaign.plan.ruleset_version)
    ActFactory(campaign=campaign, kind=ActKind.PUBLICATION, happened_on=date(2026, 2, 20))
    held = {"campaign": campaign, "kind": TalkKind.RECOMMENDATION, "scope": TalkScope.PEER}
    Talk.objects.create(
        person=StaffFactory(organisation=campaign.organisation), held_on=date(2026, 2, 23), **held
    )
    summary = {"purpose": Purpose.TALK_RECOMMENDATION, "figures": {"held": 50, "subjects": {}}}
    RoundFactory(campaign=campaign, opening=None, happened_on=date(2026, 2, 24), **summary)
    poll = PollFactory(organisation=campaign.organisation, ledger=campaign.ledger)
    RoundFactory(campaign=campaign, opening=None, purpose=Purpose.RECOMMENDATION, poll=poll, figures=None)

    stages.go_back(campaign, "revise_plan", by=officer, reason="岗位有变动")

    poll.refresh_from_db()
    assert (campaign.first_step_on(), poll.state) == (None, "void")


def test_the_former_plan_is_superseded_and_its_meeting_is_not_taken_for_the_new_ones():
    campaign = approved(Stage.ANNOUNCE)
    AgendaItemFactory(campaign=campaign, purpose=AgendaPurpose.PLAN)
    paper = documents.plan.draw_up(campaign.plan, by=officer_of(campaign)).paper
    papers.issue(paper, LeaderFactory(organisation=campaign.organisation))

    stages.go_back(campaign, "revise_plan", by=officer_of(campaign), reason="岗位有变动")

    paper.refresh_from_db()
    said = [each.sentence for each in reasons_against(campaign, [guards.announce.plan_is_discussed])]
    assert paper.state == "superseded"
    assert said == ["方案变更后，尚无党政联席会议研究新方案的记录；此前的会议研究的是变更前的方案"]


def test_the_stages_that_a_way_back_has_left_are_not_shown_as_reached():
    campaign = approved(Stage.PREPARE)
    for act in ("启动并公布方案", "进入民主推荐", "方案变更"):
        ledgers.append(campaign.ledger, act, by=officer_of(campaign), about=f"campaign:{campaign.pk}")

    assert [(mark.state, mark.actual_on) for mark in stage_bar(campaign)] == [("todo", None)] * 7


def test_a_plan_that_is_sent_back_says_so_with_the_remarks_and_a_way(client):
    campaign = approved(Stage.PREPARE)
    plan, officer = campaign.plan, officer_of(campaign)
    reviews.reopen(plan.review)
    type(plan).objects.filter(pk=plan.pk).update(finalised_at=None)
    reviews.submit(plan.review, plan.facts(), officer)
    reviewer = BureauReviewerFactory(organisation=campaign.organisation.bureau)
    reviews.decide(plan.review, reviewer, False, remarks="请核对岗位名额")

    client.force_login(officer)
    page = client.get(campaign.get_absolute_url()).content.decode()
    home = client.get(reverse("home")).content.decode()

    assert "工作方案已退回修改：请核对岗位名额" in page
    assert reverse("campaigns:plan_review", args=[plan.pk]) in page
    assert "工作方案已退回修改：请核对岗位名额" in home
