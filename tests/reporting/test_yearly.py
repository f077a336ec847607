"""The yearly report: every field cites its rows, and what the data hold is counted."""

from datetime import date

import pytest
import time_machine

from campaigns.choices import Purpose, Stage, Track
from campaigns.models import Plan
from campaigns.rulesets.rows import rows
from personnel.models import Rank
from reporting.gathering import gather
from reporting.yearly import Posts, YearlyReport, entries
from tests.factories.accounts import BureauFactory, SchoolFactory
from tests.factories.campaigns import (
    AppointmentFactory,
    CampaignFactory,
    ObjectionFactory,
    PlanFactory,
    RoundFactory,
)
from tests.factories.personnel import (
    DepartmentFactory,
    PostFactory,
    QuotaLineFactory,
    QuotaTableFactory,
    TenureFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def bureau():
    return BureauFactory()


def school_of(bureau):
    return SchoolFactory(parent=bureau)


@pytest.mark.parametrize("entry", entries().values(), ids=list(entries()))
def test_a_field_has_words_and_cites_rows_that_there_are(entry):
    assert entry.label
    assert entry.cites
    assert [number for number in entry.cites if number not in rows()] == []


def test_what_nobody_counted_or_wrote_is_not_nought():
    report = YearlyReport("县教育局", 2026)

    assert {entry.of(report) for entry in entries().values()} == {None, ""}


@pytest.mark.parametrize(
    ("was", "settled", "due", "adds_up"), [(18, 7, 11, True), (18, 7, 10, False), (18, None, 11, True)]
)
def test_what_was_over_the_quota_is_settled_or_due(was, settled, due, adds_up):
    assert Posts(was_over=was, over_settled=settled, over_due=due).adds_up is adds_up


def appointed(school, track=Track.NON_COMPETITIVE, on=date(2026, 3, 20), rank=Rank.DEPUTY, **fields):
    plan = Plan.objects.filter(organisation=school).first() or PlanFactory(organisation=school)
    campaign = CampaignFactory(plan=plan, at=Stage.FILE, track=track)
    return AppointmentFactory(
        candidacy__opening__campaign=campaign,
        candidacy__opening__post=PostFactory(department__organisation=school, rank=rank),
        happened_on=on,
        **fields,
    )


def test_appointments_of_the_year_are_counted_by_rank_and_way(bureau):
    school = school_of(bureau)
    appointed(school, rank=Rank.CHIEF)
    appointed(school, track=Track.COMPETITIVE)
    appointed(school, voided_on=date(2026, 5, 1))
    appointed(school, on=date(2025, 12, 31))
    appointed(SchoolFactory())

    made = gather(bureau, 2026).appointments

    assert (made.chiefs, made.deputies, made.competed, made.annulled) == (1, 1, 1, 1)


@time_machine.travel(date(2026, 3, 2))
def test_a_free_post_in_one_place_is_no_room_in_another(bureau):
    school = school_of(bureau)
    full, empty = DepartmentFactory.create_batch(2, organisation=school)
    table = QuotaTableFactory(organisation=school, approved=True)
    for department, approved in ((full, 1), (empty, 2)):
        QuotaLineFactory(table=table, department=department, rank=Rank.DEPUTY, approved=approved)
    post = PostFactory(department=full, rank=Rank.DEPUTY)
    TenureFactory.create_batch(3, post=post, starts_on=date(2025, 9, 1), ends_on=date(2028, 8, 31))

    posts = gather(bureau, 2026).posts

    assert (posts.approved, posts.held, posts.vacant, posts.over) == (3, 3, 2, 2)


def test_ballots_and_objections_of_the_year_are_counted(bureau):
    campaign = CampaignFactory(plan=PlanFactory(organisation=school_of(bureau)), at=Stage.PUBLICIZE)
    RoundFactory(campaign=campaign, opening=None, purpose=Purpose.EVALUATION, happened_on=date(2026, 3, 3))
    RoundFactory(
        campaign=campaign, opening=None, purpose=Purpose.TALK_CONSULTATION, happened_on=date(2026, 3, 3)
    )
    ObjectionFactory(candidacy__opening__campaign=campaign, received_on=date(2026, 3, 10))

    voices = gather(bureau, 2026).voices

    assert (voices.polls, voices.objections, voices.unsettled) == (1, 1, 1)


@pytest.mark.parametrize("schools", [1, 3])
def test_it_costs_the_same_for_every_number_of_schools(bureau, schools, django_assert_num_queries):
    for _ in range(schools):
        appointed(school_of(bureau))

    with django_assert_num_queries(6):
        gather(bureau, 2026)
