"""The named parts of what a school hands in about a selection, in the words of its forms."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from campaigns.choices import BarChoice, Track
from campaigns.guards.announce import OPEN_BARS
from campaigns.models import Candidacy
from campaigns.services import reviewing, waiving
from campaigns.tracks import stage_label
from personnel import quota
from personnel.models import Post, Rank, StaffMember
from selection import chinese
from selection.records.models import Attachment, Review
from selection.records.parts import Parts

Content = Mapping[str, Any]


def _day(said: str | None) -> str:
    return chinese.day(date.fromisoformat(said)) if said else ""


def _quota(_review: Review, content: Content) -> Parts:
    asked = {part: f"{number}名" for part, number in quota_numbers(content).items()}
    return {"统计日期": _day(content.get("reference_on")), "说明": content.get("note", "")} | asked


def quota_numbers(content: Content) -> dict[str, int]:
    """What is asked for, by the name of the part."""
    return {
        f"{row['department']}{rank.label}申报职数": row[rank.value]["requested"]
        for row in content.get("rows", ())
        for rank in Rank
        if rank.value in row
    }


def _plan(review: Review, content: Content) -> Parts:
    tracks = review.plan.tracks
    posts = Post.objects.select_related("department").in_bulk([each["post"] for each in content["openings"]])
    return (
        {
            "方案名称": content["title"],
            "资格条件计算日期": _day(content["reference_on"]),
            "计划到岗日期": _day(content["starts_on"]),
            "参加推荐测评的人员类别": "、".join(
                StaffMember.Category(each).label for each in content["categories"]
            ),
        }
        | {OPEN_BARS[name]: _bar(bar) for name, bar in content["bars"].items()}
        | {stage_label(stage, tracks): _day(day) for stage, day in content["calendar"].items()}
        | {str(posts[each["post"]]): _opening(each) for each in content["openings"]}
        | {"演讲和量分办法": "；".join(map(_contest, content["contests"]))}
    )


def _bar(bar: Content) -> str:
    if bar["choice"] == BarChoice.COLLECTIVE:
        return BarChoice.COLLECTIVE.label
    return f"{'超过' if bar['strict'] else '不低于'}{bar['numerator']}/{bar['denominator']}"


def _opening(said: Content) -> str:
    return f"{said['seats']}名，{Track(said['track']).label}{said['reason']}" + (
        f"（{said['reason_text']}）" if said["reason_text"] else ""
    )


def _contest(said: Content) -> str:
    criteria = "、".join(f"{title}{points}分" for title, points in said["criteria"])
    parts = "、".join(f"{title}{weight}" for title, weight in said["parts"])
    return f"{said['minutes']}分钟，{criteria}，{parts}"


def _candidates(_review: Review, content: Content) -> Parts:
    people = Candidacy.objects.select_related("staff", "opening__post__department").in_bulk(
        [each["candidacy"] for each in content.get("people", ())]
    )
    return {
        "报审的人选": "、".join(f"{each.staff.name}（{each.opening}）" for each in people.values()),
        "学校党政班子会议研究意见": content.get("opinion", ""),
    }


def _waiver(_review: Review, content: Content) -> Parts:
    proof = Attachment.objects.filter(pk=content["proof"]).first() if content["proof"] else None
    return {
        "理由": content["reason"],
        "有效期至": _day(content.get("expires_on")),
        "佐证材料": f"{proof.name}（{chinese.moment(proof.uploaded_at)}）" if proof else "",
    }


PARTS: dict[str, Callable[[Review, Content], Parts]] = {
    "quota": _quota,
    "plan": _plan,
    "candidate": _candidates,
    "waiver": _waiver,
}
AS_IT_STANDS: dict[str, Callable[[Review], Any]] = {
    "quota": lambda review: quota.as_content(review.quota_table),
    "plan": lambda review: review.plan.facts(),
    "candidate": lambda review: reviewing.form_facts(review.candidate_form),
    "waiver": lambda review: waiving.facts(review.waiver),
}
