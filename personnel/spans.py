"""How long has somebody served in one post or one office, whatever the number of terms?"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from itertools import pairwise
from typing import NamedTuple

from personnel.models.tenures import Tenure

BREAK = timedelta(days=183)  # half a year: longer than a new term has ever to wait for its appointment


class Span(NamedTuple):
    """``until`` is the first day that no longer counts; None while nobody has set an end."""

    since: date
    until: date | None


def of(tenure: Tenure) -> Span:
    """The time that a tenure lasted, or lasts by its term (A026)."""
    lapses = tenure.ends_on + timedelta(days=1) if tenure.ends_on else None
    ends = [day for day in (tenure.ended_on, lapses) if day is not None]
    return Span(tenure.starts_on, min(ends) if ends else None)


def begun(spans: Iterable[Span], on: date) -> date | None:
    """The day from which service counts that goes on at ``on``; None where none does.

    Terms that follow one another are one service. Earlier ones are put before it, day by day, and no day
    counts twice; what lies before a longer ``BREAK`` is another service (AMB-7).
    """
    merged = _merged(span for span in spans if span.since <= on)
    if not merged or not (merged[-1].until is None or merged[-1].until > on):
        return None
    served = timedelta()
    for span, following in reversed(list(pairwise(merged))):
        if span.until is None or following.since - span.until > BREAK:
            break
        served += span.until - span.since
    return merged[-1].since - served


def _merged(spans: Iterable[Span]) -> list[Span]:
    found: list[Span] = []
    for span in sorted(spans, key=lambda each: each.since):
        last = found[-1] if found else None
        if last is None or (last.until is not None and last.until < span.since):
            found.append(span)
        else:
            ends = (last.until, span.until)
            found[-1] = Span(last.since, None if None in ends else max(day for day in ends if day))
    return found
