"""What does a school hand in for approval, and what does an approval set going? (A052–A062)"""

from datetime import date

import pytest
from django.urls import reverse

from campaigns import guards
from campaigns.choices import AgendaPurpose, Stage
from campaigns.models import Adoption, CandidateForm, Document
from campaigns.services import people, reviewing, starting, submitting
from personnel.models import QuotaTable
from selection.reasons import Refused
from selection.records import reviews
from selection.records.models import Review
from tests.factories.accounts import BureauReviewerFactory, OfficerFactory, SchoolFactory, ZoneReviewerFactory
from tests.factories.campaigns import (
    COUNTY,
    PIDU,
    AdoptionFactory,
    AgendaItemFactory,
    CampaignFactory,
    CandidacyFactory,
    MeetingFactory,
    leader_of,
    officer_of,
)
from tests.factories.personnel import QuotaLineFactory, QuotaTableFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("go_to")]

NO_RULEBOOK = ["本单位尚未确定适用的规则，请联系教育局政工科"]


def refused(act, *args, **said):
    with pytest.raises(Refused) as refusal:
        act(*args, **said)
    return refusal.value.reasons


def chain_of(review):
    return [level["label"] for level in review.levels]


def decide(review, *, approve=True, remarks=""):
    reviewers = {"review_zone": ZoneReviewerFactory, "review_bureau": BureauReviewerFactory}
    while review.state == Review.State.PENDING:
        by = reviewers[review.asked_act](organisation=review.asked_of)
        reviews.decide(review, by, approve, remarks=remarks)


class TestQuota:
    def table(self):
        table = QuotaTableFactory(review=None)
        QuotaLineFactory(table=table, department__organisation=table.organisation, requested=2, approved=None)
        return table

    @pytest.mark.row("A053", side="holds")
    @pytest.mark.row("A054", side="holds")
    def test_approved_by_all_levels_its_lines_are_in_force(self):
        table = self.table()
        AdoptionFactory(organisation=table.organisation)

        reviewing.submit_quota(table, by=OfficerFactory(organisation=table.organisation))
        decide(table.review)

        line = table.lines.get()
        assert (table.review.state, line.approved) == ("approved", 2)

    def test_what_it_needs(self):
        table = self.table()
        officer = OfficerFactory(organisation=table.organisation)

        assert refused(reviewing.submit_quota, table, by=officer) == NO_RULEBOOK
        AdoptionFactory(organisation=table.organisation)
        leader = CampaignFactory().plan.created_by
        assert refused(reviewing.submit_quota, table, by=leader) == ["您没有报送职数核定表的权限"]
        table.lines.all().delete()
        assert refused(reviewing.submit_quota, table, by=officer) == [
            "职数核定表还没有内容，请先填写各处室职数"
        ]

    def test_sent_back_nothing_is_in_force_and_it_goes_again(self):
        table = self.table()
        AdoptionFactory(organisation=table.organisation)
        officer = OfficerFactory(organisation=table.organisation)
        reviewing.submit_quota(table, by=officer)
        decide(table.review, approve=False, remarks="请核对编制数")

        reviewing.submit_quota(QuotaTable.objects.get(pk=table.pk), by=officer)

        table.refresh_from_db()
        assert (table.review.state, table.review.submissions.count()) == ("pending", 2)
        assert table.lines.get().approved is None


class TestForms:
    @pytest.fixture
    def campaign(self):
        return CampaignFactory(at=Stage.PREPARE)

    def item(self, campaign, purpose=AgendaPurpose.CANDIDATES):
        meeting = MeetingFactory(plan=campaign.plan)
        return AgendaItemFactory(campaign=campaign, meeting=meeting, purpose=purpose)

    def hand_in(self, campaign, people, purpose=AgendaPurpose.CANDIDATES, by=None):
        return reviewing.submit_forms(
            campaign, self.item(campaign, purpose), people, "同意上报。", by=by or officer_of(campaign)
        )

    @pytest.mark.row("A060", side="holds")
    def test_it_goes_to_the_chain_with_its_paper(self, campaign):
        person = CandidacyFactory(opening__campaign=campaign)

        form = self.hand_in(campaign, [person])

        assert (form.review.state, chain_of(form.review)[-1], form.was_before_start) == (
            "pending",
            "县教育局",
            True,
        )
        assert Document.objects.get(campaign=campaign).paper.kind == "candidate_form"
        assert form.review.latest.content["people"] == [
            {"candidacy": person.pk, "staff": person.staff_id, "post": person.opening.post_id}
        ]

    def test_sent_back_its_paper_is_drawn_up_again_with_what_is_said_now(self, campaign):
        person = CandidacyFactory(opening__campaign=campaign)
        form = self.hand_in(campaign, [person])
        decide(form.review, approve=False, remarks="请补充研究意见")
        person.staff.professional_title = "高级教师"
        person.staff.save()

        reviewing.resubmit_forms(form, by=officer_of(campaign), opinion="经研究，同意上报。")

        facts = Document.objects.get(campaign=campaign).paper.context
        assert (facts["opinion"], facts["people"][0]["professional_title"]) == (
            "经研究，同意上报。",
            "高级教师",
        )
        assert CandidateForm.objects.get().review.latest.content["opinion"] == "经研究，同意上报。"

    @pytest.mark.row("A060", side="refuses")
    def test_who_does_not_qualify_is_not_reported(self, campaign):
        person = CandidacyFactory(opening__campaign=campaign, screening_conclusion="ineligible")

        assert refused(self.hand_in, campaign, [person]) == [
            f"{person.staff.name}不符合资格条件，不能报审，请作不再列为人选处理"
        ]

    def test_who_left_the_list_meanwhile_is_not_reported_again(self, campaign):
        stays, leaves = CandidacyFactory.create_batch(2, opening__campaign=campaign)
        form = self.hand_in(campaign, [stays, leaves])
        decide(form.review, approve=False, remarks="请核对")
        people.withdraw(leaves, by=officer_of(campaign), reason="本人放弃")

        reviewing.resubmit_forms(form, by=officer_of(campaign), opinion="同意上报。")

        form.refresh_from_db()
        assert list(form.candidacies.all()) == [stays]
        assert form.review.title == f"人选审核表（{stays.staff.name}）"
        assert [each["candidacy"] for each in form.review.latest.content["people"]] == [stays.pk]

    def test_the_officer_may_put_another_on_a_returned_form(self, campaign):
        first, second = CandidacyFactory.create_batch(2, opening__campaign=campaign)
        form = self.hand_in(campaign, [first])
        decide(form.review, approve=False, remarks="请核对")

        reviewing.resubmit_forms(form, by=officer_of(campaign), opinion="同意上报。", people=[first, second])

        assert set(form.candidacies.all()) == {first, second}

    @pytest.mark.parametrize("code", [COUNTY, PIDU])
    @pytest.mark.row("AMB-4", side="refuses")
    def test_what_the_school_makes_of_missing_data_waits_for_a_reviewer(self, code):
        campaign = CampaignFactory(at=Stage.RECOMMEND, code=code)
        unknown = {"conclusion": "unknown", "findings": [], "passed": []}
        facts = {"screening_conclusion": "eligible", "screening_remark": "产假，缺2024年考核"}
        person = CandidacyFactory(opening__campaign=campaign, screening=unknown, **facts)
        rule = guards.evaluate.everybody_is_screened
        before = [reason.sentence for reason in rule.reasons(campaign)]

        form = self.hand_in(campaign, [person])
        decide(form.review)

        assert before == [
            f"{person.staff.name}的待核事项由学校认定为“符合”，须填报人选审核表，由审核单位确认"
        ]
        assert form.review.latest.content["people"][0]["unknown"] == "产假，缺2024年考核"
        assert rule.reasons(campaign) == []

    def test_another_reason_needs_another_form(self, campaign):
        unknown = {"conclusion": "unknown", "findings": [], "passed": []}
        facts = {"screening_conclusion": "eligible", "screening_remark": "产假"}
        person = CandidacyFactory(opening__campaign=campaign, screening=unknown, **facts)
        decide(self.hand_in(campaign, [person]).review)

        person.screening_remark = "借调"
        person.save()

        assert not person.is_vouched_for()
        assert self.hand_in(campaign, [person]).review.state == "pending"

    def test_what_it_needs(self, campaign):
        person = CandidacyFactory(opening__campaign=campaign)

        assert refused(self.hand_in, campaign, [person], by=leader_of(campaign)) != []
        assert refused(self.hand_in, campaign, [person], AgendaPurpose.PLAN) == [
            "人选审核表须依据班子会议研究人选的议题"
        ]
        assert refused(self.hand_in, campaign, []) == ["请选择要报审的人选"]
        self.hand_in(campaign, [person])
        assert refused(self.hand_in, campaign, [person]) == [
            f"{person.staff.name}的人选审核表已报送或已同意，不必重复报送"
        ]


class TestPlan:
    def test_without_a_rulebook_it_is_refused_in_a_sentence(self):
        campaign = CampaignFactory(plan__draft=True)

        assert not Adoption.objects.filter(organisation=campaign.organisation).exists()
        assert refused(submitting.submit, campaign.plan, by=officer_of(campaign)) == NO_RULEBOOK

    def test_nor_is_one_drafted(self):
        school = SchoolFactory()
        officer = OfficerFactory(organisation=school)
        facts = {"title": "工作方案", "reference_on": date(2026, 3, 1), "starts_on": date(2026, 9, 1)}

        assert refused(starting.draft_plan, school, by=officer, **facts) == NO_RULEBOOK

    @pytest.mark.row("A058", side="holds")
    @pytest.mark.row("B024", side="holds")
    def test_an_approval_makes_it_final(self):
        campaign = CampaignFactory(plan__draft=True, code=PIDU)
        plan = campaign.plan
        plan.review = reviews.start("plan", plan.organisation, plan.title, [], plan.ledger)
        plan.save()

        reviews.submit(plan.review, plan.facts(), officer_of(campaign))

        plan.refresh_from_db()
        assert plan.is_final


def test_a_returned_form_offers_who_stands_and_sends_who_is_ticked(client):
    campaign = CampaignFactory(at=Stage.PREPARE)
    named, other = CandidacyFactory.create_batch(2, opening__campaign=campaign)
    item = AgendaItemFactory(campaign=campaign, purpose=AgendaPurpose.CANDIDATES)
    form = reviewing.submit_forms(campaign, item, [named], "同意上报。", by=officer_of(campaign))
    decide(form.review, approve=False, remarks="请核对")
    client.force_login(officer_of(campaign))

    url = reverse("campaigns:candidate_form", args=[form.pk])
    offered = client.get(url).context["form"]["people"]
    client.post(url, {"people": [other.pk], "opinion": "改报另一人。"})

    assert (set(offered.field.queryset), offered.initial) == ({named, other}, [named.pk])
    form.refresh_from_db()
    assert (list(form.candidacies.all()), form.opinion, form.review.state) == (
        [other],
        "改报另一人。",
        "pending",
    )
