"""Does set-up do what is missing, skip what is done, and begin anew what was broken off?"""

import hashlib
import sys

import pytest

from tools import preconditions, set_up
from tools.preconditions import Obstacle


@pytest.fixture
def checkout(tmp_path, monkeypatch):
    """An empty project folder in which every command succeeds and is written down."""
    commands = []

    def run(command, sentence):
        commands.append(command)
        if "venv" in command:
            (tmp_path / ".venv/bin").mkdir(parents=True)
            (tmp_path / ".venv/bin/python").touch()
        if "ci" in command:
            (tmp_path / "node_modules").mkdir(exist_ok=True)

    (tmp_path / "requirements").mkdir()
    for name in ("requirements/base.txt", "requirements/dev.txt", "package-lock.json"):
        (tmp_path / name).write_text(name)
    for module in (set_up, preconditions):
        monkeypatch.setattr(module, "ROOT", tmp_path)
    monkeypatch.setattr(set_up, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(set_up, "BIN", tmp_path / ".venv/bin")
    monkeypatch.setattr(set_up, "MODULES", tmp_path / "node_modules")
    monkeypatch.setattr(set_up, "run", run)
    monkeypatch.setattr(set_up, "has_pip", lambda: (tmp_path / ".venv/bin/python").exists())
    monkeypatch.setattr(set_up, "fonts", lambda: None)
    monkeypatch.setattr(set_up, "installed", set)
    monkeypatch.setattr(set_up.shutil, "which", lambda name: name)
    monkeypatch.setattr(set_up.os, "geteuid", lambda: tmp_path.stat().st_uid)
    monkeypatch.setenv("VAR_DIR", str(tmp_path / "var"))
    monkeypatch.setattr(preconditions, "require_port", lambda port: None)  # a demo may be running
    return commands


def words(commands):
    """Each command by the word that tells it from the others."""
    known = ("venv", "pip", "ci", "update", "--configure")
    return [next((word for word in known if word in command), command[-1]) for command in commands]


def test_the_first_run_does_every_step(checkout):
    set_up.python_packages("base")
    set_up.front_end("base")

    assert words(checkout) == ["venv", "pip", "ci"]


def test_the_second_run_does_nothing(checkout):
    for _ in range(2):
        set_up.python_packages("base")
        set_up.front_end("base")

    assert words(checkout) == ["venv", "pip", "ci"]


def test_a_changed_lock_is_installed_into_the_same_environment(checkout):
    set_up.python_packages("base")
    (set_up.ROOT / "requirements/base.txt").write_text("another pin")

    set_up.python_packages("base")

    assert words(checkout) == ["venv", "pip", "pip"]


def test_an_installation_that_was_broken_off_begins_anew(checkout):
    set_up.python_packages("base")
    (set_up.VENV / ".incomplete").touch()

    set_up.shutil.rmtree(set_up.BIN)
    set_up.python_packages("base")

    assert words(checkout) == ["venv", "pip", "venv", "pip"]
    assert not (set_up.VENV / ".incomplete").exists()


def test_what_the_tests_need_serves_the_demo_too(checkout):
    set_up.python_packages("dev")
    set_up.front_end("dev")

    set_up.python_packages("base")
    set_up.front_end("base")

    assert words(checkout) == ["venv", "pip", "ci"]


def test_the_demo_leaves_out_what_only_tests_need(checkout):
    set_up.python_packages("base")
    set_up.front_end("base")

    assert checkout[1][-1].endswith("base.txt")
    assert checkout[2][-1] == "--omit=dev"


def test_a_user_without_rights_is_told_the_one_line_to_type(checkout, monkeypatch):
    monkeypatch.setattr(set_up, "installed", lambda names: {"libpango-1.0-0", "libpangoft2-1.0-0"})
    monkeypatch.setattr(set_up.os, "geteuid", lambda: 1000)

    with pytest.raises(Obstacle) as obstacle:
        set_up.debian_packages("demo")

    assert str(obstacle.value).splitlines() == [
        "缺少系统软件包，请运行下面这一行后重试：",
        "",
        "    sudo apt-get update && sudo apt-get install -y libharfbuzz-subset0 fonts-noto-cjk",
    ]
    assert checkout == []


def test_root_installs_only_what_is_missing(checkout, monkeypatch):
    monkeypatch.setattr(set_up, "installed", lambda names: set(names) - {"qpdf"})
    monkeypatch.setattr(set_up.os, "geteuid", lambda: 0)

    set_up.debian_packages("test")

    assert words(checkout) == ["--configure", "update", "qpdf"]


def test_another_system_is_asked_to_see_for_itself(checkout, monkeypatch, capsys):
    monkeypatch.setattr(set_up.shutil, "which", lambda name: None)

    set_up.debian_packages("demo")

    assert capsys.readouterr().out.startswith("这台机器不是 Debian")
    assert checkout == []


def test_dpkg_tells_installed_from_unknown():
    if set_up.shutil.which("dpkg-query") is None:
        pytest.skip("no dpkg on this machine")

    assert set_up.installed(["dpkg", "no-such-package"]) == {"dpkg"}


def test_starting_over_keeps_the_fonts_only(checkout, monkeypatch):
    monkeypatch.setattr(set_up, "demo", lambda: None)
    var = set_up.var_dir()
    for folder in ("secrets", "files", "fonts"):
        (var / folder).mkdir(parents=True)
    (var / "selection.sqlite3").touch()

    set_up.reset()

    assert [path.name for path in var.iterdir()] == ["fonts"]


def test_starting_over_touches_no_folder_that_is_not_the_demos(checkout, monkeypatch):
    monkeypatch.setattr(set_up, "demo", lambda: None)
    set_up.var_dir().mkdir()
    (set_up.var_dir() / "thesis.odt").touch()

    set_up.reset()

    assert [path.name for path in set_up.var_dir().iterdir()] == ["thesis.odt"]


def test_a_command_that_fails_ends_in_its_sentence():
    with pytest.raises(Obstacle, match="请检查网络"):
        set_up.run([sys.executable, "-c", "raise SystemExit(3)"], "请检查网络后重试。")


def test_an_unknown_purpose_is_refused():
    with pytest.raises(Obstacle, match="用法"):
        set_up.main(["everything"])


def test_a_stamp_speaks_of_the_lock_and_the_interpreter(tmp_path):
    lock = tmp_path / "base.txt"
    lock.write_text("pin")

    assert set_up.digest(lock, "3.11.2") == hashlib.sha256(b"pin3.11.2").hexdigest()
    assert set_up.digest(lock, "3.11.2") != set_up.digest(lock, "3.12.0")
