"""Where is it measured? On an installation of its own: PostgreSQL, Redis and gunicorn as in service."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.proofs.cluster import Cluster, children_of
from tests.proofs.world import World

# As they come, but for the diary that the proofs have the server keep.
QUIET = {
    "log_statement": "none",
    "log_min_duration_statement": "-1",
    "wal_keep_size": "0",
    "autovacuum_naptime": "1min",
    "max_connections": "100",
    "fsync": "on",
}
TICKS = 100
START = time.monotonic()
WORKERS = 2


class Stand(World):
    settings = "tests.bench.settings"
    acts = "tests.bench.acts"

    cluster: Cluster
    redis_server: subprocess.Popen[bytes] | None = None

    @contextmanager
    def browsers(self, **plan: Any) -> Iterator[Iterator[Any]]:
        """A crowd of browsers at work; what they say, line by line."""
        crowd = self._start("-m", "tests.bench.browsers", log="browsers.log", pipes=True)
        try:
            crowd.stdin.write(json.dumps({"port": self.port, **plan}))
            crowd.stdin.close()
            yield (json.loads(line) for line in crowd.stdout)
        finally:
            crowd.kill()
            crowd.wait()
            crowd.stdout.close()

    def ask_browsers(self, **plan: Any) -> dict[str, Any]:
        with self.browsers(**plan) as said:
            return self._last(said, "browsers.log")

    def urn(self, *arguments: str) -> dict[str, Any]:
        """A fresh process that fills an urn, or counts one."""
        worker = self._start("-m", "tests.bench.urn", *arguments, log="urn.log", pipes=True)
        with worker:
            return self._last((json.loads(line) for line in worker.stdout), "urn.log")

    def papers(self, act: str, *numbers: int) -> dict[str, Any]:
        """A fresh process, in the demo's time."""
        worker = self._start(
            "-m", "tests.bench.papers", act, *map(str, numbers), log="papers.log", pipes=True, DEMO="1"
        )
        with worker:
            return self._last((json.loads(line) for line in worker.stdout), "papers.log")

    def _last(self, said: Iterator[Any], log: str) -> dict[str, Any]:
        heard = list(said)
        if not heard:
            raise RuntimeError((self.folder / log).read_text()[-3000:])
        return heard[-1]


@dataclass(frozen=True)
class Spent:
    """CPU seconds since their start, of all who serve."""

    web: float
    database: float
    cache: float

    def since(self, before: Spent) -> dict[str, float]:
        both = zip(("web", "database", "cache"), vars(self).values(), vars(before).values(), strict=True)
        return {name: round(now - then, 2) for name, now, then in both}


def spent(stand: Stand, server: subprocess.Popen[str]) -> Spent:
    return Spent(
        _cpu(server.pid),
        _cpu(stand.cluster.pid),
        _cpu(stand.redis_server.pid) if stand.redis_server is not None else 0.0,
    )


def _cpu(parent: int) -> float:
    """Of a process, of its children, and of those that have ended."""
    ticks = _ticks(parent, ended=True)
    return (ticks + sum(_ticks(child) for child in children_of(parent))) / TICKS


def _ticks(pid: int, ended: bool = False) -> int:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return 0
    return sum(int(field) for field in fields[11 : 15 if ended else 13])


@contextmanager
def set_up() -> Iterator[Stand]:
    with ExitStack() as ends:
        folder = Path(ends.enter_context(TemporaryDirectory(prefix="bench-")))
        cluster = Cluster(**QUIET)
        ends.callback(cluster.remove)
        cluster.create("bench")
        stand = Stand(cluster.address("bench"), folder)
        stand.cluster = cluster
        ends.callback(stand.end)
        if shutil.which("redis-server"):
            stand.redis_server = ends.enter_context(stand.redis())
        stand.manage("migrate")
        stand.manage("collectstatic", "--noinput")
        yield stand


def told(text: str) -> None:
    sys.stderr.write(f"{time.monotonic() - START:5.0f} s  {text}\n")
