"""One function a stage, in its order, and the way through them.

Every function leaves the campaign at the next stage's door; ``play_to`` opens the doors.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from campaigns.choices import Stage, Track
from campaigns.models import Campaign
from campaigns.services import stages

from . import contest, direct, entering
from .cast import Cast
from .choosing import evaluate, recommend
from .days import Waiting
from .doing import Seat
from .finishing import decide, file, inspect, post_notice, publicize
from .starting import announce, draft, prepare

__all__ = ["AT", "Seat", "draft", "play_to", "post_notice"]

Play = Callable[[Cast, Campaign, Sequence[Seat]], Waiting]
WITH_VOTES: dict[Stage, Play] = {
    Stage.PREPARE: prepare,
    Stage.ANNOUNCE: announce,
    Stage.RECOMMEND: recommend,
    Stage.EVALUATE: evaluate,
    Stage.INSPECT: inspect,
    Stage.DECIDE: decide,
    Stage.PUBLICIZE: publicize,
    Stage.FILE: file,
}
AT: dict[Track, dict[Stage, Play]] = {
    Track.NON_COMPETITIVE: WITH_VOTES,
    Track.COMPETITIVE: WITH_VOTES
    | {
        Stage.ANNOUNCE: entering.announce,
        Stage.RECOMMEND: entering.register,
        Stage.EVALUATE: contest.evaluate,
    },
    Track.DIRECT: WITH_VOTES | {Stage.PREPARE: direct.prepare, Stage.ANNOUNCE: direct.announce},
}


def play_to(cast: Cast, campaign: Campaign, seats: Sequence[Seat], stage: Stage) -> Waiting:
    """Play every stage before ``stage`` and step into it."""
    while campaign.stage != stage:
        yield from AT[Track(campaign.track)][Stage(campaign.stage)](cast, campaign, seats)
        step = stages.next_step(campaign)
        assert step is not None
        stages.advance(campaign, step, by=cast.officer)
