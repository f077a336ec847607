"""By which stages does a selection go on its track, and what are they called there? (A038, A063–A118)"""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import TYPE_CHECKING, Any

from campaigns.choices import WALK, Stage, Track

if TYPE_CHECKING:
    from datetime import date

    from campaigns.models import Campaign, Plan
    from campaigns.rulesets.values import ByTrack, Level

# Nobody votes on the direct track: 通报, then 公示 where somebody is promoted, then the appointment (AMB-17).
DIRECT = (Stage.PREPARE, Stage.ANNOUNCE, Stage.PUBLICIZE, Stage.FILE, Stage.CLOSED)
STAGES = {Track.NON_COMPETITIVE: WALK, Track.COMPETITIVE: WALK, Track.DIRECT: DIRECT}
CALLED = {
    (Track.COMPETITIVE, Stage.RECOMMEND): "报名与资格审查",
    (Track.COMPETITIVE, Stage.EVALUATE): "演讲与民主测评",
    (Track.DIRECT, Stage.ANNOUNCE): "会议通报",
}
STEPS = {
    (Track.COMPETITIVE, "recommend"): "开始报名",
    (Track.COMPETITIVE, "evaluate"): "进入演讲与民主测评",
    (Track.COMPETITIVE, "recommend_again"): "重新竞聘",
    (Track.DIRECT, "announce"): "启动并通报",
}
BARS = {
    Track.NON_COMPETITIVE: ("talk_recommendation", "recommendation", "evaluation", "talk"),
    Track.COMPETITIVE: ("evaluation",),
    Track.DIRECT: (),
}


def walk_of(campaign: Campaign, promoting: Collection[int] | None = None) -> tuple[Stage, ...]:
    """The stages of this campaign, in their order; on the direct track nobody but the promoted is published.

    ``promoting``: the campaigns that promote somebody, where they are known already.
    """
    stages = STAGES[Track(campaign.track)]
    if campaign.track != Track.DIRECT or campaign.stage == Stage.PUBLICIZE:
        return stages
    if promoting is None:
        promoting = {campaign.pk} if campaign.live().filter(is_promotion=True).exists() else ()
    if campaign.pk in promoting:  # Candidacy.is_published
        return stages
    return tuple(stage for stage in stages if stage != Stage.PUBLICIZE)


def planned_stages(plan: Plan) -> list[Stage]:
    """Those for which the plan's calendar has a day, in their order."""
    known = {stage for track in plan.tracks for stage in STAGES[Track(track)]}
    return [stage for stage in WALK[1:-1] if stage in known]


def planned_days(plan: Plan) -> list[tuple[str, date | None]]:
    """What the stages are called, and their planned first days."""
    return [(stage_label(stage, plan.tracks), plan.planned(stage)) for stage in planned_stages(plan)]


def stage_label(stage: Stage | str, tracks: set[str]) -> str:
    """As it is called on the track; where a plan goes by several, by all its names."""
    names = [CALLED.get((Track(track), Stage(stage)), Stage(stage).label) for track in sorted(tracks)]
    return "、".join(dict.fromkeys(names))


def chain(review: ByTrack, tracks: set[str]) -> tuple[Level, ...]:
    """Who reviews what goes by several tracks: everybody whom one of them asks for, once."""
    levels = [level for track in Track if track in tracks for level in review.for_(track)]
    return tuple(dict.fromkeys(levels))


def step_into(stage: Stage) -> str:
    """The name of the transition by which a stage is entered."""
    return "close" if stage == Stage.CLOSED else str(stage)


def step_label(campaign: Campaign, step: str) -> str:
    """What the button of a step says."""
    for each in campaign.get_all_stage_transitions():
        if each.name == step:
            return STEPS.get((Track(campaign.track), step), str(each.custom["label"]))
    raise KeyError(step)


def again(campaign: Campaign) -> str:
    """What it is called to choose from the persons anew."""
    return step_label(campaign, "recommend_again")


def on(*tracks: Track, also: Callable[[Any], bool] | None = None) -> Callable[[Any], bool]:
    """For a rule that only these tracks know (``applies``)."""
    return lambda campaign: campaign.track in tracks and (also is None or also(campaign))


WITH_VOTES = on(Track.NON_COMPETITIVE, Track.COMPETITIVE)
