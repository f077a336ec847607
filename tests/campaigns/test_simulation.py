"""A whole campaign through the services, under both rulebooks; the demo county."""

import json
from datetime import date, datetime
from functools import partial
from random import Random

import pytest
from django.core.management import CommandError, call_command

from ballots import exporting, results
from ballots.models import Poll
from campaigns import contest
from campaigns.choices import Purpose, Scope, Stage, Track, TrackReason
from campaigns.course import entered
from campaigns.guards import enter
from campaigns.management.commands import simulate
from campaigns.models import Campaign, Presentation
from campaigns.services import registering
from campaigns.simulation import days, demo, school, stages, summary
from campaigns.simulation.cast import cast_of
from personnel.models import Post, StaffMember, Tenure
from selection import clock
from selection.accounts.models import User
from selection.reasons import Effect
from selection.records import ledgers
from tests.factories.accounts import SchoolFactory
from tools import recount


@pytest.fixture
def demo_mode(settings, tmp_path):
    settings.DEMO = True
    settings.VAR_DIR = tmp_path
    settings.BALLOT_KEY_DIR = tmp_path / "ballot-keys"
    return settings


@pytest.mark.django_db
@pytest.mark.parametrize("ruleset", ["county-schools", "pidu-school", "bureau", "city"])
def test_a_campaign_is_played_from_the_quota_to_the_register(ruleset, demo_mode, tmp_path):
    played = simulate.play(ruleset=ruleset, staff=95, seed=7, start=date(2026, 3, 2), out=tmp_path)

    assert played["stage"] == "closed"
    assert played["record_is_whole"]
    assert {person["standing"] for person in played["people"]} >= {"appointed"}
    assert all(paper["sha256"] for paper in played["papers"])
    assert len(list((tmp_path / "papers").iterdir())) == len(played["papers"])
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


def test_the_command_runs_itself_apart_with_settings_of_its_own(tmp_path, capsys, monkeypatch):
    ran = {}

    def run(words, env, **_options):
        ran.update(words=words[2:], env={name: env[name] for name in ("DEMO", "VAR_DIR", simulate.INSIDE)})
        return type("Done", (), {"returncode": 0, "stdout": "{}\n", "stderr": ""})

    monkeypatch.setattr(simulate.subprocess, "run", run)
    call_command("simulate", ruleset="county-schools", staff=40, seed=1, out=tmp_path, start=date(2026, 3, 2))

    assert capsys.readouterr().out == "{}\n"
    assert ran["env"] == {"DEMO": "1", "VAR_DIR": str(tmp_path / "simulation"), simulate.INSIDE: "1"}
    assert ran["words"][:3] == ["simulate", "--ruleset", "county-schools"]


@pytest.fixture
def played_apart(monkeypatch):
    done = type("Done", (), {"returncode": 0, "stdout": "{}\n", "stderr": ""})
    monkeypatch.setattr(simulate.subprocess, "run", lambda *_words, **_options: done)


def simulated(**options):
    call_command("simulate", **{"ruleset": "county-schools", "staff": 40, "seed": 1} | options)


def test_a_simulation_empties_the_folder_that_an_earlier_one_made_and_no_other(
    played_apart, tmp_path, settings
):
    (tmp_path / "var").mkdir()
    (tmp_path / "var" / "mine").touch()
    settings.VAR_DIR = tmp_path / "var"
    simulated(out=tmp_path)
    (tmp_path / "simulation" / "old").touch()

    simulated(out=tmp_path)

    assert not (tmp_path / "simulation" / "old").exists()
    assert (tmp_path / "var" / "mine").exists()


def test_a_simulation_leaves_a_folder_that_it_did_not_make(played_apart, tmp_path):
    (tmp_path / "simulation").mkdir()
    (tmp_path / "simulation" / "mine").touch()

    with pytest.raises(CommandError, match="不是模拟办理建立的，不能清空，请给 --out 换一个目录"):
        simulated(out=tmp_path)
    assert (tmp_path / "simulation" / "mine").exists()


@pytest.mark.parametrize("inside", ["", "var"])
def test_a_simulation_leaves_the_data_of_the_program(played_apart, tmp_path, settings, inside):
    simulated(out=tmp_path)
    settings.VAR_DIR = tmp_path / "simulation" / inside

    with pytest.raises(CommandError, match="里有本程序的数据"):
        simulated(out=tmp_path)


def test_a_simulation_that_can_not_write_says_where(played_apart, tmp_path):
    (tmp_path / "file").touch()

    with pytest.raises(CommandError, match="请给 --out 换一个可写的目录"):
        simulated(out=tmp_path / "file")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (
            [],
            "缺少 --ruleset（bureau、city、county-cadres、county-schools、pidu-school，选一个）、--staff、--seed、--out",
        ),
        (
            ["--ruleset", "某县"],
            "--ruleset 没有“某县”这个值，可以写 bureau、city、county-cadres、county-schools、pidu-school",
        ),
        (
            ["--track", "lottery"],
            "--track：没有“lottery”这种聘任方式，现在可以写 non_competitive、competitive、direct",
        ),
        (["--staff", "0"], "--staff：“0”不对，请写 1 到 5000 之间的整数"),
        (["--seed", "{x}"], "--seed 要写整数，“{x}”不是整数"),
        (["--start", "3月2日"], "--start：看不懂日期“3月2日”，请写成 2026-03-02 的样子"),
        (["--start", "9999-12-31"], "--start：日期应在 2005 年至 2099 年之间"),
        (["--start"], "--start 后面要写一个值"),
        (["--fast"], "缺少 --ruleset"),
    ],
)
def test_an_option_that_is_wrong_or_missing_is_answered_in_a_sentence(words, sentence):
    with pytest.raises(CommandError) as error:
        call_command("simulate", *words)

    assert str(error.value).startswith(sentence)
    assert str(error.value).endswith("。加 --help 可看全部选项。")


def test_a_simulation_that_fails_says_its_last_line(tmp_path, monkeypatch):
    failed = type("Done", (), {"returncode": 1, "stdout": "", "stderr": "Traceback\n岗位不足\n"})
    monkeypatch.setattr(simulate.subprocess, "run", lambda *_words, **_options: failed)

    with pytest.raises(CommandError, match="岗位不足"):
        call_command("simulate", ruleset="county-schools", staff=40, seed=1, out=tmp_path)


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
def test_a_direct_appointment_is_played_without_a_vote(demo_mode, tmp_path):
    played = simulate.play(
        ruleset="county-schools", track="direct", staff=40, seed=7, start=date(2026, 3, 2), out=tmp_path
    )

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
def test_other_rulebooks_that_know_contests_are_played_to_the_end(ruleset, demo_mode, tmp_path):
    played = simulate.play(
        ruleset=ruleset, track="competitive", staff=40, seed=7, start=date(2026, 3, 2), out=tmp_path
    )

    assert (played["stage"], played["record_is_whole"]) == ("closed", True)
    assert [person["standing"] for person in played["people"]].count("appointed") == 2


@pytest.mark.django_db
def test_a_contest_is_played_by_draw_judges_and_ranking_to_the_filed_appointment(demo_mode, tmp_path):
    played = simulate.play(
        ruleset="county-schools", track="competitive", staff=40, seed=7, start=date(2026, 3, 2), out=tmp_path
    )
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
def test_whoever_is_adopted_for_two_posts_is_appointed_to_one(demo_mode, tmp_path):
    played = simulate.play(
        ruleset="county-schools", track="competitive", staff=60, seed=7, start=date(2026, 3, 2), out=tmp_path
    )

    assert played["stage"] == "closed"
    assert [each["standing"] for each in played["people"]].count("appointed") == 1
