"""Fetch what the signed-in user may see; to a stranger it does not exist."""

from __future__ import annotations

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from campaigns import permissions
from campaigns.choices import Purpose
from campaigns.models import Campaign, Candidacy, Plan, Round
from selection.accounts.models import User

BALLOTS = (Purpose.RECOMMENDATION, Purpose.EVALUATION, Purpose.DECISION)


def user_of(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user


def plan_of(request: HttpRequest, pk: int) -> Plan:
    plans = Plan.objects.visible_to(user_of(request)).select_related("organisation", "review", "body")
    return get_object_or_404(plans, pk=pk)


def campaign_of(request: HttpRequest, pk: int) -> Campaign:
    campaigns = Campaign.objects.visible_to(user_of(request)).select_related(
        "plan__organisation", "plan__review", "plan__body", "follows"
    )
    return get_object_or_404(campaigns, pk=pk)


def candidacy_of(request: HttpRequest, pk: int) -> Candidacy:
    people = Candidacy.objects.visible_to(user_of(request)).select_related(
        "staff__department", "opening__campaign__plan__organisation", "opening__post__department"
    )
    return get_object_or_404(people, pk=pk)


def round_of(request: HttpRequest, pk: int) -> Round:
    """A round of ballots, on which a page stands; the summary of talks has its own."""
    held = Round.objects.filter(
        purpose__in=BALLOTS, campaign__in=Campaign.objects.visible_to(user_of(request))
    )
    return get_object_or_404(
        held.select_related("campaign__plan__organisation", "poll", "opening__post__department"), pk=pk
    )


def purpose_of(slug: str) -> Purpose:
    """What a round is for; talks are no rounds of ballots."""
    if slug not in BALLOTS:
        raise Http404
    return Purpose(slug)


def runner_only(request: HttpRequest, plan: Plan) -> None:
    """Pages that only who runs the plan uses: for others they do not exist."""
    if not permissions.may_run_plan(plan, user_of(request)):
        raise Http404
