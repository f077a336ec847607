"""How is the demo served: web, worker and beat, started and ended together?"""

import fcntl
import hashlib
import os
import shlex
import shutil
import signal
import socket
import sys
import threading
from argparse import ArgumentParser
from pathlib import Path
from typing import Any, TextIO

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connections
from honcho.manager import SYSTEM_PRINTER_NAME, Manager
from honcho.printer import Message, Printer

from selection import clock
from selection.spoken import SpokenCommand

STAMP_SECONDS = 5
KEPT = {"secrets", "static", "fonts", "demo.lock", "unfinished"}


class Command(SpokenCommand):
    help = "准备演示数据，并启动网页、后台任务和定时任务"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=8000, help="网页的端口")

    def handle(self, *args: Any, port: int, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("这里不是演示环境：请用 make demo 启动演示")
        os.umask(0o077)
        settings.VAR_DIR.mkdir(parents=True, exist_ok=True)
        with (settings.VAR_DIR / "demo.lock").open("w") as lock:
            claim(lock)
            try:
                prepare(self.stdout)
                serve(port, self.stdout)
            except KeyboardInterrupt:
                raise CommandError("已中断；再次运行 make demo 会接着做完") from None
            clock.stamp()
        self.stdout.write("演示已结束，填写的内容都已保存；再次运行 make demo 即可继续。")


def claim(lock: TextIO) -> None:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise CommandError("演示正在运行：请先在它的窗口按 Ctrl-C 结束") from None


def prepare(output: Any) -> None:
    """Bring database, static files and demo data up to date; a first run that was broken off begins anew."""
    unfinished = settings.VAR_DIR / "unfinished"
    if unfinished.exists():
        discard()
    if not Path(settings.DATABASES["default"]["NAME"]).exists():
        unfinished.touch()
        output.write("准备数据库和演示数据，首次需要一两分钟 …")
        output.flush()
    call_command("migrate", interactive=False, verbosity=0)
    collect_static()
    call_command("demo_data")  # begins the demo clock before its history, where there is none yet
    clock.start_demo()
    call_command("demo_assessment")
    connections.close_all()
    unfinished.unlink(missing_ok=True)


def discard() -> None:
    for path in settings.VAR_DIR.iterdir():
        if path.name in KEPT:
            continue
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink()
    (settings.VAR_DIR / "queue").mkdir()
    (settings.VAR_DIR / "queue-control").mkdir()


def collect_static() -> None:
    """Collect the static files, unless none has changed since the last time."""
    sources = [settings.BASE_DIR / "package-lock.json", settings.BASE_DIR / "selection/apps.py"]
    sources += sorted(path for path in (settings.BASE_DIR / "static").rglob("*") if path.is_file())
    key = hashlib.sha256()
    for path in sources:
        key.update(f"{path.relative_to(settings.BASE_DIR)}\0".encode() + path.read_bytes())
    stamp = settings.VAR_DIR / "static" / ".collected"
    if not stamp.is_file() or stamp.read_text() != key.hexdigest():
        call_command("collectstatic", interactive=False, clear=True, verbosity=0)
        stamp.write_text(key.hexdigest())


def processes(port: int) -> dict[str, list[str]]:
    as_root = ["-W", "ignore::UserWarning:celery.platforms"]  # a container's only user may be root
    celery = [sys.executable, *as_root, "-m", "celery", "-A", "selection"]
    quiet = ["--loglevel", "WARNING"]
    alone = ["--without-gossip", "--without-mingle", "--without-heartbeat"]
    schedule = str(settings.VAR_DIR / "beat-schedule")
    return {
        "web": [
            *(sys.executable, "-m", "gunicorn", "-c", "python:selection.gunicorn_conf"),
            *("--bind", f"127.0.0.1:{port}", "selection.wsgi"),
        ],
        "worker": [*celery, "--quiet", "worker", "-P", "threads", "-c", "2", *alone, *quiet],
        "beat": [*celery, "--quiet", "beat", "--schedule", schedule, "--pidfile=", *quiet],
    }


def serve(port: int, output: Any) -> None:
    """Run all processes until Ctrl-C, or until one of them ends; then none is left."""
    manager = Supervisor(Quiet())
    for name, command in processes(port).items():
        manager.add_process(name, f"exec {shlex.join(command)}", cwd=str(settings.BASE_DIR))
    signal.signal(signal.SIGHUP, lambda *_: signal.raise_signal(signal.SIGTERM))
    ended = threading.Event()
    threading.Thread(target=attend, args=(port, ended, output), daemon=True).start()
    try:
        manager.loop()
    finally:
        ended.set()
    if manager.returncode not in (128 + signal.SIGINT, 128 + signal.SIGTERM):
        raise CommandError("演示的一个程序意外退出，其余已一并停止：原因见上面的输出")


def attend(port: int, ended: threading.Event, output: Any) -> None:
    """Say when the page can be opened, then keep the demo clock's stamp fresh."""
    while not answers(port):
        if ended.wait(0.2):
            return
    output.write(f"演示已就绪：请在浏览器打开 http://127.0.0.1:{port} （按 Ctrl-C 结束）")
    output.flush()
    while not ended.wait(STAMP_SECONDS):
        clock.stamp()


def answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


class Supervisor(Manager):
    """Honcho's manager, which can be ended while it is still starting its processes."""

    ends_when_started = False

    def terminate(self) -> None:
        if super()._all_started():
            super().terminate()
        else:
            self.ends_when_started = True

    def _all_started(self) -> bool:
        started = super()._all_started()
        if started and self.ends_when_started:
            self.ends_when_started = False
            super().terminate()
        return started


class Quiet(Printer):
    """Prints what the processes say, not which signal the supervisor sends to whom."""

    def write(self, message: Message) -> None:
        if message.name != SYSTEM_PRINTER_NAME:
            super().write(message)
