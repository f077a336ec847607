"""How many have come, and are they enough?"""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Q

from ballots.definitions import Counting
from ballots.models import CheckIn, Elector, Poll
from ballots.queries import PollQuerySet
from ballots.verdicts import Counts, Words, judge

RUNNING = (Poll.State.DRAFT, Poll.State.OPEN)


@dataclass(frozen=True)
class Quorum:
    """The light: are enough present to begin, and if not, how many are missing."""

    is_met: bool
    sentence: str


@dataclass(frozen=True)
class Attendance:
    """应到, 实到 and the light of one poll, as they stand."""

    entitled: int
    present: int
    venues: tuple[tuple[str, int], ...]
    quorum: Quorum | None


def sitting(poll: Poll) -> PollQuerySet:
    """The polls for which one check-in serves: this one and the unfinished ones of its packet."""
    return Poll.objects.of_meeting(poll).filter(state__in=RUNNING).order_by("pk")


def came(poll: Poll) -> int | None:
    """实到 by check-in; None where nobody was checked in, so that it is typed."""
    return CheckIn.objects.filter(elector__poll=poll).count() or None


def attendance(poll: Poll) -> Attendance:
    entitled, recused = (
        Elector.objects.filter(poll=poll)
        .aggregate(entitled=Count("pk"), recused=Count("pk", filter=Q(is_recused=True)))
        .values()
    )
    numbers = dict(
        CheckIn.objects.filter(elector__poll=poll).values_list("venue").annotate(number=Count("pk"))
    )
    present = sum(numbers.values())
    venues = tuple((venue.label, numbers.get(venue.value, 0)) for venue in CheckIn.Venue)
    return Attendance(entitled, present, venues, quorum(poll.counting, entitled, recused, present))


def quorum(counting: Counting, entitled: int, recused: int, present: int) -> Quorum | None:
    """None where the rules ask for no number to begin with."""
    if counting.opening is None:
        return None
    counts = Counts(entitled, recused, present=present)
    verdict = judge(counting.opening, present, counts, Words("实到", "人", "可以开始", "不能开始"))
    if verdict.needed is None:
        return None
    if verdict.holds:
        return Quorum(True, f"已达到规定人数（需{verdict.needed}人）")
    return Quorum(False, f"还差{verdict.needed - present}人到会")
