"""What does a reviewer read, and where does a school mend what came back? (A053, A060)"""

from datetime import date

import pytest
from django.urls import reverse

from campaigns.choices import AgendaPurpose, Approver, Stage
from campaigns.services import reviewing, waiving
from personnel.models import QuotaTable
from selection.records import reviews
from selection.records.models import Review
from tests.factories.accounts import BureauReviewerFactory, OfficerFactory, SchoolFactory, ZoneReviewerFactory
from tests.factories.campaigns import (
    PIDU,
    AdoptionFactory,
    AgendaItemFactory,
    CampaignFactory,
    CandidacyFactory,
    OpeningFactory,
    WaiverFactory,
    approve_quota,
    officer_of,
)
from tests.factories.personnel import DepartmentFactory, QuotaLineFactory, QuotaTableFactory

pytestmark = pytest.mark.django_db

REMARKS = "请补充说明"


def text(response):
    assert response.status_code == 200
    return response.content.decode()


def send_back(review):
    asked = {"review_zone": ZoneReviewerFactory, "review_bureau": BureauReviewerFactory}[review.asked_act]
    reviews.decide(review, asked(organisation=review.asked_of), approve=False, remarks=REMARKS)
    return review


def a_quota_table():
    school = SchoolFactory()
    AdoptionFactory(organisation=school)
    table = QuotaTableFactory(organisation=school, note="新增一个校区")
    QuotaLineFactory(table=table, department__organisation=school, requested=2, approved=None)
    reviewing.submit_quota(table, by=OfficerFactory(organisation=school))
    return table.review, reverse("personnel:quota_update", args=[table.pk])


def a_plan():
    campaign = CampaignFactory(plan__draft=True, code=PIDU)
    plan = campaign.plan
    plan.review = reviews.start(
        "plan", plan.organisation, plan.title, _bureau_of(plan.organisation), plan.ledger
    )
    plan.save(update_fields=["review"])
    reviews.submit(plan.review, plan.facts(), officer_of(campaign))
    return plan.review, reverse("campaigns:plan_setup", args=[plan.pk])


def a_candidate_form(**staff):
    person = CandidacyFactory(opening__campaign=CampaignFactory(at=Stage.PREPARE), **staff)
    item = AgendaItemFactory(campaign=person.campaign, purpose=AgendaPurpose.CANDIDATES)
    form = reviewing.submit_forms(person.campaign, item, [person], "同意上报", by=officer_of(person.campaign))
    return form.review, reverse("campaigns:candidate_form", args=[form.pk])


def a_waiver():
    waiver = WaiverFactory(approver=Approver.BUREAU)
    review = waiving.submit_to_bureau(waiver, by=officer_of(waiver.campaign))
    return review, reverse("campaigns:waiver", args=[waiver.pk])


def _bureau_of(school):
    return [
        {
            "role": "bureau_reviewer",
            "act": "review_bureau",
            "organisation": school.bureau.pk,
            "label": "教育局",
        }
    ]


def officer_for(review):
    return OfficerFactory(organisation=review.organisation)


class TestWhatCameBack:
    @pytest.mark.parametrize("handed_in", [a_quota_table, a_plan, a_candidate_form, a_waiver])
    def test_its_page_leads_to_where_it_is_changed_and_there_the_remarks_stand(self, handed_in, as_user):
        review, mending_page = handed_in()
        page = reverse("campaigns:review", args=[review.pk])
        client = as_user(officer_for(review))
        assert "去修改" not in text(client.get(page))

        send_back(review)

        assert f'href="{mending_page}">去修改' in text(client.get(page))
        assert REMARKS in text(client.get(mending_page))

    def test_a_reviewer_is_not_sent_to_change_it(self, as_user):
        review = send_back(a_candidate_form()[0])
        reviewer = BureauReviewerFactory(organisation=review.organisation.bureau)

        page = as_user(reviewer).get(reverse("campaigns:review", args=[review.pk]))

        assert "去修改" not in text(page)

    def test_what_is_under_review_has_no_page_to_change_it(self, as_user):
        for review, mending_page in (a_candidate_form(), a_waiver()):
            assert as_user(officer_for(review)).get(mending_page).status_code == 302

    def test_a_candidate_form_goes_again_with_another_opinion(self, as_user):
        review, mending_page = a_candidate_form()
        send_back(review)

        people = review.candidate_form.candidacies.values_list("pk", flat=True)
        as_user(officer_for(review)).post(mending_page, {"opinion": "经再次研究，同意上报", "people": people})

        review.refresh_from_db()
        assert (review.state, review.latest.content["opinion"]) == (
            Review.State.PENDING,
            "经再次研究，同意上报",
        )

    def test_an_exception_goes_again_with_another_reason(self, as_user):
        review, mending_page = a_waiver()
        send_back(review)

        as_user(officer_for(review)).post(mending_page, {"reason": "学科带头人，业绩突出"})

        review.refresh_from_db()
        assert (review.state, review.latest.content["reason"]) == (
            Review.State.PENDING,
            "学科带头人，业绩突出",
        )


class TestTheReviewersPage:
    def read(self, as_user, review):
        reviewer = BureauReviewerFactory(organisation=review.organisation.bureau)
        return as_user(reviewer).get(reverse("campaigns:review", args=[review.pk]))

    def test_of_a_quota_table_the_day_the_note_and_what_is_in_force_are_read(self, as_user):
        campaign = CampaignFactory()
        office = DepartmentFactory(organisation=campaign.organisation, name="教务处")
        approve_quota(campaign, {(office, "chief"): 1})
        QuotaTable.objects.get().lines.update(approved=1)
        AdoptionFactory(organisation=campaign.organisation)
        table = QuotaTableFactory(
            organisation=campaign.organisation, note="新增一个校区", reference_on=date(2026, 2, 28)
        )
        QuotaLineFactory(table=table, department=office, rank="chief", requested=2, approved=None)
        QuotaLineFactory(table=table, department=office, rank="deputy", requested=1, approved=None)
        reviewing.submit_quota(table, by=officer_of(campaign))

        page = self.read(as_user, table.review)

        assert "2026年2月28日" in text(page)
        assert "新增一个校区" in text(page)
        assert [(each.before, each.signed) for each, _offered in page.context["subject"]["changes"]] == [
            (1, "+1"),
            (0, "+1"),
        ]

    def test_of_a_quota_table_and_a_plan_the_seats_that_other_plans_offer_are_read(self, as_user):
        mine = OpeningFactory(campaign=CampaignFactory(plan__draft=True, code=PIDU), seats=2)
        school, post = mine.campaign.organisation, mine.post
        approve_quota(mine.campaign, {(post.department, post.rank): 3})
        other = CampaignFactory(plan__organisation=school, plan__title="另一个方案", plan__body=None)
        OpeningFactory(campaign=other, post=post, seats=1)
        plan = mine.campaign.plan
        plan.review = reviews.start("plan", school, plan.title, _bureau_of(school), plan.ledger)
        plan.save(update_fields=["review"])
        reviews.submit(plan.review, plan.facts(), officer_of(mine.campaign))
        AdoptionFactory(organisation=school)
        table = QuotaTableFactory(organisation=school)
        QuotaLineFactory(table=table, department=post.department, rank=post.rank, requested=4, approved=None)
        reviewing.submit_quota(table, by=officer_of(mine.campaign))

        of_plan, of_table = self.read(as_user, plan.review), self.read(as_user, table.review)

        [claim] = of_plan.context["subject"]["claims"]
        assert (claim.own, claim.others) == (2, {other.plan: 1})
        assert "1名（另一个方案）" in text(of_plan)
        [(_change, offered)] = of_table.context["subject"]["changes"]
        assert offered == {plan: 2, other.plan: 1}

    def test_the_school_has_words_to_remind_the_reviewer(self, as_user):
        review, _page = a_quota_table()
        client = as_user(officer_for(review))

        page = text(client.get(reverse("campaigns:review", args=[review.pk])))

        assert f"学区您好：{review.organisation.short_name}" in page
        assert f"《{review.title}》还在等待审核" in page
        assert f"http://testserver{reverse('campaigns:review', args=[review.pk])}" in page
        reviewer = ZoneReviewerFactory(organisation=review.asked_of)
        assert "催办文字" not in text(as_user(reviewer).get(reverse("campaigns:review", args=[review.pk])))

    @pytest.mark.row("A060", side="holds")
    def test_of_a_person_all_that_the_form_says_is_read(self, as_user):
        review, _ = a_candidate_form(
            screening={"conclusion": "eligible", "findings": [], "passed": [_passed()], "staff": 0}
        )

        page = text(self.read(as_user, review))

        for name in ("学历学位", "近年年度考核", "聘任方式", "职数情况", "是否破格、越级及理由", "回避关系"):
            assert f"<dt>{name}</dt>" in page
        assert "查看PDF" in page
        assert "要求8年以上" in page

    def test_the_words_follow_the_ruleset(self, as_user):
        with_approval, without = (
            CampaignFactory(plan__draft=True, code=PIDU),
            CampaignFactory(plan__draft=True),
        )

        pages = [
            text(as_user(officer_of(each)).get(reverse("campaigns:plan_review", args=[each.plan_id])))
            for each in (with_approval, without)
        ]

        assert ["报送审批" in page for page in pages] == [True, False]
        assert ["方案定稿" in page for page in pages] == [False, True]

    def test_a_final_plan_whose_persons_are_not_approved_is_not_said_to_be_ready(self, as_user):
        campaign = CampaignFactory()
        CandidacyFactory(opening__campaign=campaign)

        page = text(
            as_user(officer_of(campaign)).get(reverse("campaigns:plan_review", args=[campaign.plan_id]))
        )

        assert "的人选审核表尚未审核同意" in page
        assert "现在可以回到" not in page
        assert "获批准" not in page.replace("工作方案已定稿并获批准", "")


def _passed():
    return {
        "rule": "x",
        "title": "教龄符合要求",
        "cites": [],
        "required": "要求8年以上",
        "actual": "12年",
    }
