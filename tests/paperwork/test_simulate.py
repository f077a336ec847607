"""``simulate`` plays a campaign apart from all that is there, and leaves all that can be printed of it."""

import json
from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from campaigns.choices import Track
from campaigns.simulation import playing
from paperwork import leaving, sheets
from paperwork.forms import of_campaign
from paperwork.management.commands import simulate
from personnel.demo.people import officer_of
from selection import rendering


@pytest.fixture
def demo_mode(settings, tmp_path):
    settings.DEMO = True
    settings.VAR_DIR = tmp_path
    settings.BALLOT_KEY_DIR = tmp_path / "ballot-keys"


@pytest.fixture
def played(demo_mode):
    return lambda track: playing.play("county-schools", 40, 7, date(2026, 3, 2), track)


@pytest.mark.django_db
def test_what_is_left_can_be_opened(played, tmp_path):
    campaign = played(Track.DIRECT)

    leaving.leave(campaign, officer_of(campaign.organisation), tmp_path)

    left = [path.read_bytes()[:4] for path in tmp_path.glob("*/*.*") if path.suffix in (".pdf", ".xlsx")]
    assert set(left) == {b"%PDF", b"PK\x03\x04"}
    call_command("verify_archive", tmp_path / "archive.zip", stdout=StringIO())


@pytest.mark.django_db
@pytest.mark.parametrize("track", Track.values)
def test_every_paper_ballot_and_form_of_a_track_is_left(played, tmp_path, monkeypatch, track):
    """Only what they are called is looked at, so nothing is laid out."""
    campaign = played(track)
    monkeypatch.setattr(rendering.Press, "pdf_of", lambda press, html: b"")
    monkeypatch.setitem(sheets.MAKERS, "pdf", lambda html: b"")

    leaving.leave(campaign, officer_of(campaign.organisation), tmp_path)

    forms = {path.stem.split("-")[1] for path in (tmp_path / "forms").glob("*.pdf")}
    assert forms == {form.key for form in of_campaign(campaign)}
    assert len(list((tmp_path / "papers").iterdir())) == campaign.plan.documents.count()
    assert len(list((tmp_path / "ballots").iterdir())) == campaign.rounds.count()


@pytest.mark.django_db
def test_inside_it_says_what_the_campaign_came_to(demo_mode, tmp_path, monkeypatch, capsys):
    monkeypatch.setenv(simulate.INSIDE, "1")
    monkeypatch.setattr(leaving, "leave", lambda campaign, reader, out: (out / "left").touch())

    simulated(out=tmp_path)

    assert json.loads(capsys.readouterr().out)["stage"] == "closed"
    assert (tmp_path / "left").exists()


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
