"""The exceptions that were granted in a year: in the report, on a page and as a file."""

from datetime import date
from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from campaigns.models import Plan
from reporting import exceptions, figures
from tests.factories.accounts import (
    BureauReviewerFactory,
    LeaderFactory,
    OfficerFactory,
    SchoolFactory,
    TeacherFactory,
)
from tests.factories.campaigns import CampaignFactory, CandidacyFactory, PlanFactory, WaiverFactory

pytestmark = pytest.mark.django_db
PAGE = reverse("reporting:granted")


@pytest.fixture
def school():
    return SchoolFactory(name="东小学")


def waiver_of(school, **fields):
    fields = {"granted_on": date(2026, 3, 2), "kind": "age"} | fields
    plan = Plan.objects.filter(organisation=school).first() or PlanFactory(organisation=school)
    return WaiverFactory(campaign=CampaignFactory(plan=plan), **fields)


def sentences(answer):
    return [each.sentence for each in answer.context["asked"].found]


def test_the_report_lists_what_it_counts(school):
    waiver = waiver_of(school, expires_on=date(2026, 8, 31))
    waiver_of(school, granted_on=None)
    waiver_of(school, granted_on=date(2025, 12, 31))

    listed = exceptions.granted(school.bureau, 2026)

    assert figures.of(school.bureau, 2026).this["exceptions.granted"] == 1
    assert [(each.kind, each.sentence, each.expires_on) for each in listed] == [
        ("放宽年龄", waiver.sentence, date(2026, 8, 31))
    ]


def test_no_vote_goes_into_the_report(school):
    waiver_of(school, rule="narrow_evaluations_are_explained", sentence="王某：同意12票")

    (each,) = exceptions.granted(school.bureau, 2026)

    assert "12" not in each.sentence


def test_the_page_is_of_a_place_and_a_year_in_sight(client, school):
    here, elsewhere = (
        waiver_of(school),
        waiver_of(SchoolFactory(parent__parent=school.bureau), sentence="别校"),
    )
    last = waiver_of(school, granted_on=date(2025, 12, 31), sentence="去年")
    client.force_login(BureauReviewerFactory(organisation=school.bureau))

    assert set(sentences(client.get(PAGE))) == {here.sentence, elsewhere.sentence}
    assert sentences(client.get(PAGE, {"place": school.code})) == [here.sentence]
    assert sentences(client.get(PAGE, {"year": "2025"})) == [last.sentence]
    assert len(sentences(client.get(PAGE, {"year": "next"}))) == 2

    client.force_login(OfficerFactory(organisation=school))
    assert sentences(client.get(PAGE)) == [here.sentence]
    assert client.get(PAGE, {"place": elsewhere.campaign.organisation.code}).status_code == 404


def test_a_candidate_does_not_read_of_the_own_selection(client, school):
    waiver = waiver_of(school)
    leader = LeaderFactory(organisation=school)
    CandidacyFactory(opening__campaign=waiver.campaign, staff__organisation=school, staff__user=leader)
    client.force_login(leader)

    assert sentences(client.get(PAGE)) == []


def test_a_teacher_has_no_such_page(client, school):
    client.force_login(TeacherFactory(organisation=school))

    assert client.get(PAGE).status_code == 404


def test_the_file_says_what_the_page_says(client, school):
    waiver = waiver_of(school, reason="=急需")
    client.force_login(OfficerFactory(organisation=school))

    answer = client.get(reverse("reporting:granted_workbook"))

    sheet = load_workbook(BytesIO(b"".join(answer.streaming_content))).active
    title, heads, row = sheet.iter_rows(values_only=True)
    assert title[0] == f"{school.name}2026年批准的例外事项"
    assert dict(zip(heads, row, strict=True)) | {"工作方案": ""} == {
        "学校": school.short_name,
        "类别": "放宽年龄",
        "例外事项": waiver.sentence,
        "理由": "=急需",
        "批准机关": "学校集体研究",
        "批准日期": "2026年3月2日",
        "有效期至": None,
        "工作方案": "",
    }
