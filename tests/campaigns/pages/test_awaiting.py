"""What waits for others is told as such and not asked for again."""

from datetime import date

import pytest
from django.urls import reverse

from campaigns.awaiting import waits_for
from campaigns.choices import ActKind, Stage, TalkKind, TalkScope, View
from campaigns.guards import announce, decide, inspect
from campaigns.models import CandidateForm, Talk, TalkVoice
from campaigns.services import waiving
from selection.records import ledgers, reviews
from tests.factories.campaigns import (
    ActFactory,
    AgendaItemFactory,
    CampaignFactory,
    CandidacyFactory,
    DisciplineOpinionFactory,
    WaiverFactory,
    officer_of,
)
from tests.factories.personnel import QuotaTableFactory, StaffFactory

pytestmark = pytest.mark.django_db


def pending(campaign, kind):
    school = campaign.organisation
    levels = [
        {
            "role": "bureau_reviewer",
            "act": "review_bureau",
            "organisation": school.bureau.pk,
            "label": "教育局",
        }
    ]
    review = reviews.start(kind, school, kind, levels, ledgers.of_organisation(school))
    reviews.submit(review, {}, officer_of(campaign))
    return review


def form_for(campaign, *people):
    form = CandidateForm.objects.create(
        plan=campaign.plan,
        campaign=campaign,
        agenda_item=AgendaItemFactory(campaign=campaign, purpose="candidates"),
        review=pending(campaign, "candidate"),
        opinion="同意报审。",
    )
    form.candidacies.set(people)
    return form


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({}, None),
        ({"approver": "bureau"}, "例外事项已报送，等待教育局审核"),
        ({"item": True}, "“研究例外事项”是线下补录，等待第二人核实"),
    ],
)
def test_an_exception_is_waited_for_once_it_is_before_who_may_grant_it(asked, said):
    campaign = CampaignFactory()
    waiver = WaiverFactory(campaign=campaign, approver=asked.get("approver", "school_meeting"))
    if "approver" in asked:
        waiving.submit_to_bureau(waiver, by=officer_of(campaign))
    if "item" in asked:
        waiver.agenda_item = AgendaItemFactory(campaign=campaign, meeting__on_paper=True, purpose="waiver")
        waiver.save()

    found = waits_for(campaign, announce.rules_are_studied, 1)

    assert (found and found.sentence) == said


def test_a_quota_table_that_was_handed_in_is_waited_for():
    campaign = CampaignFactory()
    assert waits_for(campaign, announce.quota_is_approved, 1) is None

    QuotaTableFactory(organisation=campaign.organisation, review=pending(campaign, "quota"))

    assert waits_for(campaign, announce.quota_is_approved, 1).sentence == "职数核定表已报送，等待教育局审核"


def test_candidate_forms_are_waited_for_only_when_everybodys_is_handed_in():
    campaign = CampaignFactory()
    one, other = (CandidacyFactory(opening__campaign=campaign) for _ in range(2))
    form_for(campaign, one)
    assert waits_for(campaign, announce.candidate_forms_are_approved, 2) is None

    form_for(campaign, other)
    assert waits_for(campaign, announce.candidate_forms_are_approved, 2).whom == "教育局"


def test_discipline_is_waited_for_when_it_was_asked_about_everybody():
    campaign = CampaignFactory(at=Stage.INSPECT)
    asked, _not_asked = (CandidacyFactory(opening__campaign=campaign, inspectee=True) for _ in range(2))
    DisciplineOpinionFactory(candidacy=asked)

    assert waits_for(campaign, decide.discipline_has_answered, 2) is None
    assert waits_for(campaign, decide.discipline_has_answered, 1).whom == "纪检机关"


def test_acts_of_persons_are_waited_for_when_none_is_missing():
    campaign = CampaignFactory(at=Stage.EVALUATE)
    one, _other = (CandidacyFactory(opening__campaign=campaign) for _ in range(2))
    ActFactory(campaign=campaign, kind=ActKind.DUTY_REPORT, candidacy=one, is_backfilled=True)

    assert waits_for(campaign, inspect.duty_reports_are_given, 2) is None
    assert waits_for(campaign, inspect.duty_reports_are_given, 1) is not None


def test_what_nobody_waits_for_is_nobodys():
    assert waits_for(CampaignFactory(), announce.openings_are_named, 1) is None


def test_a_persons_page_shows_forms_and_talks(client):
    campaign = CampaignFactory(at=Stage.EVALUATE)
    person = CandidacyFactory(opening__campaign=campaign)
    form_for(campaign, person)
    talk = Talk.objects.create(
        campaign=campaign,
        kind=TalkKind.RECOMMENDATION,
        scope=TalkScope.PEER,
        person=StaffFactory(organisation=campaign.organisation),
        held_on=date(2026, 3, 2),
    )
    TalkVoice.objects.create(talk=talk, candidacy=person, view=View.AGREE)
    client.force_login(officer_of(campaign))

    page = client.get(reverse("campaigns:candidacy", args=[person.pk]))

    assert [(entry.text, entry.detail) for each in page.context["sections"] for entry in each.entries] == [
        ("由民主推荐产生", ""),
        ("人选审核表：待审核", ""),
        ("谈话推荐", "已谈1人，赞成1人"),
    ]


def test_for_whoever_is_not_signed_in_there_is_no_such_page(client):
    campaign = CampaignFactory()

    answer = client.get(reverse("campaigns:act", args=[campaign.pk, "motion"]))

    assert answer.status_code == 404
