"""Through which stages has a campaign come, when, and which are still ahead?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from campaigns.choices import WALK, Stage
from campaigns.models import Campaign
from campaigns.tracks import stage_label, step_label
from selection import clock


@dataclass(frozen=True)
class StageMark:
    label: str
    state: str
    planned_on: date | None
    actual_on: date | None


def stage_bar(campaign: Campaign) -> list[StageMark]:
    """The steps of its track with planned and actual first days; a follow-up goes on from what was done before it."""
    reached, before = entered(campaign), _taken_over(campaign)
    walk = campaign.walk
    here = walk.index(Stage(campaign.stage)) if campaign.stage in walk else len(walk)
    return [
        StageMark(
            stage_label(stage, {campaign.track}),
            "current" if index == here else _past(stage, reached, before) if index < here else "todo",
            campaign.plan.planned(stage),
            reached.get(stage) or (before.get(stage) if index <= here else None),
        )
        for index, stage in enumerate(walk)
        if stage not in (Stage.PREPARE, Stage.CLOSED)
    ]


def _past(stage: Stage, reached: dict[Stage, date], before: dict[Stage, date]) -> str:
    if stage in reached:
        return "done"
    return "inherited" if stage in before else "todo"


def _taken_over(campaign: Campaign) -> dict[Stage, date]:
    """What the campaigns it follows had entered, the nearest one's day first."""
    found: dict[Stage, date] = {}
    for each in campaign.lineage[1:]:
        found = entered(each) | found
    return found


def entered(campaign: Campaign) -> dict[Stage, date]:
    """Stage → the day it was entered last, read off the ledger; a way back leaves what lay behind it."""
    words = {step_label(campaign, each.name): each.target for each in campaign.get_all_stage_transitions()}
    found: dict[Stage, date] = {}
    for entry in campaign.ledger.entries.all():
        content = entry.content
        if content["act"] in words and content["about"] == f"campaign:{campaign.pk}":
            stage = Stage(words[content["act"]])
            if stage in WALK:
                found = {each: day for each, day in found.items() if WALK.index(each) < WALK.index(stage)}
            found[stage] = clock.local(entry.at).date()
    return found
