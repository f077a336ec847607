"""One installation for one proof: a database, its files, its officers' process, its web server."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

from tests.proofs import dying
from tests.proofs.clients import Browser
from tests.proofs.cluster import free_port

ROOT = Path(__file__).resolve().parents[2]
SECRETS = ("SECRET_KEY", "IDENTITY_KEY", "IDENTITY_DIGEST_KEY", "BALLOT_KEY")


class World:
    """``without`` names the guard that all processes of this installation lack."""

    settings = "tests.proofs.settings"
    acts = "tests.proofs.stage"

    def __init__(self, address: str, folder: Path, without: str = "") -> None:
        self.address, self.folder = address, folder
        folder.mkdir(exist_ok=True)
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        self.environment = kept | {name: f"proofs-only-{name}-{'x' * 40}" for name in SECRETS}
        self.environment |= {
            "DJANGO_SETTINGS_MODULE": self.settings,
            "DATABASE_URL": address,
            "VAR_DIR": str(folder),
            "ENV_FILE": os.devnull,
            "ALLOWED_HOSTS": "127.0.0.1",
            "WITHOUT": without,
            "PYTHONDONTWRITEBYTECODE": "1",
        }
        self.port = 0
        self._stage: subprocess.Popen[str] | None = None

    def manage(self, *arguments: str) -> str:
        """What the command says; ``CalledProcessError`` where it fails."""
        command = [sys.executable, "manage.py", *arguments]
        done = subprocess.run(
            command, cwd=ROOT, env=self.environment, check=True, capture_output=True, text=True
        )
        return done.stdout

    def stage(self, act: str, **given: Any) -> Any:
        """Let the officers' process do something; None if it dies of it."""
        if self._stage is None:
            self._stage = self._start("-m", self.acts, log="stage.log", pipes=True)
        self._stage.stdin.write(json.dumps({"act": act, **given}) + "\n")
        self._stage.stdin.flush()
        line = self._stage.stdout.readline()
        if not line:
            self._end_stage()
            return None
        return json.loads(line)

    def _start(self, *arguments: str, log: str, pipes: bool = False, **also: str) -> subprocess.Popen[str]:
        pipe = subprocess.PIPE if pipes else None
        with (self.folder / log).open("ab") as file:
            return subprocess.Popen(
                [sys.executable, *arguments],
                cwd=ROOT,
                env=self.environment | also,
                stdin=pipe or subprocess.DEVNULL,
                stdout=pipe or file,
                stderr=file,
                text=True,
            )

    @contextmanager
    def web(self, workers: int = 2) -> Iterator[subprocess.Popen[str]]:
        self.port = free_port()
        serve = ("-m", "gunicorn", "-c", "python:selection.gunicorn_conf", "selection.wsgi")
        also = {"PORT": str(self.port), "WEB_CONCURRENCY": str(workers)}
        server = self._start(*serve, log="web.log", **also)
        try:
            self._await_web(server)
            yield server
        finally:
            server.send_signal(signal.SIGINT)
            server.wait()

    @contextmanager
    def redis(self) -> Iterator[subprocess.Popen[bytes]]:
        """A queue of its own, for all processes that start meanwhile."""
        port = free_port()
        options = ["--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(self.folder)]
        server = subprocess.Popen(["redis-server", *options], stdout=subprocess.DEVNULL)
        self.environment["REDIS_URL"] = f"redis://127.0.0.1:{port}/0"
        try:
            yield server
        finally:
            server.terminate()
            server.wait()

    @contextmanager
    def celery(self, *words: str, log: str) -> Iterator[subprocess.Popen[str]]:
        process = self._start("-m", "celery", "-A", "selection", *words, log=log)
        try:
            yield process
        finally:
            process.terminate()
            process.wait()

    def worker(self) -> AbstractContextManager[subprocess.Popen[str]]:
        return self.celery("worker", "-P", "prefork", "-c", "4", log="worker.log")

    def beat(self, name: str = "beat") -> AbstractContextManager[subprocess.Popen[str]]:
        file = str(self.folder / f"{name}-schedule")
        return self.celery("beat", "--schedule", file, "--pidfile=", log="beat.log")

    def move_to(self, instant: str) -> None:
        """All processes that start from now on begin at this instant."""
        self.environment["AT"] = instant
        self.end()

    def die_in_the_next(self, moment: int, victim: str, after: str) -> None:
        """Request or task that begins, at so many moments after a statement with this in it."""
        (self.folder / dying.MOMENT).write_text(
            json.dumps({"moment": moment, "victim": victim, "after": after})
        )

    def ticks(self) -> int:
        """How often the worker has looked for what is due."""
        file = self.folder / "ticks"
        return file.stat().st_size if file.exists() else 0

    def await_ticks(self, number: int) -> None:
        wanted, end = self.ticks() + number, time.monotonic() + 90
        while self.ticks() < wanted:
            assert time.monotonic() < end, f"the ticks go on\n{self.logs()[-3000:]}"
            time.sleep(0.05)

    def _await_web(self, server: subprocess.Popen[str]) -> None:
        for _ in range(600):
            try:
                Browser(self.port, "").request("GET", "/vote/")
                return
            except OSError:
                assert server.poll() is None, (self.folder / "web.log").read_text()
                time.sleep(0.05)
        raise AssertionError("the web server does not answer")

    @contextmanager
    def voting(self, poll: str, crews: list[list[dict[str, Any]]]) -> Iterator[Iterator[list[Any]]]:
        """Browsers at work; gives what each voter is told, as it is told."""
        plan = {"port": self.port, "path": f"/vote/{poll}/", "crews": crews}
        clients = self._start("-m", "tests.proofs.clients", log="clients.log", pipes=True)
        try:
            clients.stdin.write(json.dumps(plan))
            clients.stdin.close()
            yield (json.loads(line) for line in clients.stdout)
        finally:
            clients.kill()
            clients.wait()
            clients.stdout.close()

    def vote(self, poll: str, crews: list[list[dict[str, Any]]]) -> list[list[Any]]:
        with self.voting(poll, crews) as told:
            return list(told)

    def browser(self, session: str) -> Browser:
        return Browser(self.port, session)

    def logs(self) -> str:
        return "".join(path.read_text(errors="replace") for path in self.folder.glob("*.log"))

    def _end_stage(self) -> None:
        self._stage.stdin.close()
        self._stage.stdout.close()
        self._stage.wait()
        self._stage = None

    def end(self) -> None:
        if self._stage is not None:
            self._end_stage()
