"""What does a selection that ends without effect leave waiting? Nothing (A132)"""

from datetime import date

import pytest

from campaigns import documents
from campaigns.choices import AgendaPurpose, Stage
from campaigns.desks import leader as leader_desk
from campaigns.models import CandidateForm, DisciplineOpinion
from campaigns.services import appointing, stages, submitting
from selection.accounts.models import Notification
from selection.reasons import Refused
from selection.records import papers, reviews
from selection.records.models import Review
from tests.factories.accounts import ZoneReviewerFactory
from tests.factories.campaigns import (
    AgendaItemFactory,
    CampaignFactory,
    CandidacyFactory,
    DisciplineOpinionFactory,
    WaiverFactory,
    bureau_reviewer_of,
    discipline_of,
    leader_of,
    officer_of,
    ready_to_file,
)
from tests.factories.records import ReviewFactory

pytestmark = pytest.mark.django_db
ENDS = pytest.mark.parametrize("end", [stages.terminate, stages.void])


@pytest.fixture(autouse=True)
def _monday(go_to):
    go_to(date(2026, 3, 16))


def bring_to(end, campaign):
    by = officer_of(campaign) if end is stages.terminate else bureau_reviewer_of(campaign)
    end(campaign, by=by, reason="程序有误")
    return by


def handed_in(campaign, kind="candidate"):
    review = ReviewFactory(
        kind=kind, organisation=campaign.organisation, ledger=campaign.ledger, title="人选审核表"
    )
    reviews.submit(review, {}, officer_of(campaign))
    return review


def form_of(campaign):
    return CandidateForm.objects.create(
        plan=campaign.plan,
        campaign=campaign,
        agenda_item=AgendaItemFactory(campaign=campaign, purpose=AgendaPurpose.CANDIDATES),
        review=handed_in(campaign),
    )


@ENDS
def test_nobody_is_asked_to_agree_to_anything_of_it_any_more(end):
    campaign = CampaignFactory(at=Stage.EVALUATE)
    form = form_of(campaign)
    waiver = WaiverFactory(campaign=campaign, review=handed_in(campaign, "waiver"))
    reviewer = ZoneReviewerFactory(organisation=form.review.asked_of)
    Notification.objects.all().delete()

    bring_to(end, campaign)

    assert [Review.objects.get(pk=each.review_id).state for each in (form, waiver)] == ["withdrawn"] * 2
    assert not Review.objects.waiting_for(reviewer).exists()
    school = campaign.organisation.short_name
    assert (
        list(Notification.objects.filter(user=reviewer).values_list("sentence", flat=True))
        == [f"{school}报送的《人选审核表》所办事项已经终止，不必再审核"] * 2
    )


@ENDS
def test_what_was_agreed_to_and_what_another_selection_asks_for_stays(end):
    campaign = CampaignFactory(at=Stage.EVALUATE)
    other = CampaignFactory(at=Stage.EVALUATE, plan=campaign.plan)
    agreed, asked = form_of(campaign), form_of(other)
    Review.objects.filter(pk=agreed.review_id).update(state="approved", approved_on=date(2026, 3, 2))

    bring_to(end, campaign)

    assert [Review.objects.get(pk=each.review_id).state for each in (agreed, asked)] == [
        "approved",
        "pending",
    ]


@ENDS
def test_the_plan_goes_back_with_the_last_selection_on_it(end):
    campaign = CampaignFactory(plan__draft=True)
    plan = campaign.plan
    plan.review = handed_in(campaign, "plan")
    plan.save()

    bring_to(end, campaign)

    plan.review.refresh_from_db()
    assert plan.review.state == "withdrawn"
    with pytest.raises(Refused, match="都已结束，不能再修改；需要重新办理的，请另行起草工作方案"):
        submitting.submit(plan, by=officer_of(campaign))


@ENDS
def test_its_drafts_are_offered_to_nobody_and_signed_by_nobody(end):
    campaign, persons = ready_to_file()
    leader = leader_of(campaign)
    [made] = appointing.appoint(persons, by=officer_of(campaign))
    report = documents.filing_report.draw_up(campaign.filing, by=officer_of(campaign)).paper
    plan = documents.plan.draw_up(campaign.plan, by=officer_of(campaign)).paper
    assert {each.paper for each in leader_desk.to_sign(leader)} == {made.paper, report, plan}

    bring_to(end, campaign)

    assert leader_desk.to_sign(leader) == []
    for paper in (made.paper, report, plan):
        with pytest.raises(Refused, match="所属的选拔任用工作已终止或宣布无效，这份文书不再签发"):
            papers.issue(paper, by=leader)


@ENDS
def test_discipline_is_asked_about_nobody_of_it_any_more(end):
    campaign = CampaignFactory(at=Stage.INSPECT)
    DisciplineOpinionFactory(candidacy=CandidacyFactory(opening__campaign=campaign, inspectee=True))
    discipline = discipline_of(campaign)
    assert DisciplineOpinion.objects.waiting_for(discipline).exists()

    bring_to(end, campaign)

    assert not DisciplineOpinion.objects.waiting_for(discipline).exists()


@ENDS
def test_whoever_is_at_work_on_it_learns_of_it_but_who_ended_it(end):
    campaign, _persons = ready_to_file()
    campaign.filing.submit()
    campaign.filing.save()
    leader, bureau = leader_of(campaign), bureau_reviewer_of(campaign)
    concerned = leader_of(campaign)
    CandidacyFactory(opening__campaign=campaign, withdrawn=True, staff__user=concerned)
    Notification.objects.all().delete()

    by = bring_to(end, campaign)

    told = {note.user for note in Notification.objects.all()}
    assert told >= ({leader, bureau, *campaign.plan.inspectors, officer_of(campaign)} - {by})
    assert not told & {by, concerned}
    assert {note.sentence for note in Notification.objects.all()} == {
        f"《{campaign.plan.title}》的一次办理已{campaign.get_stage_display()}：程序有误"
    }
