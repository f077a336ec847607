"""A PostgreSQL of our own: made in a folder of its own, killed and removed by those who made it.

It logs every statement with its parameters and keeps all of its WAL: who attacks the secret of the
ballot may read whatever a careless administrator could have kept.
"""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from contextlib import suppress
from pathlib import Path

import psycopg

PLACES = [Path("/usr/lib/postgresql"), Path("/usr/pgsql")]
SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "wal_level": "replica",
    "wal_keep_size": "4GB",
    "max_connections": "60",
    "log_statement": "all",
    "log_line_prefix": "%m [%p] %x ",
    "log_min_duration_statement": "0",
    "autovacuum_naptime": "1s",
    "fsync": "off",  # servers are killed here, never the machine: what was written is not lost
}


class Missing(Exception):
    """There is no PostgreSQL on this machine."""


def programs() -> Path:
    """The folder of the newest server's programs."""
    found = [path for place in PLACES for path in place.glob("*/bin") if (path / "initdb").exists()]
    if found:
        return max(found, key=lambda path: float(path.parent.name))
    if on_path := shutil.which("initdb"):
        return Path(on_path).resolve().parent
    raise Missing("缺少 PostgreSQL 的程序（initdb）：请运行 apt-get install -y postgresql 后重试")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Cluster:
    def __init__(self, **settings: str) -> None:
        self.bin = programs()
        self.settings = SETTINGS | settings
        self.folder = Path(tempfile.mkdtemp(prefix="proofs-"))
        self.data, self.log = self.folder / "data", self.folder / "server.log"
        self.port = free_port()
        self._user = self._other_user()
        if self._user:
            shutil.chown(self.folder, self._user)
        self._run(
            "initdb", "-D", str(self.data), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-locale"
        )
        self._server: subprocess.Popen[bytes] | None = None
        self.start()

    @staticmethod
    def _other_user() -> str | None:
        """PostgreSQL refuses to be run by root."""
        if os.geteuid() != 0:
            return None
        known = {entry.pw_name for entry in pwd.getpwall()}
        return "postgres" if "postgres" in known else "nobody"

    def _run(self, program: str, *arguments: str) -> str:
        command = [str(self.bin / program), *arguments]
        done = subprocess.run(command, user=self._user, cwd="/", capture_output=True, text=True)
        assert done.returncode == 0, f"{program}: {done.stderr}"
        return done.stdout

    @property
    def pid(self) -> int:
        return self._server.pid

    def address(self, database: str = "postgres") -> str:
        return f"postgres://postgres@127.0.0.1:{self.port}/{database}"

    def connect(self, database: str = "postgres") -> psycopg.Connection:
        return psycopg.connect(self.address(database), autocommit=True)

    def start(self) -> None:
        command = [
            str(self.bin / "postgres"),
            "-D",
            str(self.data),
            "-p",
            str(self.port),
            "-k",
            str(self.folder),
        ]
        for name, value in self.settings.items():
            command += ["-c", f"{name}={value}"]
        with self.log.open("ab") as log:
            self._server = subprocess.Popen(command, user=self._user, cwd="/", stdout=log, stderr=log)
        self._await()

    def _await(self) -> None:
        for _ in range(600):
            try:
                self.connect().close()
                return
            except psycopg.OperationalError:
                assert self._server.poll() is None, self.log.read_text(errors="replace")[-2000:]
                time.sleep(0.05)
        raise AssertionError("the throw-away PostgreSQL does not answer")

    def kill(self) -> None:
        """As a power cut would: the server and every process of its own, none is asked to end."""
        children = children_of(self._server.pid)
        for pid in [self._server.pid, *children]:
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                continue
        self._server.wait()
        while any(Path(f"/proc/{pid}").exists() for pid in children):
            time.sleep(0.02)

    def recover(self, witness: psycopg.Connection, *, is_down: bool) -> None:
        """Up again after a crash, which cuts off ``witness``: by itself, unless the server itself is down."""
        with suppress(psycopg.OperationalError):
            while True:
                witness.execute("SELECT pg_sleep(0.02)")
        if is_down:
            self._server.wait()
            self.start()
        else:
            self._await()

    def remove(self) -> None:
        if self._server.poll() is None:
            self._server.send_signal(signal.SIGINT)
            self._server.wait()
        shutil.rmtree(self.folder)

    def create(self, database: str, like: str | None = None) -> None:
        template = f' TEMPLATE "{like}"' if like else ""
        with self.connect() as server:
            server.execute(f'CREATE DATABASE "{database}"{template}')

    def create_on(self, place: Path, database: str, like: str) -> None:
        """A database whose tables all lie in a folder of its own."""
        if self._user:
            shutil.chown(place, self._user)
        with self.connect() as server:
            server.execute(f"CREATE TABLESPACE {database} LOCATION '{place}'")
            server.execute(f'CREATE DATABASE "{database}" TEMPLATE "{like}" TABLESPACE "{database}"')

    def drop(self, database: str) -> None:
        with self.connect() as server:
            server.execute(f'DROP DATABASE "{database}" WITH (FORCE)')

    def dump(self, database: str, *options: str) -> str:
        return self._run("pg_dump", *options, self.address(database))

    def base_backup(self) -> Path:
        target = self.folder / "base-backup"
        shutil.rmtree(target, ignore_errors=True)
        self._run(
            "pg_basebackup",
            "-d",
            self.address(),
            "-D",
            str(target),
            "-X",
            "none",
            "-c",
            "fast",
            "--no-manifest",
        )
        return target

    def wal(self, start: str, end: str) -> list[str]:
        folder = self.data / "pg_wal"
        return self._run("pg_waldump", "-p", str(folder), "-s", start, "-e", end).splitlines()


def children_of(parent: int) -> list[int]:
    found = []
    for path in Path("/proc").glob("[0-9]*"):
        try:
            if parent_of(int(path.name)) == parent:
                found.append(int(path.name))
        except (FileNotFoundError, ProcessLookupError):
            continue
    return found


def parent_of(pid: int) -> int:
    return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
