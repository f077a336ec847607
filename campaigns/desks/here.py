"""What is this user to do next in one campaign, and if nothing: for whom does it wait?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from django.db.models import Q
from django.urls import reverse

from campaigns import permissions
from campaigns.checklists import Line, now_to_do
from campaigns.choices import PlanRoleKind
from campaigns.desks import duties, leader
from campaigns.models import Campaign, DisciplineOpinion, Filing
from campaigns.unconfirmed import unconfirmed
from selection import chinese
from selection.accounts.models import User
from selection.records import reviews
from selection.records.models import Review


class Task(NamedTuple):
    sentence: str
    button: str
    url: str


def now_here(campaign: Campaign, lines: list[Line], user: User) -> dict[str, Any]:
    """现在要做 as this user reads it: the officer's next step, a task of one's own, or who is awaited."""
    now = now_to_do(campaign, lines)
    may_run = permissions.may_run(campaign, user)
    if may_run and not now.get("waiting"):
        return now
    if task := next(_own(campaign, user), None):
        return task._asdict()
    if now.get("waiting"):
        return now | {"awaited": _awaited(now)} | ({} if may_run else {"url": ""})
    return {
        "sentence": now["sentence"],
        "detail": now.get("detail", ""),
        "waiting": True,
        "awaited": f"等{_officers(campaign)}办理",
    }


def _awaited(now: dict[str, Any]) -> str:
    if not now.get("whom"):
        return ""
    since = f"，{chinese.day(now['since'])}起" if now.get("since") else ""
    return f"等{now['whom']}{since}"


def _officers(campaign: Campaign) -> str:
    names = "、".join(user.name for user in campaign.plan.people(PlanRoleKind.OFFICER))
    return f"经办人{names}"


def _own(campaign: Campaign, user: User) -> Iterator[Task]:
    """What the user's tasks and roles ask for here, the nearest first."""
    if not campaign.is_suspended:
        yield from _named_for(campaign, user)
    yield from _of_a_leader(campaign, user)
    yield from _to_answer(campaign, user)


def _named_for(campaign: Campaign, user: User) -> Iterator[Task]:
    roles = campaign.plan.roles.filter(user=user, ended_on=None).exclude(kind=PlanRoleKind.OFFICER)
    for role in roles.select_related("user"):
        for sentence, button, url in duties.asked_of(role, campaign):
            yield Task(sentence, button, url)


def _of_a_leader(campaign: Campaign, user: User) -> Iterator[Task]:
    if permissions.may_confirm(campaign.plan, user):
        waiting = [done for done in unconfirmed(campaign) if done.act.entered_by_id != user.pk]
        if waiting:
            yield Task(f"有{len(waiting)}件线下补录的事项待您核实", "去核实", "#unconfirmed")
    if permissions.may_decide(campaign.plan, user):
        for draft in leader.to_sign(user, campaign):
            yield Task(
                f"《{draft.paper.title}》待您签发", "去签发", reverse("records:paper", args=[draft.paper.pk])
            )


def _to_answer(campaign: Campaign, user: User) -> Iterator[Task]:
    of_this = Q(plan=campaign.plan) | Q(candidate_form__campaign=campaign) | Q(waiver__campaign=campaign)
    for review in Review.objects.waiting_for(user).filter(of_this):
        yield Task(f"《{review.title}》待您审核", "去审核", reviews.page_of(review))
    asked = DisciplineOpinion.objects.waiting_for(user).filter(candidacy__opening__campaign=campaign)
    for opinion in asked.select_related("candidacy__staff"):
        answer = reverse("campaigns:opinion", args=[opinion.pk])
        yield Task(f"{opinion.candidacy.staff.name}的廉政意见待您回复", "去回复", answer)
    if Filing.objects.waiting_for(user).filter(campaign=campaign).exists():
        yield Task("备案材料已经报送，请批复", "去批复", reverse("campaigns:filing", args=[campaign.pk]))
