"""A county of ten thousand is held against one post at once, with as many queries as one school."""

import time
from datetime import date
from types import SimpleNamespace

import pytest

from campaigns.choices import Conclusion
from campaigns.eligibility.loading import load
from campaigns.eligibility.screening import screen, sift
from campaigns.rulesets.presets import COUNTY_SCHOOLS
from personnel.models import Appraisal, Commendation, StaffMember, Tenure
from tests.factories.accounts import SchoolFactory
from tests.factories.eligibility import REFERENCE
from tests.factories.personnel import PostFactory

pytestmark = pytest.mark.django_db

COUNTY = 10_000
SECONDS = 6  # measured: 1.0; the rest is room for coverage and a busy machine


def people_a_county(size):
    """As many people, two years' appraisals each, some commended, some in a post."""
    school = SchoolFactory(school_levels=["primary"])
    post = PostFactory(department__organisation=school)
    people = StaffMember.objects.bulk_create(
        StaffMember(
            organisation=school,
            staff_number=f"k{number:05}",
            name=f"教师{number}",
            gender=("male", "female")[number % 2],
            born=date(1966 + number % 35, 1 + number % 12, 1),
            category="established",
            education="bachelor",
            teacher_cert="senior",
            work_since=date(2008, 9, 1),
            is_healthy=number % 9 > 0,
        )
        for number in range(size)
    )
    Appraisal.objects.bulk_create(
        Appraisal(staff=each, year=year, grade="competent") for each in people for year in (2024, 2025)
    )
    Commendation.objects.bulk_create(
        Commendation(staff=each, level="school", title="优秀") for each in people[::3]
    )
    Tenure.objects.bulk_create(
        Tenure(staff=each, post=post, starts_on=date(2015 + number % 10, 9, 1))
        for number, each in enumerate(people[::10])
    )
    return SimpleNamespace(ruleset=COUNTY_SCHOOLS, post=post, reference_on=REFERENCE, reason="")


def test_ten_thousand_are_sifted_in_time_and_with_seven_queries(django_assert_num_queries):
    opening = people_a_county(COUNTY)

    with django_assert_num_queries(7):
        begun = time.process_time()
        found = sift(load(StaffMember.objects.all(), REFERENCE), opening)
        taken = time.process_time() - begun

    assert len(found) == COUNTY
    assert {each.conclusion for each in found} == {"eligible", "exception", "ineligible"}
    assert taken < SECONDS


def test_sifting_finds_what_screening_finds():
    opening = people_a_county(60)
    dossiers = load(StaffMember.objects.all(), REFERENCE)

    sifted = {each.facts.staff: (each.conclusion, said(each)) for each in sift(dossiers, opening)}

    found = [screen(each, opening) for each in dossiers]
    assert sifted == {each.staff: (each.conclusion, said(each)) for each in found}
    assert Conclusion.INELIGIBLE in {each.conclusion for each in found}


def said(found):
    return [
        (each["rule"], each["sentence"], each["effect"], each.get("opened_by")) for each in found.findings
    ]
