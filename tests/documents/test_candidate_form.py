"""人选审核表: one person a page, as the register and the meeting have it."""

from datetime import date

import pytest

from campaigns import documents
from campaigns.choices import Stage
from campaigns.documents import candidate_form
from campaigns.models import Campaign
from selection.records import pdfs, reviews
from tests.documents import printed
from tests.documents import situations as s
from tests.factories.accounts import BureauReviewerFactory
from tests.factories.personnel import (
    AppraisalFactory,
    CommendationFactory,
    RelationFactory,
    SanctionFactory,
    StaffFactory,
    TenureFactory,
)
from tests.factories.records import AttachmentFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def person():
    campaign = s.selection()
    person = s.person(
        s.opening(campaign), party_joined_on=date(2010, 5, 1), graduated_from="甲省师范大学中文系"
    )
    s.quota(campaign, approved=2)
    return person


def levels(campaign):
    bureau = campaign.organisation.bureau
    return [
        {"role": "bureau_reviewer", "act": "review_bureau", "organisation": bureau.pk, "label": "县教育局"}
    ]


@pytest.mark.row("A060", side="holds")
def test_everything_the_form_prints_of_a_person(person):
    staff, school = person.staff, person.campaign.organisation
    TenureFactory(staff=staff, post=person.opening.post)
    AppraisalFactory(staff=staff, year=2025, grade="excellent")
    CommendationFactory(staff=staff)
    SanctionFactory(staff=staff)
    RelationFactory(staff=staff, relative=StaffFactory(organisation=school, name="李四"))
    RelationFactory(staff=StaffFactory(organisation=school, name="王五"), relative=staff, kind="collateral")
    form = s.candidate_form(person.campaign, [person], levels(person.campaign))

    facts = candidate_form.context(form)

    assert facts == {
        "about": f"form:{form.pk}",
        "school": "甲县实验小学",
        "title": "甲县实验小学中层干部人选审核表",
        "plan": "2026年中层干部选拔任用工作方案",
        "people": [
            {
                "candidacy": person.pk,
                "name": "王芳",
                "gender": "女",
                "born": "1986年1月",
                "age": "40周岁",
                "ethnicity": "汉族",
                "party": "中共党员",
                "party_since": "2010年5月",
                "work_since": "2008年9月",
                "teaching": "17年",
                "education": "本科",
                "degree": "",
                "graduated_from": "甲省师范大学中文系",
                "teacher_cert": "高级中学",
                "professional_title": "无",
                "category": "在编",
                "current_post": "教务处主任（2023年9月任）",
                "post": "教务处主任",
                "manner": "不竞岗聘任：聘任期满、工作胜任的现职中层干部",
                "appraisals": "2025年度优秀；2024年度未登记",
                "record": "2024年9月获县级“优秀教师”；2026年1月10日受诫勉，影响期至2026年7月9日",
                "exceptions": "否",
                "relatives": "与李四系夫妻关系；与王五系三代以内旁系血亲关系",
                "quota": "教务处正职核定2名，现任1名，本次选拔1名",
                "outcome": "同意",
            }
        ],
        "meeting": {"name": "党政领导联席会议", "on": "2026年3月4日", "due": 7, "present": 6},
        "opinion": "同意上报。",
        "levels": [{"label": "县教育局", "opinion": "", "on": ""}],
        "not_before": "2026-03-04",
        "tokens": {"年龄年限计算日期": "2026年3月2日"},
    }


def test_what_the_register_does_not_know_is_said_to_be_unknown(person):
    staff = person.staff
    for field in ("born", "teaching_since", "work_since", "party_joined_on"):
        setattr(staff, field, None)
    staff.party_status = staff.education = staff.teacher_cert = staff.ethnicity = ""
    staff.save()

    [facts] = candidate_form.context(s.candidate_form(person.campaign, [person]))["people"]

    unknown = [key for key, value in facts.items() if value == "未登记"]
    assert unknown == ["born", "education", "age", "party", "work_since", "teaching", "teacher_cert"]
    assert facts["ethnicity"] == ""


@pytest.mark.row("A021", side="holds")
def test_an_exception_is_printed_with_its_reason(person):
    findings = [
        {
            "rule": "is_within_first_age",
            "sentence": "截至2026年3月2日46周岁，超过上限45周岁",
            "effect": "warn",
        },
        {"rule": "worked_before_deputy", "sentence": "参加工作6个月，不足1年", "effect": "warn"},
        {"rule": "is_not_under_sanction", "sentence": "受诫勉，影响期至2026年7月9日", "effect": "advise"},
    ]
    person.screening = {"findings": findings}
    person.save()
    s.waiver(person)

    [facts] = candidate_form.context(s.candidate_form(person.campaign, [person]))["people"]

    assert facts["exceptions"] == (
        "截至2026年3月2日46周岁，超过上限45周岁，理由：教学管理经验丰富；参加工作6个月，不足1年"
    )


def test_an_opinion_that_was_given_is_printed(person):
    campaign = person.campaign
    form = s.candidate_form(campaign, [person], levels(campaign))
    reviews.submit(form.review, {}, campaign.plan.officer)
    reviewer = BureauReviewerFactory(organisation=campaign.organisation.bureau)
    reviews.decide(form.review, reviewer, approve=True)

    assert candidate_form.context(form)["levels"] == [
        {"label": "县教育局", "opinion": "同意", "on": "2026年4月9日"}
    ]


def test_an_opinion_on_paper_is_printed_once_it_is_confirmed(person):
    campaign = person.campaign
    form = s.candidate_form(campaign, [person], levels(campaign))
    officer, bureau = campaign.plan.officer, campaign.organisation.bureau
    reviews.submit(form.review, {}, officer)
    scan = AttachmentFactory(organisation=campaign.organisation, by=officer)
    decision = reviews.enter_on_paper(form.review, officer, True, "教政7号", date(2026, 4, 8), scan)
    before = candidate_form.context(form)["levels"]

    reviews.confirm_decision(decision, BureauReviewerFactory(organisation=bureau))

    assert [each["opinion"] for each in before] == [""]
    assert candidate_form.context(form)["levels"] == [
        {"label": "县教育局", "opinion": "同意", "on": "2026年4月8日"}
    ]


def test_a_reason_in_words_stands_behind_the_lawful_reason(person):
    opening = person.opening
    opening.reason, opening.reason_text = "NC5", "新建校区"
    opening.save()

    [facts] = candidate_form.context(s.candidate_form(person.campaign, [person]))["people"]

    assert facts["manner"] == "不竞岗聘任：其他需要实行不竞岗聘任的情形（新建校区）"


def test_without_a_table_the_quota_is_open():
    campaign = s.selection()
    person = s.person(s.opening(campaign))

    [facts] = candidate_form.context(s.candidate_form(campaign, [person]))["people"]

    assert facts["quota"] == "教务处正职尚未核定，现任0名，本次选拔1名"


def test_the_form_is_filed_with_its_persons(person):
    form = s.candidate_form(person.campaign, [person])

    document = documents.candidate_form.draw_up(form, by=person.campaign.plan.officer)

    assert list(document.candidacies.all()) == [person]
    assert document.paper.wording == {"remarks": candidate_form.REMARKS}


@pytest.mark.parametrize("stage", [Stage.DECIDE, Stage.PUBLICIZE])
def test_a_reader_s_copy_bears_the_name_at_the_head_of_every_page_until_the_persons_are_public(person, stage):
    form = s.candidate_form(person.campaign, [person], levels(person.campaign))
    document = candidate_form.draw_up(form, by=person.campaign.plan.created_by)
    Campaign.objects.filter(pk=person.campaign.pk).update(stage=stage)
    reader = BureauReviewerFactory(name="审核员甲")

    pages = printed.pages_of(pdfs.read(document.paper, reader))

    assert all(("审核员甲于" in "".join(page[:2])) == (stage == Stage.DECIDE) for page in pages)
