"""What falls due next, and who acts when it does?

Apps register here when they are ready: what they are waiting for, and the work that is done when it
has come. The beat and the demo clock both do that work by ``tick``.
"""

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from selection import clock

logger = logging.getLogger(__name__)


@dataclass(frozen=True, order=True)
class Deadline:
    """An instant at which something ends, and its name in Chinese (王某某拟聘公示期满)."""

    at: datetime
    label: str


Source = Callable[[], Iterable[tuple[datetime, str]]]
Work = Callable[[], object]

sources: list[Source] = []
works: list[Work] = []


def register(source: Source) -> Source:
    """Add a callable that lists (instant, label) of whatever is still to fall due."""
    if source not in sources:
        sources.append(source)
    return source


def on_tick(work: Work) -> Work:
    """Add idempotent work to be done at every tick, in the order in which it was added."""
    if work not in works:
        works.append(work)
    return work


def upcoming() -> list[Deadline]:
    """All that is still to fall due, the earliest first."""
    present = clock.now()
    found = (Deadline(clock.local(at), label) for source in sources for at, label in source())
    return sorted(deadline for deadline in found if deadline.at > present)


def earliest() -> Deadline | None:
    return next(iter(upcoming()), None)


def tick() -> None:
    """Do whatever is due. One app's failure does not keep the others from their work."""
    if settings.DEMO:
        clock.stamp()
    failures: list[Exception] = []
    for work in works:
        try:
            work()
        except Exception as failure:
            logger.exception("due work failed: %s", work)
            failures.append(failure)
    if failures:
        raise ExceptionGroup("due work failed", failures)
