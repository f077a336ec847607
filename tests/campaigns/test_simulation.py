"""A whole campaign through the services, under both rulebooks; the demo county."""

from datetime import date, datetime
from random import Random

import pytest
from django.core.management import CommandError, call_command

from campaigns.choices import Stage, TrackReason
from campaigns.management.commands import simulate
from campaigns.models import Campaign
from campaigns.simulation import days, demo, school, stages, summary
from campaigns.simulation.cast import cast_of
from personnel.models import Post, StaffMember, Tenure
from selection import clock
from selection.records import ledgers


@pytest.fixture
def demo_mode(settings, tmp_path):
    settings.DEMO = True
    settings.VAR_DIR = tmp_path
    settings.BALLOT_KEY_DIR = tmp_path / "ballot-keys"
    return settings


@pytest.mark.django_db
@pytest.mark.parametrize("ruleset", ["county-schools", "pidu-school"])
def test_a_campaign_is_played_from_the_quota_to_the_register(ruleset, demo_mode, tmp_path):
    played = simulate.play(ruleset=ruleset, staff=95, seed=7, start=date(2026, 3, 2), out=tmp_path)

    assert played["stage"] == "closed"
    assert played["record_is_whole"]
    assert {person["standing"] for person in played["people"]} >= {"appointed"}
    assert all(paper["sha256"] for paper in played["papers"])
    assert len(list((tmp_path / "papers").iterdir())) == len(played["papers"])
    assert Tenure.objects.filter(starts_on__gte=date(2026, 3, 2)).exists()


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
    assert ran["env"] == {"DEMO": "1", "VAR_DIR": str(tmp_path / "var"), simulate.INSIDE: "1"}
    assert ran["words"][:3] == ["simulate", "--ruleset", "county-schools"]


def test_a_simulation_that_fails_says_its_last_line(tmp_path, monkeypatch):
    failed = type("Done", (), {"returncode": 1, "stdout": "", "stderr": "Traceback\n岗位不足\n"})
    monkeypatch.setattr(simulate.subprocess, "run", lambda *_words, **_options: failed)

    with pytest.raises(CommandError, match="岗位不足"):
        call_command("simulate", ruleset="county-schools", staff=40, seed=1, out=tmp_path)


@pytest.mark.django_db
def test_the_demo_county_has_a_plan_at_every_stage_and_is_built_once(demo_mode):
    call_command("demo_data")
    call_command("demo_data")

    assert sorted(Campaign.objects.values_list("stage", flat=True)) == sorted(
        ["prepare", "announce", "recommend", "evaluate", "inspect", "decide", "publicize", "file", "closed"]
    )
    assert clock.now() >= datetime(2026, 3, 2, 8, tzinfo=clock.ZONE)
    assert [ledgers.verify(campaign.ledger) for campaign in Campaign.objects.all()] == [None] * 9
    assert StaffMember.objects.of(Campaign.objects.first().organisation).count() == 111
    assert demo.BEFORE < clock.DEMO_START


def test_demo_data_is_for_the_demo_only():
    with pytest.raises(CommandError, match="演示"):
        call_command("demo_data")
