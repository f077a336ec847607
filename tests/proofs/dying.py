"""Every moment at which a process may die within an act: before a statement, around a commit and a file.

A deed of the office is done in a child of its own, which kills itself at the given moment.
"""

from __future__ import annotations

import os
import signal
import traceback
from collections.abc import Callable
from itertools import count
from typing import Any

import time_machine
from django.core.files.storage import FileSystemStorage
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper

from selection.reasons import Refused

NOON = "2026-03-16T12:00:00+08:00"


def do(deed: Callable[[], object], database: str, moment: int = 0) -> int:
    """In another database of the same server, at noon. Gives how the child ended: 0, or −9.

    Whoever does what is done already is refused; that ends well too.
    """
    connection.close()
    if hasattr(connection, "close_pool"):
        connection.close_pool()
    child = os.fork()
    if child == 0:
        os._exit(_act(deed, database, moment))
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def _act(deed: Callable[[], object], database: str, moment: int) -> int:
    connection.settings_dict |= {"NAME": database, "OPTIONS": {}}  # no pool, which is its parent's
    time_machine.travel(NOON, tick=False).start()
    _watch(moment)
    try:
        deed()
    except Refused:
        return 0
    except BaseException:
        traceback.print_exc()
        return 1
    return 0


def _watch(moment: int) -> None:
    passed = count(1)

    def reached() -> None:
        if next(passed) == moment:
            os.kill(os.getpid(), signal.SIGKILL)

    def around(work: Callable[..., Any]) -> Callable[..., Any]:
        def watched(*given: Any, **also: Any) -> Any:
            reached()
            done = work(*given, **also)
            reached()
            return done

        return watched

    def before(execute: Callable[..., Any], *given: Any) -> Any:
        reached()
        return execute(*given)

    connection.execute_wrappers.append(before)
    BaseDatabaseWrapper._commit = around(BaseDatabaseWrapper._commit)
    FileSystemStorage._save = around(FileSystemStorage._save)
