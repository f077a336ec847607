"""From which stage on may a thing be done? What is done before its time counts for nothing (A126)."""

from __future__ import annotations

from campaigns.choices import OVER, WALK, ActKind, Purpose, Stage, TalkKind
from campaigns.models import Campaign
from campaigns.tracks import stage_label
from selection.reasons import Refused

TALKS = {
    TalkKind.RECOMMENDATION: Stage.RECOMMEND,
    TalkKind.CONSULTATION: Stage.EVALUATE,
    TalkKind.INSPECTION: Stage.INSPECT,
}
ROUNDS = {
    Purpose.RECOMMENDATION: Stage.RECOMMEND,
    Purpose.EVALUATION: Stage.EVALUATE,
    Purpose.DECISION: Stage.DECIDE,
}
ACTS = {
    ActKind.DUTY_REPORT: Stage.EVALUATE,
    ActKind.WRITTEN_OPINIONS: Stage.EVALUATE,
    ActKind.INSPECTION_NOTICE: Stage.EVALUATE,
    ActKind.JOINT_INSPECTION: Stage.INSPECT,
    ActKind.VISIT: Stage.INSPECT,
    ActKind.FEEDBACK: Stage.INSPECT,
    ActKind.DELIBERATION: Stage.INSPECT,
    ActKind.MATERIALS: Stage.INSPECT,
    ActKind.INTRODUCTION: Stage.DECIDE,
    ActKind.POSTING: Stage.PUBLICIZE,
    ActKind.APPOINTMENT_TALK: Stage.FILE,
}
OF_EVALUATION = (Purpose.EVALUATION, ActKind.DUTY_REPORT, ActKind.WRITTEN_OPINIONS)


def stage_of(campaign: Campaign, kind: ActKind | Purpose | TalkKind) -> Stage | None:
    """None where it may be done at any time. The evaluation may be one meeting with the recommendation (B042)."""
    if kind in OF_EVALUATION and campaign.ruleset.evaluation.with_recommendation:
        return Stage.RECOMMEND
    tables: dict[type, dict] = {ActKind: ACTS, Purpose: ROUNDS, TalkKind: TALKS}
    return tables[type(kind)].get(kind)


def not_yet(campaign: Campaign, kind: ActKind | Purpose | TalkKind) -> str:
    """Why it is too early; empty once its stage has come."""
    stage = stage_of(campaign, kind)
    if stage is None or campaign.stage in OVER or WALK.index(Stage(campaign.stage)) >= WALK.index(stage):
        return ""
    return f"进入“{stage_label(stage, {campaign.track})}”阶段后才能办理{kind.label}"


def refuse_too_early(campaign: Campaign, kind: ActKind | Purpose | TalkKind) -> None:
    if why := not_yet(campaign, kind):
        raise Refused(why)
