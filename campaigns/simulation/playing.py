"""How is a whole campaign played, in a database that is for nothing else?"""

from __future__ import annotations

from datetime import date
from random import Random

from campaigns.choices import Stage, Track
from campaigns.models import Campaign
from selection import clock
from selection.records import pdfs

from . import days, places, school, stages
from .cast import cast_of


def play(ruleset: str, staff: int, seed: int, start: date, track: str = Track.NON_COMPETITIVE) -> Campaign:
    """From the quota to the register, its papers rendered."""
    clock.start_demo(days.at_nine(start))
    cast = cast_of(school.found(staff, ruleset, Random(seed)), seed)
    seats = places.FOR[Track(track)](cast)
    campaign = stages.draft(
        cast,
        f"{start.year}年中层干部选拔任用工作方案",
        seats,
        reference_on=start,
        starts_on=date(start.year + start.month // 10, (start.month + 2) % 12 + 1, 1),
        track=track,
    )
    days.play_together([stages.play_to(cast, campaign, seats, Stage.CLOSED)])
    pdfs.render_due()
    campaign.refresh_from_db()
    return campaign
