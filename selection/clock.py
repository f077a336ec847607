"""What time is it, for every date, deadline and record in the program?

In demo mode the time is a small file that every process reads: ``at`` is what the clock showed when
the real time was ``since``, and it runs on from there. Without that file, and in service mode, the
clock shows the real time.
"""

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.conf import settings

from selection.reasons import Refused

ZONE = ZoneInfo("Asia/Shanghai")
DEMO_START = datetime(2026, 3, 2, 8, 0, tzinfo=ZONE)


class Setting(NamedTuple):
    """How the demo clock was last set."""

    at: datetime
    since: datetime


def now() -> datetime:
    """The present instant, in Asia/Shanghai."""
    real = datetime.now(UTC)
    setting = _setting() if settings.DEMO else None
    return local(setting.at + (real - setting.since) if setting else real)


def today() -> date:
    return now().date()


def local(instant: datetime) -> datetime:
    return instant.astimezone(ZONE)


def end_of(day: date) -> datetime:
    """24:00 of the day, which is where a period that has it as its last day ends."""
    return datetime.combine(day + timedelta(days=1), time.min, tzinfo=ZONE)


def start_demo(at: datetime = DEMO_START) -> None:
    """Start the demo clock at ``at``, or let it run on from where it was stamped last."""
    with _locked():
        setting = _setting()
        _write(setting.at if setting else at)


def move_to(instant: datetime) -> None:
    """Put the demo clock forward; it never goes back, because records bear its dates."""
    with _locked():
        if instant < now():
            raise Refused("演示时间只能往前调，不能往回调")
        _write(instant)


def stamp() -> None:
    """Write down what the demo clock shows, so that it resumes from there after a stop."""
    with _locked():
        if _setting():
            _write(now())


def _path() -> Path:
    return Path(settings.VAR_DIR) / "clock.json"


def _setting() -> Setting | None:
    try:
        stored = json.loads(_path().read_text())
    except FileNotFoundError:
        return None
    return Setting(datetime.fromisoformat(stored["at"]), datetime.fromisoformat(stored["since"]))


def _write(at: datetime) -> None:
    """Replace the file in one step, so that a reader sees the old setting or the new one."""
    path = _path()
    fresh = path.with_suffix(".new")
    fresh.write_text(json.dumps({"at": local(at).isoformat(), "since": datetime.now(UTC).isoformat()}))
    os.replace(fresh, path)


@contextmanager
def _locked() -> Iterator[None]:
    if not settings.DEMO:
        raise Refused("只有演示环境的时间可以调整")
    directory = _path().parent
    directory.mkdir(parents=True, exist_ok=True)
    with open(directory / "clock.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
