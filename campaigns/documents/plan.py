"""工作方案: what will be filled, by whom, how and when; printed from the plan itself.

Its wording lies on the plan (``Plan.wording``) from the first draft on; the paper is drawn up when the
campaign is announced, from the plan as it was approved.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from campaigns.choices import AgendaPurpose, PlanRoleKind
from campaigns.documents import drafting, meetings, outline, plan_figures, plan_wording, requirements
from campaigns.documents.dates import month
from campaigns.documents.outline import Heading
from campaigns.models import Document, Opening, Plan
from campaigns.tracks import planned_stages, stage_label
from selection.accounts.models import User

KIND = "work_plan"
TEMPLATE = "papers/work_plan.html"
LABEL = "工作方案"
OUTLINE = (
    Heading("preamble"),
    Heading("principles", "指导原则"),
    Heading("posts", "选拔职位", block="openings"),
    Heading("conditions", "任职条件和资格", block="conditions"),
    Heading("scope", "选拔范围"),
    Heading("manner", "选拔方式"),
    Heading("steps", "工作程序", block="calendar"),
    Heading("announce", "公布方案", level=2),
    Heading("recommend", "民主推荐", level=2),
    Heading("evaluate", "民主测评", level=2),
    Heading("inspect", "组织考察", level=2),
    Heading("decide", "讨论决定", level=2),
    Heading("publicize", "拟聘公示", level=2),
    Heading("file", "办理聘任和备案", level=2),
    Heading("organisation", "组织领导", block="team"),
    Heading("discipline", "工作纪律", block="discipline"),
    Heading("closing", "其他事项"),
)
SECTIONS = outline.labels(OUTLINE)
RENAMED = ("announce", "recommend", "evaluate")  # steps that a track has its own name for


def context(plan: Plan) -> dict[str, Any]:
    """The plan's facts as they stand now."""
    campaign = plan.campaigns.earliest("pk")
    openings = list(_openings(plan))
    return {
        "about": f"plan:{plan.pk}",
        "school": plan.organisation.name,
        "title": titled(plan.organisation.name, plan.title),
        "openings": [_opening(opening) for opening in openings],
        "conditions": list(plan.ruleset.eligibility.conditions),
        "requirements": requirements.sentences(plan, openings),
        "team": team(plan),
        "calendar": plan_figures.calendar(plan),
        "discipline": list(plan.ruleset.discipline),
        "acts": plan_figures.acts(plan, campaign, openings),
        "tokens": plan_figures.tokens(plan, campaign, openings),
        "not_before": meetings.not_before(meetings.that_settled(campaign, AgendaPurpose.PLAN)),
        "ruleset": plan.snapshot_digest,
        "tracks": sorted(plan.tracks),
        "outline": outline.facts(_headings(plan)),
        "signer": plan.organisation.name,
    }


def _headings(plan: Plan) -> list[Heading]:
    """A step that none of the plan's tracks knows has none; the others are called as on those tracks."""
    stages = {str(stage): stage_label(stage, plan.tracks) for stage in planned_stages(plan)}
    return [
        replace(heading, title=stages.get(heading.key, heading.title)) if heading.key in RENAMED else heading
        for heading in OUTLINE
        if heading.level == 1 or heading.key in stages
    ]


def texts(plan: Plan, facts: Mapping[str, Any] | None = None) -> dict[str, str]:
    """The wording in force: what the officer wrote, else what is proposed."""
    proposed = plan_wording.wording(dict(facts or context(plan)))
    return proposed | {key: text for key, text in plan.wording.items() if key in proposed}


def own_words(plan: Plan, given: Mapping[str, str]) -> dict[str, str]:
    """What to keep on the plan of a form full of texts: those that differ from the proposal."""
    proposed = plan_wording.wording(context(plan))
    tidy = {key: text.strip().replace("\r\n", "\n") for key, text in given.items()}
    return {key: text for key, text in tidy.items() if key in proposed and text != proposed[key]}


def faults(plan: Plan, changed: Mapping[str, str]) -> list[str]:
    """What is wrong with a new wording of a plan that isn't final yet."""
    facts = context(plan)
    return drafting.faults(KIND, facts, texts(plan, facts) | dict(changed))


def draw_up(plan: Plan, *, by: User) -> Document:
    facts = context(plan)
    campaign = plan.campaigns.earliest("pk")
    return drafting.write(KIND, plan, facts, campaign=campaign, worded=texts(plan, facts))


def titled(school: str, title: str) -> str:
    """The school's name before a title that lacks it."""
    return title if title.startswith(school) else f"{school}{title}"


def team(plan: Plan) -> list[dict[str, Any]]:
    """Who has which task, tasks without anybody left out."""
    named = [(kind.label, [user.name for user in plan.people(kind)]) for kind in PlanRoleKind]
    return [{"task": label, "names": names} for label, names in named if names]


def _openings(plan: Plan) -> Any:
    """Every post of the plan; follow-up campaigns go on with posts that are listed already."""
    return (
        Opening.objects.filter(campaign__plan=plan, campaign__follows=None)
        .select_related("post__department__organisation", "campaign__plan")
        .prefetch_related("ending__staff", "ending__post")
    )


def _opening(opening: Opening) -> dict[str, Any]:
    reason = opening.get_reason_display()
    return {
        "post": str(opening.post),
        "department": opening.post.department.name,
        "rank": opening.post.get_rank_display(),
        "seats": opening.seats,
        "track": opening.campaign.get_track_display(),
        "reason": f"{reason}：{opening.reason_text}" if opening.reason_text else reason,
        "ending": [
            f"{tenure.staff.name}（{month(tenure.starts_on)}任{tenure.post}）"
            for tenure in opening.ending.all()
        ],
    }


drafting.register(
    KIND,
    TEMPLATE,
    label=LABEL,
    proposal=plan_wording.wording,
    sections=SECTIONS,
    is_signed_by_leader=True,
)
