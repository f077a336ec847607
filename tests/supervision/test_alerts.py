"""Each alert with a selection that shows it and one that doesn't."""

from datetime import date, datetime

import pytest

from campaigns.choices import ActKind, Purpose, Stage
from campaigns.services import drawing_up
from selection import clock
from selection.records import ledgers
from supervision.alerts import raised
from tests.factories.ballots import PollFactory
from tests.factories.campaigns import (
    ActFactory,
    CampaignFactory,
    FilingFactory,
    MeetingFactory,
    PlanFactory,
    RoundFactory,
    SuspensionFactory,
    WaiverFactory,
    officer_of,
)
from tests.factories.records import ReviewFactory

pytestmark = pytest.mark.django_db


def said(*campaigns):
    """Of each: the alerts' keys and what they say."""
    found = raised(campaigns)
    return [[(alert.key, sentence) for alert, sentence in found[each.pk]] for each in campaigns]


def approved(on):
    return ReviewFactory(state="approved", approved_on=on)


def vote(campaign, number=1, **poll):
    return RoundFactory(
        campaign=campaign,
        opening=None,
        purpose=Purpose.EVALUATION,
        number=number,
        figures=None,
        poll=PollFactory(
            organisation=campaign.organisation,
            counting=drawing_up.counting_of(campaign, Purpose.EVALUATION, None),
            **poll,
        ),
    )


def test_nothing_unusual_says_nothing():
    assert said(CampaignFactory(at=Stage.INSPECT)) == [[]]


@pytest.mark.row("A062", side="refuses")
def test_what_began_before_it_was_approved():
    late, in_time = (
        CampaignFactory(plan=PlanFactory(review=approved(on)), at=Stage.ANNOUNCE)
        for on in (date(2026, 3, 5), date(2026, 3, 2))
    )
    for campaign in (late, in_time):
        ActFactory(campaign=campaign, kind=ActKind.PUBLICATION)

    assert said(late, in_time) == [[("unapproved", "2026年3月2日已开始办理，2026年3月5日才书面批准")], []]


def test_what_began_without_any_approval():
    campaign = CampaignFactory(plan=PlanFactory(draft=True))
    unbegun = CampaignFactory(plan=PlanFactory(draft=True))
    other = CampaignFactory(plan=campaign.plan)
    ActFactory(campaign=None, plan=campaign.plan, kind=ActKind.PUBLICATION)
    ActFactory(campaign=unbegun, kind=ActKind.PUBLICATION, is_backfilled=True)  # nobody vouches for it
    without = [("unapproved", "2026年3月2日已开始办理，方案还没有批准")]

    assert said(campaign, unbegun, other) == [without, [], without]


@pytest.mark.row("B062", side="refuses")
def test_a_filing_is_overdue_from_the_day_after(go_to):
    campaign = FilingFactory().campaign
    handed_in = FilingFactory(submitted=True).campaign
    pausing = FilingFactory(campaign__suspended_on=date(2026, 3, 16)).campaign
    go_to(date(2026, 3, 20))
    assert said(campaign, handed_in, pausing) == [[], [], []]

    go_to(date(2026, 3, 23))
    assert said(campaign, handed_in, pausing) == [
        [("filing", "备案应在2026年3月20日前报送，已逾期3天")],
        [],
        [],
    ]


@pytest.mark.row("A073", side="refuses")
def test_votes_that_came_to_nothing_twice():
    twice, once = CampaignFactory(at=Stage.EVALUATE), CampaignFactory(at=Stage.EVALUATE)
    vote(twice, 1, is_closed=True)
    vote(twice, 2, is_closed=True)
    vote(once, 1, is_closed=True)
    vote(once, 2, is_closed=True, cast=3)

    assert said(twice, once) == [[("failed", "民主测评已有2次无效或作废")], []]


def test_a_register_that_was_changed_between_the_roll_and_the_vote(go_to):
    changed, untouched = CampaignFactory(at=Stage.EVALUATE), CampaignFactory(at=Stage.EVALUATE)
    for campaign in (changed, untouched):
        officer = officer_of(campaign)
        ledgers.append(
            ledgers.of_organisation(campaign.organisation), "登记", by=officer, about="staffmember:1"
        )
        vote(campaign)
    for held in changed.rounds.all():
        held.entered_at = datetime(2026, 3, 1, 9, tzinfo=clock.ZONE)
        held.save()

    [[(key, sentence)], nothing] = said(changed, untouched)

    assert (key, nothing) == ("roll", [])
    assert sentence == "民主测评的名册备好之后、投票开始之前，人员名册有1次变动"


def test_much_that_was_entered_afterwards():
    much, half = CampaignFactory(at=Stage.EVALUATE), CampaignFactory(at=Stage.EVALUATE)
    MeetingFactory(plan=much.plan, on_paper=True)
    for campaign, on_paper in ((much, (True, True, False)), (half, (True, True, False, False))):
        for is_backfilled in on_paper:
            ActFactory(campaign=campaign, is_backfilled=is_backfilled)

    assert said(much, half) == [[("paper", "已办4件，其中3件是线下补录（75%）")], []]


def test_exceptions_that_were_granted():
    granted, asked = WaiverFactory(granted=True).campaign, WaiverFactory().campaign

    assert said(granted, asked) == [[("exceptions", "批准了1件例外")], []]


def test_a_pause_is_no_alert():
    assert said(SuspensionFactory().campaign) == [[]]
