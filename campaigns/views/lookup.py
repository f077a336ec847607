"""Fetch what the signed-in user may see; to a stranger it does not exist."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from campaigns import permissions
from campaigns.choices import NAMED_IN_PUBLIC, Purpose
from campaigns.models import Campaign, Candidacy, Plan, Round
from campaigns.services import acts
from selection.accounts.models import Organisation, User
from selection.accounts.views.scope import user_of as user_of
from selection.errors import NotForYou
from selection.records import looks
from selection.records.versions import Edited

Found = TypeVar("Found", bound=Model)
RECUSED = "您或您的亲属是这项工作的人选，其他人员办理期间您只看教职工的页面，结果以公示为准。"
BALLOTS = (Purpose.RECOMMENDATION, Purpose.EVALUATION, Purpose.DECISION)


def _find(found: QuerySet[Found], user: User, **which: Any) -> Found:
    """The row; whoever worked on its plan and is concerned now is told why there is none."""
    row = found.filter(**which).first()
    if row is not None:
        return row
    hidden = found.model._base_manager.filter(**which).first()
    plan = _plan_behind(hidden) if hidden is not None else None
    if plan is not None and permissions.was_at_work(plan, user) and permissions.is_recused(plan, user):
        raise NotForYou(RECUSED)
    raise Http404


def _plan_behind(row: Model) -> Plan | None:
    """Of the plan itself, a campaign, a person or a round."""
    while not isinstance(row, Plan):
        step = next((name for name in ("plan", "campaign", "opening") if hasattr(row, name)), None)
        if step is None:
            return None
        row = getattr(row, step)
    return row


def plan_of(request: HttpRequest, pk: int) -> Plan:
    plans = Plan.objects.visible_to(user_of(request)).select_related(
        "organisation", "review", "body", "ledger"
    )
    return _find(plans, user_of(request), pk=pk)


def edited_plan(plan: Plan) -> Edited:
    return Edited(plan.ledger, f"plan:{plan.pk}")


def campaign_of(request: HttpRequest, pk: int) -> Campaign:
    campaigns = Campaign.objects.visible_to(user_of(request)).select_related(
        "plan__organisation", "plan__review", "plan__body", "plan__ledger", "follows"
    )
    return _find(campaigns, user_of(request), pk=pk)


def edited_campaign(campaign: Campaign, *acts: str) -> Edited:
    """What these acts set for the campaign."""
    return Edited(campaign.ledger, f"campaign:{campaign.pk}", frozenset(acts))


def persons_of(request: HttpRequest, pk: int) -> Campaign:
    """The campaign for a page that lists its persons."""
    campaign = campaign_of(request, pk)
    if campaign.candidacies().exists():
        _put_down(request, campaign, "人选名单")
    return campaign


def candidacy_of(request: HttpRequest, pk: int) -> Candidacy:
    people = Candidacy.objects.visible_to(user_of(request)).select_related(
        "staff__department",
        "opening__campaign__plan__organisation",
        "opening__campaign__plan__ledger",
        "opening__post__department",
    )
    person = _find(people, user_of(request), pk=pk)
    _put_down(request, person.campaign, f"{person.staff.name}（{person.opening.post}）的材料")
    return person


def copy_mark(request: HttpRequest, campaign: Campaign) -> str:
    """What a file bears that goes out before its names are public."""
    return "" if campaign.stage in NAMED_IN_PUBLIC else looks.mark_of(user_of(request))


def _put_down(request: HttpRequest, campaign: Campaign, what: str) -> None:
    """Who reads names before they are public; whoever acts on them stands in the ledger."""
    if request.method == "GET" and campaign.stage not in NAMED_IN_PUBLIC:
        looks.put_down(campaign.ledger, user_of(request), what)


def round_of(request: HttpRequest, pk: int) -> Round:
    """A round of ballots, on which a page stands; the summary of talks has its own."""
    held = Round.objects.filter(
        purpose__in=BALLOTS, campaign__in=Campaign.objects.visible_to(user_of(request))
    )
    shown = held.select_related("campaign__plan__organisation", "poll", "opening__post__department")
    found = _find(shown, user_of(request), pk=pk)
    _put_down(request, found.campaign, f"{found}的人选和结果")
    return found


def own_organisation(request: HttpRequest) -> Organisation:
    """Where the user works; who works nowhere has none of the pages that ask."""
    organisation = user_of(request).organisation
    if organisation is None:
        raise Http404
    return organisation


def purpose_of(slug: str) -> Purpose:
    """What a round is for; talks are no rounds of ballots."""
    if slug not in BALLOTS:
        raise Http404
    return Purpose(slug)


def runner_only(request: HttpRequest, plan: Plan) -> None:
    """Pages that only who runs the plan uses: for others they do not exist."""
    if not permissions.may_run_plan(plan, user_of(request)):
        raise Http404


def record_of(request: HttpRequest, models: Mapping[str, Any], model: str, pk: int) -> Any:
    """A record of one of the named kinds, if its plan is one that the user may see."""
    if model not in models:
        raise Http404
    found = get_object_or_404(models[model], pk=pk)
    if not Plan.objects.visible_to(user_of(request)).filter(pk=acts.plan_of(found).pk).exists():
        raise Http404
    return found
