"""Whoever is a candidate, or a relative of one, sees only a teacher's pages (R-25)."""

import pytest
from django.urls import reverse

from campaigns import documents
from campaigns.choices import Stage
from tests.factories.accounts import LeaderFactory, OfficerFactory
from tests.factories.ballots import PollFactory
from tests.factories.campaigns import CampaignFactory, CandidacyFactory, officer_of
from tests.factories.personnel import RelationFactory, StaffFactory
from tests.factories.records import AttachmentFactory, ReviewFactory

pytestmark = [pytest.mark.django_db, pytest.mark.row("R-25", side="refuses")]


@pytest.fixture
def campaign():
    return CampaignFactory(at=Stage.RECOMMEND)


@pytest.fixture(params=[OfficerFactory, LeaderFactory])
def relative(request, campaign):
    """Somebody with a role at the school whose spouse is brought up."""
    user = request.param(organisation=campaign.organisation)
    mine = StaffFactory(organisation=campaign.organisation, user=user)
    spouse = RelationFactory(staff=mine).relative
    CandidacyFactory(opening__campaign=campaign, staff=spouse)
    return user


def addresses(campaign):
    """What hangs on the plan in the rooms that know no plans."""
    ledger = campaign.plan.ledger
    poll = PollFactory(organisation=campaign.organisation, ledger=ledger)
    paper = documents.plan.draw_up(campaign.plan, by=officer_of(campaign)).paper
    review = ReviewFactory(organisation=campaign.organisation, ledger=ledger)
    scan = AttachmentFactory(organisation=campaign.organisation, by=officer_of(campaign), ledger=ledger)
    return [
        reverse("records:ledger", args=[ledger.pk]),
        reverse("records:paper", args=[paper.pk]),
        reverse("records:review", args=[review.pk]),
        reverse("ballots:poll", args=[poll.public_id]),
        reverse("records:attachment", args=[scan.pk]),
    ]


def test_what_hangs_on_the_plan_is_closed_to_a_relative(campaign, relative, as_user):
    pages = addresses(campaign)

    assert [as_user(relative).get(page).status_code for page in pages] == [404] * 5


def test_it_is_open_to_an_officer_who_is_not_concerned(campaign, as_user):
    pages = addresses(campaign)
    officer = OfficerFactory(organisation=campaign.organisation)

    assert [as_user(officer).get(page).status_code for page in pages] == [200] * 5
