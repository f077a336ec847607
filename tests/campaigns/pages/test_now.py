"""现在要做 on a campaign's page: each reader's own next step, or who is awaited."""

import pytest
from django.urls import reverse

from ballots.models import Poll
from campaigns.choices import ActKind, PlanRoleKind, Purpose, Stage
from tests.factories.accounts import DisciplineFactory, SupervisorFactory
from tests.factories.ballots import PollFactory
from tests.factories.campaigns import (
    ActFactory,
    CampaignFactory,
    DisciplineOpinionFactory,
    FilingFactory,
    OpeningFactory,
    PlanRoleFactory,
    RoundFactory,
    bureau_reviewer_of,
    leader_of,
    officer_of,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def now(as_user):
    return lambda user, campaign: as_user(user).get(campaign.get_absolute_url()).context["now"]


def vote(campaign, *scrutineers, **state):
    poll = PollFactory(organisation=campaign.organisation, ledger=campaign.ledger, **state)
    poll.scrutineers.set(scrutineers)
    return RoundFactory(
        campaign=campaign, opening=None, purpose=Purpose.RECOMMENDATION, poll=poll, figures=None
    )


def recommending():
    """Nothing but the vote is open."""
    campaign = CampaignFactory(at=Stage.RECOMMEND)
    return campaign, PlanRoleFactory(plan=campaign.plan, kind=PlanRoleKind.SCRUTINEER).user


def line_of(campaign, client):
    lines = client.get(campaign.get_absolute_url()).context["lines"]
    return next(line for line in lines if line.rule.key == "recommendation_is_valid")


def test_a_closed_vote_waits_for_its_scrutineer(as_user):
    campaign, scrutineer = recommending()
    vote(campaign, scrutineer, cast=3, is_closed=True)

    line = line_of(campaign, as_user(officer_of(campaign)))

    assert line.note == "会议推荐已截止，等待监票人启封计票"
    assert line.waits.whom == f"监票人{scrutineer.name}"


def test_a_vote_with_a_deadline_waits_for_it(as_user):
    campaign, scrutineer = recommending()
    vote(campaign, scrutineer, is_open=True)

    assert line_of(campaign, as_user(officer_of(campaign))).note == (
        "会议推荐正在投票，2026年3月2日 11:00截止"
    )


@pytest.mark.parametrize(
    ("state", "button"), [({}, "去开始"), ({"is_open": True, "closes_at": None}, "去截止")]
)
def test_the_button_says_what_is_next_with_a_vote_that_was_drawn_up(as_user, state, button):
    campaign, scrutineer = recommending()
    vote(campaign, scrutineer, **state)

    line = line_of(campaign, as_user(officer_of(campaign)))
    assert (line.waits, line.mend_label) == (None, button)


def test_without_a_scrutineer_the_officer_counts(as_user):
    campaign, _scrutineer = recommending()
    vote(campaign, cast=3, is_closed=True)

    line = line_of(campaign, as_user(officer_of(campaign)))
    assert (line.waits, line.mend_label) == (None, "去计票")


def test_the_scrutineer_reads_that_counting_is_due(now):
    campaign, scrutineer = recommending()
    held = vote(campaign, scrutineer, cast=3, is_closed=True)
    assert held.poll.state == Poll.State.CLOSED

    own = now(scrutineer, campaign)

    assert (own["sentence"], own["button"]) == ("会议推荐已截止，请启封计票", "去计票")
    assert own["url"] == reverse("campaigns:round", args=[held.pk])


def test_the_second_person_is_asked_and_the_officer_waits_for_them(now):
    campaign = CampaignFactory(at=Stage.ANNOUNCE)
    ActFactory(campaign=campaign, kind=ActKind.PUBLICATION, is_backfilled=True)

    assert now(leader_of(campaign), campaign)["sentence"] == "有1件线下补录的事项待您核实"
    assert now(officer_of(campaign), campaign)["awaited"].startswith("等第二人")


def test_discipline_and_the_bureau_read_what_they_are_asked(now):
    opinion = DisciplineOpinionFactory()
    campaign = opinion.candidacy.campaign
    discipline = DisciplineFactory(organisation=campaign.organisation.bureau)
    assert now(discipline, campaign)["url"] == reverse("campaigns:opinion", args=[opinion.pk])

    filing = FilingFactory(campaign__at=Stage.FILE, submitted=True)
    asked = now(bureau_reviewer_of(filing.campaign), filing.campaign)
    assert asked["sentence"] == "备案材料已经报送，请批复"


def test_who_only_reads_is_told_for_whom_it_waits(now):
    campaign = CampaignFactory(at=Stage.ANNOUNCE)
    officer = officer_of(campaign)
    supervisor = SupervisorFactory(organisation=campaign.organisation.bureau)

    read = now(supervisor, campaign)

    assert read["sentence"] == "工作方案和具体职务尚未在学校公布"
    assert (read["waiting"], read["awaited"], "url" in read) == (True, f"等经办人{officer.name}办理", False)


def test_where_every_post_is_settled_nothing_is_left_but_to_end_it(now):
    opening = OpeningFactory(campaign__at=Stage.RECOMMEND, result="carried", result_reason="改为不竞岗聘任")

    shown = now(officer_of(opening.campaign), opening.campaign)

    assert shown["sentence"] == "各岗位均已登记空缺或转下次办理，没有人选可以继续，请终止本次办理"
