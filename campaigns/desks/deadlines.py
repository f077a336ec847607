"""Which date comes next in a selection?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from datetime import date
from typing import NamedTuple

from campaigns.choices import WALK, Stage, Track
from campaigns.models import Campaign, Candidacy, Filing, Publicity, Registration, Round
from campaigns.tracks import stage_label, walk_of
from selection import clock


class Next(NamedTuple):
    """A date that somebody else set, or that the calendar planned, and what falls on it."""

    on: date
    label: str
    is_late: bool = False
    is_provisional: bool = False


Dated = Iterator[tuple[int, Next]]  # each with its campaign


def nearest(campaign: Campaign) -> Next | None:
    return nearest_of([campaign]).get(campaign.pk)


def nearest_of(campaigns: Collection[Campaign]) -> dict[int, Next]:
    """The earliest of what runs: votes, publicities, filing; else the day planned for the next stage.

    In the same number of queries for any number of campaigns.
    """
    running: dict[int, list[Next]] = defaultdict(list)
    for find in (_registrations, _votes, _publicities, _filings):
        for pk, due in find(campaigns):
            running[pk].append(due)
    found = {pk: min(dates) for pk, dates in running.items()}
    return {**dict(_planned([each for each in campaigns if each.pk not in found])), **found}


def _registrations(campaigns: Iterable[Campaign]) -> Dated:
    for each in Registration.objects.open_at(clock.now()).filter(campaign__in=campaigns):
        yield each.campaign_id, Next(clock.local(each.closes_at).date(), "报名截止")


def _votes(campaigns: Iterable[Campaign]) -> Dated:
    held = Round.objects.filter(campaign__in=campaigns, poll__state="open", poll__closes_at__isnull=False)
    for each in held.select_related("poll"):
        if each.poll is not None and each.poll.closes_at is not None:
            closes_on = clock.local(each.poll.closes_at).date()
            yield each.campaign_id, Next(closes_on, f"{each.get_purpose_display()}截止")


def _publicities(campaigns: Iterable[Campaign]) -> Dated:
    for notice in Publicity.objects.running().filter(campaign__in=campaigns):
        yield (
            notice.campaign_id,
            Next(notice.last_day, "公示期满", is_provisional=notice.is_provisional),
        )


def _filings(campaigns: Iterable[Campaign]) -> Dated:
    for due in Filing.objects.filter(campaign__in=campaigns, state__in=("due", "sent_back")):
        late = due.due_on < clock.today()
        label = "备案已逾期" if late else "备案报送截止"
        yield due.campaign_id, Next(due.due_on, label, late, due.is_provisional)


def _planned(campaigns: Collection[Campaign]) -> Dated:
    promoting = _promoting([each for each in campaigns if each.track == Track.DIRECT])
    for campaign in campaigns:
        if campaign.stage not in WALK or campaign.stage in (Stage.FILE, Stage.CLOSED):
            continue
        walk = walk_of(campaign, promoting)
        following = walk[walk.index(Stage(campaign.stage)) + 1]
        if day := campaign.plan.planned(following):
            called = stage_label(following, {campaign.track})
            yield campaign.pk, Next(day, f"计划{called}", day < clock.today())


def _promoting(campaigns: list[Campaign]) -> set[int]:
    """Those of the campaigns that promote somebody."""
    promoted = Candidacy.objects.live().filter(opening__campaign__in=campaigns, is_promotion=True)
    return set(promoted.values_list("opening__campaign", flat=True)) if campaigns else set()
