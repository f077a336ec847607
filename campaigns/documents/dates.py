"""How are months and spans of days written in a sentence of a paper?"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from selection.chinese import day


def month(value: date | None, unknown: str = "") -> str:
    """1986年1月"""
    return f"{value.year}年{value.month}月" if value else unknown


def until(last: date, first: date) -> str:
    """The last day of a span; its year is said only where it differs."""
    return f"{last.month}月{last.day}日" if last.year == first.year else day(last)


def span(days: Iterable[date]) -> str:
    """2026年3月2日, or 2026年3月30日至4月3日 from the first to the last of several."""
    known = sorted(set(days))
    if len(known) > 1:
        return f"{day(known[0])}至{until(known[-1], known[0])}"
    return day(known[0]) if known else ""
