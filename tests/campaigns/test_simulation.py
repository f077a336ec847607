"""A whole campaign through the services, under both rulebooks; the demo county."""

import json
from datetime import date, datetime
from functools import partial
from random import Random
from unittest.mock import Mock

import pytest
from django.core.management import CommandError, call_command

from ballots import exporting, results
from ballots.models import Poll
from campaigns import contest
from campaigns.choices import Outcome, Purpose, Scope, Stage, Track, TrackReason
from campaigns.course import entered
from campaigns.guards import enter
from campaigns.models import Campaign, Presentation
from campaigns.services import registering
from campaigns.simulation import days, demo, finishing, playing, school, stages, summary
from campaigns.simulation.cast import cast_of
from personnel.models import Post, StaffMember, Tenure
from selection import clock
from selection.accounts.models import User
from selection.reasons import Effect
from selection.records import ledgers
from tests.factories.accounts import SchoolFactory
from tests.factories.campaigns import CampaignFactory, CandidacyFactory
from tools import recount


@pytest.fixture
def demo_mode(settings, tmp_path):
    settings.DEMO = True
    settings.VAR_DIR = tmp_path
    settings.BALLOT_KEY_DIR = tmp_path / "ballot-keys"
    return settings


def played_out(**wanted):
    return summary.summary(playing.play(**wanted, seed=7, start=date(2026, 3, 2)))


@pytest.mark.django_db
@pytest.mark.parametrize("ruleset", ["county-schools", "pidu-school", "bureau", "city"])
def test_a_campaign_is_played_from_the_quota_to_the_register(ruleset, demo_mode):
    played = played_out(ruleset=ruleset, staff=95)

    assert played["stage"] == "closed"
    assert played["record_is_whole"]
    assert {person["standing"] for person in played["people"]} >= {"appointed"}
    assert all(paper["sha256"] for paper in played["papers"])
    assert Tenure.objects.filter(starts_on__gte=date(2026, 3, 2)).exists()
    _assert_recounted()


def _assert_recounted():
    """Whoever counts the opened sections again, without the program, comes to its sentences."""
    released = Poll.objects.filter(state=Poll.State.RELEASED)
    assert len(released) >= 2
    for poll in released:
        sections = exporting.sections(poll)
        entries = list(poll.ledger.entries.values("number", "text", "digest"))
        rules = json.loads(json.dumps(exporting.rules(poll)))
        assert recount.recount(rules, sections, entries)[1:-1] == results.lines(poll)


def _without_digests(played):
    return played | {"papers": [paper | {"sha256": ""} for paper in played["papers"]]}


@pytest.mark.django_db(transaction=True)
def test_the_same_seed_gives_the_same_verdicts_tallies_and_dates(demo_mode, tmp_path):
    first = _outcome(tmp_path / "one", demo_mode)
    call_command("flush", interactive=False, verbosity=0)
    second = _outcome(tmp_path / "two", demo_mode)

    assert first == second


def _outcome(out, settings):
    settings.VAR_DIR = out
    settings.BALLOT_KEY_DIR = out / "ballot-keys"
    clock.start_demo(days.at_nine(date(2026, 3, 2)))
    cast = cast_of(school.found(40, "county-schools", Random(3)), 3)
    post = Post.objects.filter(department__organisation=cast.school, rank="deputy").last()
    seats = [stages.Seat(post, TrackReason.OTHER, cast.teachers[:1])]
    campaign = stages.draft(cast, "方案", seats, date(2026, 3, 2), date(2026, 8, 1))
    days.play_together([stages.play_to(cast, campaign, seats, Stage.DECIDE)])
    campaign.refresh_from_db()
    return _without_digests(summary.summary(campaign))


@pytest.mark.django_db
def test_the_demo_county_has_a_plan_at_every_stage_and_is_built_once(demo_mode):
    call_command("demo_data")
    call_command("demo_data")

    first, second = (Campaign.objects.filter(plan__organisation__code=code) for code in ("shiyan", "yizhong"))
    assert sorted(first.values_list("stage", flat=True)) == sorted(
        ["prepare", "announce", "recommend", "evaluate", "inspect", "decide", "publicize", "file", "closed"]
    )
    assert set(second.values_list("track", "stage")) == {
        ("direct", "publicize"),
        ("competitive", "recommend"),
    }
    assert second.get(track="competitive").registrations.open_at(clock.now()).exists()
    assert clock.now() >= datetime(2026, 3, 2, 8, tzinfo=clock.ZONE)
    assert [ledgers.verify(campaign.ledger) for campaign in Campaign.objects.all()] == [None] * 11
    assert StaffMember.objects.of(first.get(stage=Stage.CLOSED).organisation).count() == 111
    assert demo.BEFORE < clock.DEMO_START
    _the_calendars_agree_with_what_was_done()
    _the_first_day_has_something_for_a_teacher()


def _the_calendars_agree_with_what_was_done():
    for campaign in Campaign.objects.exclude(stage=Stage.PREPARE):
        for stage, day in entered(campaign).items():
            planned = campaign.plan.planned(stage)
            assert planned is None or day <= planned <= days.later(day, 2), (campaign, stage, day, planned)
    school = Campaign.objects.get(stage=Stage.CLOSED).organisation
    assert Tenure.objects.at(school).in_force(clock.today()).count() == 4
    appointed = Tenure.objects.at(school).get(starts_on__gt=clock.today())
    assert appointed.starts_on == date(2026, 3, 6)


def _the_first_day_has_something_for_a_teacher():
    evaluated = Campaign.objects.get(stage=Stage.EVALUATE).rounds.get(purpose=Purpose.EVALUATION)
    talks = Campaign.objects.get(stage=Stage.RECOMMEND, track="non_competitive").talks.all()
    cast = evaluated.poll.electors.filter(envelope__isnull=False).count()
    assert evaluated.poll.state == "open"
    assert 0 < cast < evaluated.poll.electors.count()
    assert (talks.count(), talks.filter(held_on__isnull=False).count()) == (50, demo.TALKED_TO)


def test_demo_data_is_for_the_demo_only():
    with pytest.raises(CommandError, match="演示"):
        call_command("demo_data")


@pytest.mark.django_db
def test_a_direct_appointment_is_played_without_a_vote(demo_mode):
    played = played_out(ruleset="county-schools", track="direct", staff=40)

    assert played["stage"] == "closed"
    assert played["rounds"] == []
    assert list(played["stages"]) == ["announce", "publicize", "file", "closed"]
    assert {person["standing"] for person in played["people"]} == {"appointed"}
    renewed = Tenure.objects.filter(starts_on=date(2026, 6, 1)).order_by("pk")
    assert sorted(each.ends_on for each in renewed) == [
        date(2026, 8, 31),
        date(2029, 5, 31),
        date(2029, 5, 31),
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("ruleset", ["county-cadres", "bureau", "city"])
def test_other_rulebooks_that_know_contests_are_played_to_the_end(ruleset, demo_mode):
    played = played_out(ruleset=ruleset, track="competitive", staff=40)

    assert (played["stage"], played["record_is_whole"]) == ("closed", True)
    assert [person["standing"] for person in played["people"]].count("appointed") == 2


@pytest.mark.django_db
def test_a_contest_is_played_by_draw_judges_and_ranking_to_the_filed_appointment(demo_mode):
    played = played_out(ruleset="county-schools", track="competitive", staff=40)
    held = Presentation.objects.get()
    standings = [person["standing"] for person in played["people"]]

    assert (played["stage"], played["record_is_whole"]) == ("closed", True)
    assert (len(standings), standings.count("appointed")) == (6, 2)
    assert (held.draw.slots.count(), held.sheets().count(), held.is_closed) == (5, 25, True)
    assert {line.composite is not None for line in contest.table(held.campaign)} == {True}
    assert Tenure.objects.filter(starts_on=date(2026, 6, 1)).count() == 2


@pytest.mark.django_db
@pytest.mark.row("A050", side="holds")
def test_a_winner_of_another_school_goes_all_the_way_and_is_appointed(demo_mode, monkeypatch):
    """Where the contest was opened to the county: screened, scored, inspected, appointed like the others."""
    monkeypatch.setattr(registering, "set_window", partial(registering.set_window, scope=Scope.COUNTY))
    monkeypatch.setattr(enter.contest_stays_in_the_school, "effect", Effect.ADVISE)
    clock.start_demo(days.at_nine(date(2026, 3, 2)))
    cast = cast_of(school.found(40, "county-schools", Random(3)), 3)
    elsewhere = SchoolFactory(parent=cast.school.parent)
    guest = cast.teachers[3]
    StaffMember.objects.filter(pk=guest.pk).update(organisation=elsewhere, department=None)
    User.objects.filter(pk=guest.user_id).update(organisation=elsewhere)
    guest = StaffMember.objects.get(pk=guest.pk)
    post = Post.objects.filter(department__organisation=cast.school, rank="deputy").last()
    seats = [stages.Seat(post, TrackReason.MANY_SUITABLE, [guest, *cast.teachers[:2]])]
    campaign = stages.draft(cast, "方案", seats, date(2026, 3, 2), date(2026, 8, 1), Track.COMPETITIVE)

    days.play_together([stages.play_to(cast, campaign, seats, Stage.CLOSED)])

    assert guest.candidacies.get().standing == "appointed"


@pytest.mark.django_db
def test_whoever_is_adopted_for_two_posts_is_named_for_the_first(monkeypatch):
    monkeypatch.setattr(finishing.voices, "verdict_on", lambda held, person: Mock(holds=True))
    campaign = CampaignFactory()
    first = CandidacyFactory(opening__campaign=campaign)
    second = CandidacyFactory(opening__campaign=campaign, staff=first.staff)

    assert finishing.outcomes(campaign) == {first: Outcome.AGREED, second: Outcome.REFUSED}
