"""What lies on somebody's desk today? One module a role; a person of several roles has several desks."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from selection.accounts.models import User


class Beside(NamedTuple):
    """A part of the first page that an app above adds: its template, and what it shows to whom, if anything."""

    template: str
    desk: Callable[[User], object | None]


class Asked(NamedTuple):
    """One thing that waits for somebody: what, entered by whom, and where it is done under which button."""

    sentence: str
    note: str
    url: str
    button: str


ASKED: list[Callable[[User], list[Asked]]] = []  # of leaders, by the apps above; filled by them
BESIDE: list[Beside] = []  # filled by the apps above
