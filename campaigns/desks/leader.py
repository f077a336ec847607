"""What waits for the principal or the secretary: meetings, papers to sign, paper acts to confirm?"""

from __future__ import annotations

from typing import NamedTuple

from django.db.models import Q

from campaigns import permissions
from campaigns.choices import PlanRoleKind
from campaigns.desks import ASKED, Asked
from campaigns.desks.running import Running, work_of
from campaigns.models import Campaign, CandidateForm, Document, Plan, Publicity, Round
from campaigns.unconfirmed import Unconfirmed, unconfirmed
from selection.accounts.models import User
from selection.records.models import Paper, Review


class Draft(NamedTuple):
    """A paper to be signed, and what tells it from another of the same title."""

    paper: Paper
    about: str


class Desk(NamedTuple):
    meetings: list[Running]
    drafts: list[Draft]
    unconfirmed: list[tuple[Campaign, Unconfirmed]]
    headless: list[Plan]
    asked: list[Asked]
    running: list[Running]
    others: list[Campaign]


def desk(user: User) -> Desk:
    work = work_of(user, "decide")
    return Desk(
        meetings=[each for each in work.running if "/meeting/" in (each.now.get("url") or "")],
        drafts=to_sign(user),
        unconfirmed=[
            (campaign, done)
            for campaign in work.campaigns
            if permissions.may_confirm(campaign.plan, user)
            for done in unconfirmed(campaign)
            if done.act.entered_by_id != user.pk
        ],
        headless=headless(user),
        asked=[each for ask in ASKED for each in ask(user)],
        running=work.running,
        others=work.others,
    )


def headless(user: User) -> list[Plan]:
    """Running plans whose officer is gone or concerned, where the user may name another."""
    plans = Plan.objects.visible_to(user).filter(campaigns__in=Campaign.objects.running())
    found = plans.select_related("organisation").prefetch_related("roles__user").order_by("pk")
    return [
        plan
        for plan in found
        if permissions.may_name_officer(plan, user)
        and all(permissions.is_recused(plan, officer) for officer in plan.people(PlanRoleKind.OFFICER))
    ]


def to_sign(user: User, campaign: Campaign | None = None) -> list[Draft]:
    """Drafts that still stand and were not signed on paper: not of a form taken back, a round or notice
    replaced, a campaign ended. Of one campaign, where it is named."""
    drafts = Paper.objects.visible_to(user).drafts().filter(signing=None)
    if campaign is not None:
        of_this_or_all = Q(document__campaign=campaign) | Q(document__campaign=None)
        drafts = drafts.filter(of_this_or_all, document__plan=campaign.plan)
    shown = (
        drafts.exclude(document__in=Document.objects.over())
        .select_related("organisation", "document")
        .prefetch_related("document__candidacies__staff", "document__candidacies__opening__post__department")
    )
    papers = list(shown.order_by("pk"))
    gone = _gone([paper.context.get("about", "") for paper in papers])
    return [Draft(each, _persons(each)) for each in papers if each.context.get("about") not in gone]


def _gone(subjects: list[str]) -> set[str]:
    """Of what drafts are about, as their facts name it: what does not stand any more."""
    found: set[str] = set()
    for name, rows in {
        "form": CandidateForm.objects.filter(
            review__state__in=[Review.State.WITHDRAWN, Review.State.SENT_BACK]
        ),
        "round": Round.objects.filter(Q(is_superseded=True) | Q(poll__state="void")),
        "publicity": Publicity.objects.filter(state="revoked"),
    }.items():
        asked = [each.partition(":")[2] for each in subjects if each.startswith(f"{name}:")]
        found |= {f"{name}:{pk}" for pk in rows.filter(pk__in=asked).values_list("pk", flat=True)}
    return found


def _persons(paper: Paper) -> str:
    document = getattr(paper, "document", None)
    people = document.candidacies.all() if document else ()
    return "、".join(f"{person.staff.name}（{person.opening.post}）" for person in people)
