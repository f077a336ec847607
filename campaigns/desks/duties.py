"""What is somebody to do who was named for a task of a plan: talk, write, sign, watch the vote?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from django.db.models import Count
from django.urls import reverse

from campaigns import contest, inspecting
from campaigns.choices import PlanRoleKind, Stage, TalkKind
from campaigns.models import (
    Campaign,
    Investigator,
    Objection,
    Plan,
    PlanRole,
    Presentation,
    ScoreSheet,
)
from selection.accounts.models import User

TEAM = (PlanRoleKind.TEAM_LEADER, PlanRoleKind.INSPECTOR)
WATCHING = (PlanRoleKind.SCRUTINEER, PlanRoleKind.COUNTER)
ROOM = {
    "draft": ("已准备，到会人数够了请开始投票", "去开始"),
    "open": ("正在投票，请监票", "去监票"),
    "closed": ("已截止，请启封计票", "去计票"),
}
COUNTED_BY_HAND = ("已截止，请先录入纸质票并签字", "去录入")


class Task(NamedTuple):
    """One line, one button; without anything to do now the button only shows the plan."""

    sentence: str
    detail: str
    button: str
    url: str
    is_due: bool = True


def tasks(user: User) -> list[Task]:
    """Of plans that still run, what is to be done first; of an officer the officer's own desk speaks."""
    named_alone = [*_judged(user), *_investigated(user)]
    named = PlanRole.objects.filter(user=user, ended_on=None, plan__in=Plan.objects.visible_to(user))
    running = named.exclude(kind=PlanRoleKind.OFFICER).filter(plan__campaigns__in=Campaign.objects.running())
    found = [task for role in running.select_related("plan").distinct() for task in _of(role)]
    return sorted([*named_alone, *found], key=lambda task: not task.is_due)


def _judged(user: User) -> Iterator[Task]:
    """待我评分: of a contest in which the user is a judge, how many sheets are still to be submitted."""
    for held in Presentation.objects.judged_by(user).filter(closed_at=None).select_related("campaign__plan"):
        if held.campaign.stage != Stage.EVALUATE:
            continue
        own = ScoreSheet.objects.standing().filter(judge__presentation=held, judge__user=user)
        done = set(own.values_list("staff", flat=True))
        left = sum(not slot.absence and slot.staff_id not in done for slot in contest.turns(held))
        url = reverse("campaigns:judging", args=[held.pk])
        if left:
            yield Task(f"待我评分：还有{left}人", held.campaign.title, "去评分", url)
        else:
            yield Task("评委：眼下没有要评分的人", held.campaign.title, "查看", url, is_due=False)


def _investigated(user: User) -> Iterator[Task]:
    """待我核查: each until those in charge have concluded it."""
    named = Investigator.objects.visible_to(user).exclude(objection__state=Objection.State.RESOLVED)
    for each in named.select_related("objection__campaign__plan__organisation"):
        objection = each.objection
        school, url = objection.campaign.organisation, reverse("campaigns:investigation", args=[objection.pk])
        if objection.proposed_on is None:
            yield Task("有一件反映事项待我核查", school.name, "去核查", url)
        else:
            yield Task("核查结论已经提出，等待办结", school.name, "查看", url, is_due=False)


def _of(role: PlanRole) -> Iterator[Task]:
    due = [
        Task(f"{role.get_kind_display()}：{sentence}", role.plan.title, button, url)
        for campaign in role.plan.campaigns.running().filter(suspended_on=None)
        for sentence, button, url in asked_of(role, campaign)
    ]
    if due:
        yield from due
    else:
        idle = f"{role.get_kind_display()}：眼下没有要办的事"
        yield Task(idle, role.plan.title, "查看", role.plan.get_absolute_url(), is_due=False)


def asked_of(role: PlanRole, campaign: Campaign) -> Iterator[tuple[str, str, str]]:
    """Sentence, button and address of what the role asks for in one campaign."""
    if role.kind in TEAM:
        yield from _talks(campaign)
        if campaign.stage == Stage.INSPECT:
            yield from _texts(campaign, role.user)
    elif role.kind in WATCHING:
        yield from _votes(campaign)


def _talks(campaign: Campaign) -> Iterator[tuple[str, str, str]]:
    waiting = campaign.talks.filter(held_on=None, is_superseded=False)
    for kind, number in waiting.order_by("kind").values_list("kind").annotate(Count("pk")):
        url = reverse("campaigns:talks", args=[campaign.pk, kind])
        yield f"{TalkKind(kind).label}名单上还有{number}人待谈话", "去谈话", url


def _texts(campaign: Campaign, user: User) -> Iterator[tuple[str, str, str]]:
    for line in inspecting.lines(campaign):
        url, name = reverse("campaigns:inspection", args=[line.person.pk]), line.person.staff.name
        if not line.is_complete:
            yield f"待写{name}的考察材料", "去填写", url
        elif user in line.unsigned:
            yield f"{name}的考察材料待您签名", "去签名", url


def _votes(campaign: Campaign) -> Iterator[tuple[str, str, str]]:
    for held in campaign.rounds.filter(poll__state__in=ROOM, is_superseded=False).select_related("poll"):
        assert held.poll is not None
        sentence, button = ROOM[held.poll.state]
        if held.poll.state == "closed" and held.poll.collected is None:
            sentence, button = COUNTED_BY_HAND
        yield f"{held.get_purpose_display()}{sentence}", button, reverse("campaigns:round", args=[held.pk])
