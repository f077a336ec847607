"""On which page is a poll held that is part of something larger?

Whatever holds it does more than the poll knows of when it is opened or counted, so it has that one door.
"""

from __future__ import annotations

from collections.abc import Callable

from ballots.models import Poll

# The address of the page that holds the poll, or empty; filled by the apps above
HOMES: list[Callable[[Poll], str]] = []


def home_of(poll: Poll) -> str:
    return next((address for find in HOMES if (address := find(poll))), "")
