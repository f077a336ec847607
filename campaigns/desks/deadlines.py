"""Which date comes next in a selection?"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from campaigns.choices import WALK, Stage
from campaigns.models import Campaign
from campaigns.tracks import stage_label
from selection import clock


class Next(NamedTuple):
    """A date that somebody else set, or that the calendar planned, and what falls on it."""

    on: date
    label: str
    is_late: bool = False
    is_provisional: bool = False


def nearest(campaign: Campaign) -> Next | None:
    """The earliest of what runs: votes, publicities, filing; else the day planned for the next stage."""
    running = sorted(
        [*_registration(campaign), *_votes(campaign), *_publicities(campaign), *_filing(campaign)]
    )
    return running[0] if running else _planned(campaign)


def _registration(campaign: Campaign) -> list[Next]:
    windows = campaign.registrations.open_at(clock.now())
    return [Next(clock.local(each.closes_at).date(), "报名截止") for each in windows]


def _votes(campaign: Campaign) -> list[Next]:
    held = campaign.rounds.filter(poll__state="open", poll__closes_at__isnull=False).select_related("poll")
    return [
        Next(clock.local(each.poll.closes_at).date(), f"{each.get_purpose_display()}截止")
        for each in held
        if each.poll is not None and each.poll.closes_at is not None
    ]


def _publicities(campaign: Campaign) -> list[Next]:
    return [
        Next(notice.last_day, "公示期满", is_provisional=notice.is_provisional)
        for notice in campaign.publicities.running()
    ]


def _filing(campaign: Campaign) -> list[Next]:
    due = getattr(campaign, "filing", None)
    if due is None or due.state not in ("due", "sent_back"):
        return []
    late = due.due_on < clock.today()
    return [Next(due.due_on, "备案已逾期" if late else "备案报送截止", late, due.is_provisional)]


def _planned(campaign: Campaign) -> Next | None:
    if campaign.stage not in WALK or campaign.stage in (Stage.FILE, Stage.CLOSED):
        return None
    following = campaign.walk[campaign.walk.index(Stage(campaign.stage)) + 1]
    day = campaign.plan.planned(following)
    called = stage_label(following, {campaign.track})
    return Next(day, f"计划{called}", day < clock.today()) if day else None
