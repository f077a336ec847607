"""Drafts are drawn up anew, issued papers corrected, touched figures refused."""

import pytest

from campaigns import documents
from campaigns.documents import drafting
from campaigns.models import Document
from selection.reasons import Refused
from selection.records import papers
from tests.documents import situations as s
from tests.factories.accounts import LeaderFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan():
    campaign = s.selection()
    s.opening(campaign)
    s.quota(campaign)
    s.fix_bars(campaign)
    return campaign.plan


@pytest.fixture
def leader(plan):
    return LeaderFactory(organisation=plan.organisation)


def draw_up(plan):
    return documents.plan.draw_up(plan, by=plan.officer)


def test_a_draft_is_drawn_up_anew_with_the_new_facts_and_the_officers_words(plan):
    first = draw_up(plan)
    drafting.reword(first.paper, {"manner": "采取{聘任方式}。"}, by=plan.officer)
    s.fix_bars(plan.campaigns.get(), collective=("recommendation",))

    again = draw_up(plan)

    paper = again.paper
    assert Document.objects.get() == first == again
    assert paper.context["tokens"]["会议推荐票数"] == "是否较低由班子集体研究认定"
    assert paper.wording["manner"] == "采取{聘任方式}。"
    assert "得票{会议推荐票数}。" in paper.wording["recommend"]


def test_another_paper_about_the_same_subject_corrects_the_issued_one(plan, leader):
    issued = draw_up(plan).paper
    papers.issue(issued, leader)

    draft = draw_up(plan).paper
    papers.issue(draft, leader)

    issued.refresh_from_db()
    assert draft.replaces == issued
    assert (issued.state, draft.state) == ("revoked", "issued")


def test_a_paper_about_another_subject_leaves_it_alone(plan, leader):
    papers.issue(draw_up(plan).paper, leader)
    campaign = plan.campaigns.get()
    form = s.candidate_form(campaign, [s.person(campaign.openings.get())])

    document = documents.candidate_form.draw_up(form, by=plan.officer)

    assert document.paper.replaces is None


def test_a_correction_made_on_the_papers_page_comes_onto_the_plan_when_issued(plan, leader):
    document = draw_up(plan)
    papers.issue(document.paper, leader)
    correction = papers.correct(document.paper, plan.officer)
    kind = papers.KINDS[correction.kind]

    assert kind.page(correction) == f"/campaigns/{plan.campaigns.get().pk}/"
    papers.issue(correction, leader)

    filed = Document.objects.get(paper=correction)
    assert (filed.plan, filed.campaign) == (plan, document.campaign)


def test_a_paper_of_no_campaign_belongs_to_its_plan(plan):
    document = draw_up(plan)
    document.campaign = None
    document.save()

    assert drafting.page(document.paper) == f"/plans/{plan.pk}/"


def test_rewording_refuses_to_touch_a_figure(plan):
    paper = draw_up(plan).paper

    with pytest.raises(Refused) as refusal:
        drafting.reword(paper, {"manner": "不竞岗。", "closing": "{人数}{计划到岗日期}"}, by=plan.officer)

    assert refusal.value.reasons == [
        "“选拔方式”中的“{聘任方式}”是锁定的数据，不能删改，请放回原处",
        "“其他事项”中的“{人数}”不是可用的数据项，请删去或改用已有的数据项",
    ]
    paper.refresh_from_db()
    assert paper.wording["manner"].startswith("按照选拔职位表")


def test_a_paper_with_a_touched_figure_is_not_issued(plan, leader):
    paper = draw_up(plan).paper
    papers.reword(paper, {"manner": "不竞岗。"}, plan.officer)

    with pytest.raises(Refused) as refusal:
        papers.issue(paper, leader)

    assert refusal.value.reasons == ["“选拔方式”中的“{聘任方式}”是锁定的数据，不能删改，请放回原处"]


def test_every_kind_has_its_proposal_and_its_labels():
    assert {kind: papers.KINDS[kind].numbered for kind in drafting.PROPOSALS} == {
        "work_plan": False,
        "candidate_form": False,
        "result_table": False,
        "inspection_notice": False,
        "publicity_notice": False,
        "appointment_document": True,
        "filing_report": True,
    }


def test_the_papers_in_the_schools_name_are_signed_by_a_leader():
    signed = {kind for kind in drafting.PROPOSALS if papers.KINDS[kind].is_signed_by_leader}
    upward = {kind for kind in drafting.PROPOSALS if papers.KINDS[kind].is_upward}

    assert (signed, upward) == ({"work_plan", "appointment_document", "filing_report"}, {"filing_report"})
