"""Which posts does a plan offer, each once, however follow-ups have split it?"""

from __future__ import annotations

from typing import NamedTuple

from campaigns.models import Opening, Plan


class Offer(NamedTuple):
    """One post with all its seats; ``opening`` is where it was first listed."""

    opening: Opening
    seats: int


def offers(plan: Plan) -> list[Offer]:
    """Read off the campaigns, openings and posts that were fetched with the plan."""
    by_post: dict[int, list[Opening]] = {}
    for campaign in sorted(plan.campaigns.all(), key=lambda each: each.pk):
        for opening in campaign.openings.all():
            by_post.setdefault(opening.post_id, []).append(opening)
    return [Offer(openings[0], _seats(openings)) for openings in by_post.values()]


def listed(plan: Plan) -> list[Opening]:
    """The openings of all campaigns, without those that a follow-up has taken over whole."""
    openings = [opening for campaign in plan.campaigns.all() for opening in campaign.openings.all()]
    carried = Opening.Result.CARRIED
    going_on = {each.post_id for each in openings if each.result != carried}
    return [each for each in openings if each.result != carried or each.post_id not in going_on]


def _seats(openings: list[Opening]) -> int:
    """What was carried over into a follow-up is counted there."""
    here = [each for each in openings if each.result != Opening.Result.CARRIED]
    return sum(each.seats for each in here) or openings[0].seats
