"""Every moment at which something may die within an act: before a statement, around a commit and a file.

A deed of the office is done in a child of its own, which kills itself or the database at the given moment.
Servers and workers do so in the next request or task, when ``MOMENT`` lies in their folder.
"""

from __future__ import annotations

import json
import os
import signal
import traceback
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any

import time_machine
from django.conf import settings
from django.core.files.storage import FileSystemStorage
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper

from selection.reasons import Refused
from tests.proofs.cluster import children_of, parent_of

NOON = "2026-03-16T12:00:00+08:00"
MOMENT = "moment.json"
DATABASE_DIED = 2


def do(deed: Callable[[], object], database: str, moment: int = 0, victim: str = "process") -> int:
    """In another database of the same server, at noon. Gives how the child ended: 0, −9 or ``DATABASE_DIED``.

    Whoever does what is done already is refused; that ends well too.
    """
    connection.close()
    if hasattr(connection, "close_pool"):
        connection.close_pool()
    child = os.fork()
    if child == 0:
        os._exit(_act(deed, database, moment, victim))
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def _act(deed: Callable[[], object], database: str, moment: int, victim: str) -> int:
    connection.settings_dict |= {"NAME": database, "OPTIONS": {}}  # no pool, which is its parent's
    time_machine.travel(NOON, tick=False).start()
    died = _watch(moment, victim)
    try:
        deed()
    except Refused:
        return 0
    except BaseException:
        if not died:
            traceback.print_exc()
            return 1
    return DATABASE_DIED if died else 0


def in_the_next(**_signal: Any) -> None:
    """Once: who begins first finds the moment, and takes it away."""
    try:
        text = Path(settings.VAR_DIR / MOMENT).read_text()
        Path(settings.VAR_DIR / MOMENT).unlink()
    except FileNotFoundError:
        return
    _watch(**json.loads(text))


def _watch(moment: int, victim: str, after: str = "") -> list[int]:
    """Counts from the start or, of the next statement, from one that has ``after`` in it.

    Gives a list that is empty as long as nothing has died.
    """
    passed, died = count(1), []
    counting = [not after]

    def reached() -> None:
        if counting[0] and next(passed) == moment:
            died.append(moment)
            VICTIMS[victim]()

    def around(work: Callable[..., Any]) -> Callable[..., Any]:
        def watched(*given: Any, **also: Any) -> Any:
            reached()
            done = work(*given, **also)
            reached()
            return done

        return watched

    def before(execute: Callable[..., Any], sql: str, *given: Any) -> Any:
        reached()
        counting[0] |= after in sql
        return execute(sql, *given)

    connection.execute_wrappers.append(before)
    BaseDatabaseWrapper._commit = around(BaseDatabaseWrapper._commit)
    FileSystemStorage._save = around(FileSystemStorage._save)
    return died


def _kill(*pids: int) -> None:
    for pid in pids:
        os.kill(pid, signal.SIGKILL)


def _backend() -> int:
    connection.ensure_connection()
    return connection.connection.info.backend_pid


def _kill_database() -> None:
    server = parent_of(_backend())
    _kill(server, *children_of(server))


VICTIMS: dict[str, Callable[[], None]] = {
    "process": lambda: _kill(os.getpid()),
    "master": lambda: _kill(os.getppid(), os.getpid()),
    "backend": lambda: _kill(_backend()),
    "database": _kill_database,
}
