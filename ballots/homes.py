"""On which page is a poll held that is part of something larger, or to which page does it lead back?

Whatever holds it does more than the poll knows of when it is opened or counted, so it has that one door.
"""

from __future__ import annotations

from collections.abc import Callable

from ballots.models import Poll
from selection.accounts.models import User

# The address of the page that holds the poll, or empty; filled by the apps above
HOMES: list[Callable[[Poll], str]] = []


# Name and address of what a poll belongs to that is held on its own page, for those who may read it
ABOVE: list[Callable[[Poll, User], tuple[str, str] | None]] = []


def above(poll: Poll, user: User) -> tuple[str, str] | None:
    return next((found for find in ABOVE if (found := find(poll, user))), None)


def home_of(poll: Poll) -> str:
    return next((address for find in HOMES if (address := find(poll))), "")
