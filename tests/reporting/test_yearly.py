"""The yearly report: every field cites its rows, and what the data hold is counted."""

from datetime import date

import pytest
import time_machine

from campaigns.choices import Purpose, Stage, Track
from campaigns.rulesets.rows import rows
from personnel.models import Rank, Tenure
from reporting import figures, years
from reporting.yearly import entries
from tests.factories.accounts import SchoolFactory
from tests.factories.campaigns import (
    ActFactory,
    AgendaItemFactory,
    CampaignFactory,
    CandidacyFactory,
    DisciplineOpinionFactory,
    InspectionFactory,
    ObjectionFactory,
    PlanFactory,
    PublicityFactory,
    RoundFactory,
    WaiverFactory,
)
from tests.factories.personnel import (
    DepartmentFactory,
    PostFactory,
    QuotaLineFactory,
    QuotaTableFactory,
    TenureFactory,
)
from tests.factories.serving import DutyReviewFactory, ServiceRecordFactory
from tests.reporting.situations import appointed, campaign_of, in_post, told

pytestmark = pytest.mark.django_db


def school_of(bureau):
    return SchoolFactory(parent=bureau)


@pytest.mark.parametrize("entry", entries().values(), ids=list(entries()))
def test_a_field_has_words_and_cites_rows_that_there_are(entry):
    assert entry.label
    assert entry.cites
    assert [number for number in entry.cites if number not in rows()] == []


def test_figures_have_names_of_their_own():
    names = [entry.label for entry in entries().values()]

    assert sorted(set(names)) == sorted(names)


def test_what_nobody_counted_is_not_nought(bureau):
    told = figures.of(bureau, 2026)

    assert told.this["appointments.chiefs"] == 0
    assert "study.booklets" not in told.this
    assert told.tokens["印发学习材料"] == "＿＿册"


@pytest.mark.parametrize(
    ("was", "settled", "due", "adds_up"), [(18, 7, 11, True), (18, 7, 10, False), (18, None, 11, True)]
)
def test_what_was_over_the_quota_is_settled_or_due(was, settled, due, adds_up):
    known = {"posts.was_over": was, "posts.over_settled": settled, "posts.over_due": due}

    assert figures.adds_up(known) is adds_up


def test_appointments_of_the_year_are_counted_by_rank_and_way(bureau):
    school = school_of(bureau)
    appointed(school, rank=Rank.CHIEF)
    appointed(school, track=Track.COMPETITIVE)
    appointed(school, voided_on=date(2026, 5, 1))
    appointed(school, on=date(2025, 12, 31))
    appointed(SchoolFactory())

    assert told(bureau, "appointments", "chiefs", "deputies", "competed", "annulled") == [1, 1, 1, 1]


@time_machine.travel(date(2026, 3, 2))
def test_a_free_post_in_one_place_is_no_room_in_another(bureau):
    school = school_of(bureau)
    full, empty = DepartmentFactory.create_batch(2, organisation=school)
    table = QuotaTableFactory(organisation=school, approved=True)
    for department, approved in ((full, 1), (empty, 2)):
        QuotaLineFactory(table=table, department=department, rank=Rank.DEPUTY, approved=approved)
    post = PostFactory(department=full, rank=Rank.DEPUTY)
    TenureFactory.create_batch(3, post=post, starts_on=date(2025, 9, 1), ends_on=date(2028, 8, 31))

    assert told(bureau, "posts", "approved", "held", "vacant", "over", "was_over") == [3, 3, 2, 2, 0]


def test_ballots_and_objections_of_the_year_are_counted(bureau):
    campaign = CampaignFactory(plan=PlanFactory(organisation=school_of(bureau)), at=Stage.PUBLICIZE)
    RoundFactory(campaign=campaign, opening=None, purpose=Purpose.EVALUATION, happened_on=date(2026, 3, 3))
    RoundFactory(
        campaign=campaign, opening=None, purpose=Purpose.TALK_CONSULTATION, happened_on=date(2026, 3, 3)
    )
    ObjectionFactory(candidacy__opening__campaign=campaign, received_on=date(2026, 3, 10))

    assert told(bureau, "voices", "polls", "objections", "unsettled", "affecting") == [1, 1, 1, 0]


@pytest.mark.parametrize("schools", [1, 3])
def test_it_costs_the_same_for_every_number_of_schools(bureau, schools, django_assert_num_queries):
    for _ in range(schools):
        appointed(school_of(bureau))

    with django_assert_num_queries(18):
        years.load(bureau, 2026)


def test_an_exception_counts_under_its_kind(school):
    for kind in ("age", "age", "scope"):
        WaiverFactory(campaign=campaign_of(school), kind=kind, granted_on=date(2026, 3, 2))
    WaiverFactory(campaign=campaign_of(school), kind="age")

    assert told(school, "exceptions", "granted", "age", "scope", "other") == [3, 2, 1, 0]


def test_what_was_reported_is_told_by_what_it_came_to_and_past_the_school_by_number_alone(school):
    campaign = campaign_of(school)
    for fields in ({"affecting": True}, {"unfounded": True}, {}):
        ObjectionFactory(candidacy__opening__campaign=campaign, **fields)
    for fields in ({"affecting": True}, {}):
        ObjectionFactory(candidacy__opening__campaign=campaign, addressee="discipline", **fields)

    names = ("objections", "passed_on", "affecting", "unfounded", "not_affecting", "unsettled")
    assert told(school, "voices", *names) == [5, 2, 1, 1, 0, 1]


@pytest.mark.parametrize(("collected", "turnout"), [(45, 75), (59, 98), (60, 100)])
def test_turnout_is_rounded_down(school, collected, turnout):
    RoundFactory(
        campaign=campaign_of(school), opening=None, purpose=Purpose.EVALUATION, entitled=60, present=collected
    )

    assert told(school, "voices", "entitled", "collected", "turnout") == [60, collected, turnout]


def test_a_share_of_nothing_is_not_told(school):
    assert told(school, "voices", "polls", "turnout") == [0, None]


def test_inspections_opinions_meetings_and_notices_are_counted(school):
    campaign = campaign_of(school)
    people = CandidacyFactory.create_batch(2, opening__campaign=campaign)
    for person in people:
        InspectionFactory(candidacy=person)
    DisciplineOpinionFactory(candidacy=people[0], clear=True)
    DisciplineOpinionFactory(candidacy=people[1], result="veto", petitions="clear")
    item = AgendaItemFactory(campaign=campaign)
    AgendaItemFactory(campaign=campaign, meeting=item.meeting)
    PublicityFactory(campaign=campaign, persons=people)
    PublicityFactory(campaign=campaign, persons=people[:1], state="revoked", conclusion="撤销。")

    names = ("inspected", "opinions", "vetoed", "meetings", "notices", "published")
    assert told(school, "inspections", *names) == [2, 2, 1, 1, 1, 2]


def test_talks_and_trainings_after_the_appointment_are_counted(school):
    (tenure,) = in_post(school)
    for kind in ("talk", "talk", "admonition", "training"):
        ServiceRecordFactory(staff=tenure.staff, kind=kind)
    ActFactory(campaign=campaign_of(school), kind="appointment_talk")
    DutyReviewFactory(staff=tenure.staff, year=2026, grade="excellent", is_backfilled=False)

    assert told(school, "supervision", "integrity_talks", "admonitions", "appointment_talks") == [2, 1, 1]
    assert told(school, "growth", "inducted") == [1]
    assert told(school, "reviews", "excellent", "failed") == [1, 0]


def test_what_waits_for_a_second_person_does_not_count(school):
    appointed(school, is_backfilled=True)
    ActFactory(campaign=campaign_of(school), kind="study", is_backfilled=True)
    PublicityFactory(campaign=campaign_of(school), on_paper=True)

    assert told(school, "appointments", "chiefs", "deputies") == [0, 0]
    assert told(school, "study", "sessions") == [0]
    assert told(school, "inspections", "notices") == [0]


def test_whoever_gave_up_a_post_counts_under_the_reason(school):
    removed, expired, voided = in_post(school, 3)
    for tenure, reason in ((removed, "removed"), (expired, "expired"), (voided, "dismissed")):
        tenure.ended_on, tenure.end_reason = date(2026, 2, 1), reason
        tenure.save()
    Tenure.objects.filter(pk=voided.pk).update(voided_on=date(2026, 2, 2))

    names = ("removed", "expired", "dismissed", "transferred", "not_reappointed")
    assert told(school, "departures", *names) == [1, 1, 0, 0, 0]
