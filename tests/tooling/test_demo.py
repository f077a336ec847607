"""Does the supervisor prepare the demo once, serve it whole, and leave nothing running?"""

import fcntl
import multiprocessing
import os
import signal
import socket
import sys
import threading
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from selection import clock
from selection.management.commands import demo


@pytest.fixture
def var(settings, tmp_path, monkeypatch):
    """A demo's ``var/`` with a database beside which nothing has been prepared."""
    settings.DEMO = True
    settings.VAR_DIR = tmp_path / "var"
    settings.VAR_DIR.mkdir()
    monkeypatch.setitem(settings.DATABASES["default"], "NAME", settings.VAR_DIR / "selection.sqlite3")
    return settings.VAR_DIR


@pytest.fixture
def called(monkeypatch):
    """The commands that preparing calls, instead of running them."""
    names: list[str] = []
    monkeypatch.setattr(demo, "call_command", lambda name, **options: names.append(name))
    monkeypatch.setattr(demo, "collect_static", lambda: names.append("static files"))
    monkeypatch.setattr(demo.connections, "close_all", lambda: None)
    return names


@pytest.fixture
def _signals():
    kept = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    yield
    for number, handler in kept.items():
        signal.signal(number, handler)


def test_preparing_starts_the_clock_and_brings_everything_up_to_date(var, called):
    demo.prepare(sys.stdout)

    assert called == ["migrate", "static files", "demo_data", "demo_assessment"]
    assert (clock.now() - clock.DEMO_START).total_seconds() < 60
    assert not (var / "unfinished").exists()


def test_a_first_run_that_was_broken_off_begins_anew(var, called, monkeypatch):
    def demo_data(name, **options):
        (var / "selection.sqlite3").write_text("half")
        raise KeyboardInterrupt

    (var / "secrets").mkdir()
    with monkeypatch.context() as broken:
        broken.setattr(demo, "call_command", demo_data)
        with pytest.raises(KeyboardInterrupt):
            demo.prepare(sys.stdout)
    (var / "files").mkdir()

    demo.prepare(sys.stdout)

    assert not (var / "selection.sqlite3").exists()
    assert not (var / "files").exists()
    assert (var / "secrets").is_dir()
    assert (var / "queue").is_dir()


def test_a_later_run_that_was_broken_off_keeps_what_was_entered(var, called, monkeypatch):
    (var / "selection.sqlite3").write_text("a year's work")
    with monkeypatch.context() as broken:
        broken.setattr(demo, "collect_static", lambda: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            demo.prepare(sys.stdout)

    demo.prepare(sys.stdout)

    assert (var / "selection.sqlite3").read_text() == "a year's work"


def test_static_files_are_collected_when_one_has_changed(var, settings, monkeypatch, tmp_path):
    collected = []
    settings.BASE_DIR = tmp_path
    for name in ("package-lock.json", "selection/apps.py", "static/vote.css"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(name)
    (var / "static").mkdir()
    monkeypatch.setattr(demo, "call_command", lambda name, **options: collected.append(name))

    demo.collect_static()
    demo.collect_static()
    (tmp_path / "static/vote.css").write_text("body {}")
    demo.collect_static()

    assert collected == ["collectstatic", "collectstatic"]


def test_web_worker_and_beat_are_the_whole_demo(var):
    commands = {name: " ".join(command) for name, command in demo.processes(8123).items()}

    assert list(commands) == ["web", "worker", "beat"]
    assert "--bind 127.0.0.1:8123" in commands["web"]
    assert "-P threads -c 2" in commands["worker"]
    assert str(var / "beat-schedule") in commands["beat"]


def test_outside_the_demo_nothing_is_served(settings):
    settings.DEMO = False

    with pytest.raises(CommandError, match="请用 make demo 启动演示"):
        call_command("demo")


def test_a_second_demo_on_the_same_data_is_refused(var):
    with (var / "demo.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)

        with pytest.raises(CommandError, match="演示正在运行"):
            call_command("demo")


def test_breaking_off_is_answered_in_a_sentence(var, monkeypatch):
    def broken_off(output):
        raise KeyboardInterrupt

    monkeypatch.setattr(demo, "prepare", broken_off)

    with pytest.raises(CommandError, match="再次运行 make demo 会接着做完"):
        call_command("demo")


def test_the_end_is_stamped_on_the_clock(var, monkeypatch, capsys):
    clock.start_demo()
    before = (var / "clock.json").read_text()
    monkeypatch.setattr(demo, "prepare", lambda output: None)
    monkeypatch.setattr(demo, "serve", lambda port, output: None)

    call_command("demo")

    assert (var / "clock.json").read_text() != before
    assert capsys.readouterr().out.startswith("演示已结束")


@pytest.mark.usefixtures("_signals")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGHUP])
def test_ending_the_supervisor_ends_every_process(var, monkeypatch, tmp_path, number):
    script = "import os, pathlib, sys, time; pathlib.Path(sys.argv[1]).write_text(str(os.getpid())); time.sleep(60)"
    pids = [tmp_path / "web.pid", tmp_path / "worker.pid"]
    commands = {path.stem: [sys.executable, "-c", script, str(path)] for path in pids}
    monkeypatch.setattr(demo, "processes", lambda port: commands)
    monkeypatch.setattr(demo, "attend", lambda *args: end_when_started(pids, number))

    demo.serve(0, sys.stdout)

    assert [is_alive(int(path.read_text())) for path in pids] == [False, False]


@pytest.mark.usefixtures("_signals")
def test_ending_while_the_processes_still_start_leaves_none(var, monkeypatch):
    def start(self):
        super(demo.Supervisor, self)._start()
        os.kill(os.getpid(), signal.SIGINT)

    monkeypatch.setattr(
        demo, "processes", lambda port: {"web": [sys.executable, "-c", "import time; time.sleep(60)"]}
    )
    monkeypatch.setattr(demo, "attend", lambda *args: None)
    monkeypatch.setattr(demo.Supervisor, "_start", start)

    demo.serve(0, sys.stdout)

    assert multiprocessing.active_children() == []


class Output:
    def __init__(self, said):
        self.write = said.append

    def flush(self):
        pass


def end_when_started(pids: list[Path], number: int) -> None:
    pause = threading.Event()
    while not all(path.exists() and path.read_text() for path in pids):
        pause.wait(0.05)
    pause.wait(0.3)
    os.kill(os.getpid(), number)


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.mark.usefixtures("_signals")
def test_one_process_that_fails_ends_the_demo_with_a_sentence(var, monkeypatch, capsys):
    script = "print('端口被占用'); raise SystemExit(3)"
    monkeypatch.setattr(demo, "processes", lambda port: {"web": [sys.executable, "-c", script]})
    monkeypatch.setattr(demo, "attend", lambda *args: None)

    with pytest.raises(CommandError, match="意外退出"):
        demo.serve(0, sys.stdout)


def test_the_page_is_announced_when_it_answers_and_the_clock_is_stamped(var, monkeypatch):
    ended, said, stamps = threading.Event(), [], []
    monkeypatch.setattr(demo, "STAMP_SECONDS", 0.01)
    monkeypatch.setattr(demo.clock, "stamp", lambda: (stamps.append(1), ended.set()))

    with socket.socket() as web:
        web.bind(("127.0.0.1", 0))
        web.listen()
        port = web.getsockname()[1]
        demo.attend(port, ended, Output(said))

    assert said == [f"演示已就绪：请在浏览器打开 http://127.0.0.1:{port} （按 Ctrl-C 结束）"]
    assert stamps == [1]


def test_nothing_is_announced_when_the_demo_ends_before_it_answers(var):
    ended = threading.Event()
    ended.set()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]

    demo.attend(port, ended, None)


def test_the_output_tells_what_processes_say_and_not_the_supervisors_signals(capsys):
    now = clock.now()
    printer = demo.Quiet(sys.stdout)

    printer.write(demo.Message("line", "sending SIGTERM to web", now, "system", None))
    printer.write(demo.Message("line", "ERROR: no such table", now, "web", None))

    assert capsys.readouterr().out.splitlines() == [f"{now:%H:%M:%S} web | ERROR: no such table"]
