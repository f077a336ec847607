"""What of the procedure has fallen due, and who does it when nobody is at the desk?

Each thing is done in a transaction of its own, in the order of the deadlines, with the deadline as
its effective time; what was done already is not done again.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from django.db import transaction

from ballots import deadlines as polls
from campaigns.models import Campaign, Filing, Publicity, Registration, Suspension
from campaigns.services import filing, publicizing, registering, rounds
from selection import clock
from selection.records import arrangements, ledgers

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Due:
    """One thing whose time is over, and the service that does it."""

    at: datetime
    what: str
    do: Callable[[], object]


def tick(now: datetime | None = None) -> None:
    """Do all that is due. One failure does not keep the rest from being done."""
    failures: list[Exception] = []
    for each in due(now or clock.now()):
        try:
            each.do()
        except Exception as failure:
            logger.exception("%s, due at %s, failed", each.what, each.at)
            failures.append(failure)
    if failures:
        raise ExceptionGroup("due work of campaigns failed", failures)


def due(now: datetime) -> list[Due]:
    """What is to be done, the longest overdue first."""
    return sorted(_due(now), key=lambda each: each.at)


def _due(now: datetime) -> Iterator[Due]:
    for poll in polls.due(now):
        yield Due(poll.closes_at or now, f"poll {poll.pk}", partial(rounds.close_due, poll))
    for notice in Publicity.objects.due(now):
        yield Due(notice.ends_at, f"publicity {notice.pk}", partial(publicizing.end, notice, now))
    for late in Filing.objects.overdue(now):
        yield Due(late.due_at, f"filing {late.pk}", partial(filing.mark_overdue, late, now))


def upcoming() -> Iterator[tuple[datetime, str]]:
    """When which notice is over and which filing is due; provisional days are no deadlines yet."""
    for notice in Publicity.objects.running().filter(is_provisional=False).select_related("campaign__plan"):
        yield notice.ends_at, f"{notice.campaign.plan.title}公示期满"
    for each in Filing.objects.open().filter(is_provisional=False).select_related("campaign__plan"):
        yield each.due_at, f"{each.campaign.plan.title}备案期限届满"
    for window in Registration.objects.filter(campaign__in=Campaign.objects.running()).select_related(
        "campaign__plan"
    ):
        yield window.closes_at, f"{window.campaign.plan.title}竞聘报名截止"


@transaction.atomic
def resume_periods(campaign: Campaign, suspension: Suspension) -> None:
    """After a pause: the running periods of the campaign go on, longer by the days that stood still."""
    known = arrangements.current()
    for notice in _notices([campaign]):
        publicizing.recount(notice, known)
    for each in _filings([campaign]):
        filing.recount(each, known)
    registering.prolong(campaign, suspension, known)


@transaction.atomic
def recount_open(year: int) -> None:
    """After the holidays of a year were entered or corrected: count again what is still open.

    What stands still is counted when it goes on; what is over keeps the end it had.
    """
    touched = Campaign.objects.running().filter(suspended_on=None)
    ledgers.hold_all(each.ledger for each in touched.select_related("plan__ledger"))
    campaigns = list(touched.select_for_update(of=("self",), no_key=True).order_by("pk"))
    known, now = arrangements.current(), clock.now()
    for notice in _notices(campaigns):
        if notice.is_provisional or notice.ends_at > now:
            publicizing.recount(notice, known)
    for each in _filings(campaigns):
        if each.is_provisional or each.due_at > now:
            filing.recount(each, known)


def _notices(campaigns: Iterable[Campaign]) -> Iterable[Publicity]:
    return Publicity.objects.filter(campaign__in=campaigns, state="running").order_by("pk")


def _filings(campaigns: Iterable[Campaign]) -> Iterable[Filing]:
    return Filing.objects.filter(campaign__in=campaigns, state="due", overdue_since=None).order_by("pk")
