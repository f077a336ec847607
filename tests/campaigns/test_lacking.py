"""Which papers of what was done are not signed yet?"""

from datetime import date

import pytest
from django.urls import reverse

from campaigns import documents
from campaigns.choices import ActKind, Purpose, Standing
from campaigns.lacking import lacking
from selection import clock
from selection.records import papers
from tests.documents import situations as s
from tests.factories.campaigns import (
    ActFactory,
    CampaignFactory,
    leader_of,
    officer_of,
    ready_to_file,
    scan_for,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _monday(go_to):
    go_to(date(2026, 4, 13))


@pytest.fixture
def campaign():
    return ready_to_file()[0]


def said(campaign):
    return [each.sentence for each in lacking(campaign)]


def test_a_draft_is_lacking_until_it_is_signed(campaign):
    paper = documents.plan.draw_up(campaign.plan, by=officer_of(campaign)).paper

    before = lacking(campaign)
    papers.issue(paper, by=leader_of(campaign))

    assert [(each.sentence, each.url) for each in before] == [
        (f"“{paper.title}”尚未签发，由学校领导签发", reverse("records:paper", args=[paper.pk]))
    ]
    assert lacking(campaign) == []


def test_a_plan_that_was_made_public_on_paper_lies_with_its_scan(campaign):
    documents.plan.draw_up(campaign.plan, by=officer_of(campaign))
    ActFactory(
        campaign=campaign,
        kind=ActKind.PUBLICATION,
        is_backfilled=True,
        attachment=scan_for(campaign),
        confirmed_by=leader_of(campaign),
        confirmed_at=clock.now(),
    )

    assert said(campaign) == []


def test_a_notice_posted_here_needs_its_paper_and_one_posted_on_paper_has_its_scan(campaign):
    act = ActFactory(campaign=campaign, kind=ActKind.INSPECTION_NOTICE)

    before = said(campaign)
    act.is_backfilled, act.attachment = True, scan_for(campaign)
    act.confirmed_by, act.confirmed_at = leader_of(campaign), clock.now()
    act.save()

    assert before == ["考察公告尚未起草和签发"]
    assert said(campaign) == []


def test_the_scan_of_a_paper_count_is_the_signed_table():
    campaign = s.selection()
    person = s.person(s.opening(campaign))
    held = s.ballot(campaign, Purpose.RECOMMENDATION, [person], date(2026, 3, 13))
    table = documents.result_table.draw_up(held, by=officer_of(campaign)).paper

    before = said(campaign)
    held.attachment = scan_for(campaign)
    held.save()

    assert before == [f"“{table.title}”尚未签发"]
    assert said(campaign) == []


def test_papers_of_another_campaign_are_not_asked_for(campaign):
    other = CampaignFactory()
    documents.plan.draw_up(other.plan, by=officer_of(other))

    assert said(campaign) == []


def test_a_form_for_somebody_who_is_no_candidate_any_more_is_not_asked_for():
    campaign = s.selection()
    person = s.person(s.opening(campaign), standing=Standing.NOMINATED)
    form = s.candidate_form(campaign, [person])
    title = documents.candidate_form.draw_up(form, by=officer_of(campaign)).paper.title

    before = said(campaign)
    person.pass_over()
    person.save()

    assert before == [f"“{title}”尚未签发"]
    assert said(campaign) == []
