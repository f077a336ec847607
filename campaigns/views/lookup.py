"""Fetch what the signed-in user may see; to a stranger it does not exist."""

from __future__ import annotations

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from campaigns import permissions
from campaigns.models import Campaign, Candidacy, Plan
from selection.accounts.models import User


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


def runner_only(request: HttpRequest, plan: Plan) -> None:
    """Pages that only who runs the plan uses: for others they do not exist."""
    if not permissions.may_run_plan(plan, user_of(request)):
        raise Http404
