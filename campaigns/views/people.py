"""Who is considered for which post; bring persons up and move one of them at a time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.mixins import LoginRequiredMixin
from django.db.models import Prefetch, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST
from django.views.generic import TemplateView

from campaigns import permissions
from campaigns.choices import LIVE, AgendaPurpose, Source, Standing, Track
from campaigns.forms.people import CarveOutForm, NominationForm
from campaigns.forms.reasons import ReasonForm
from campaigns.models import Campaign, Candidacy, Opening
from campaigns.moves import MOVES, moves_for
from campaigns.naming import who
from campaigns.services import carving, people
from selection.forms import refusals_as_messages, safe_next

from .finding import FindsStaff
from .lookup import campaign_of, candidacy_of, persons_of, user_of
from .running import CampaignFormView


class People(LoginRequiredMixin, TemplateView):
    """The persons by opening, each with what may be done with them."""

    template_name = "campaigns/people.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        campaign = persons_of(self.request, kwargs["pk"])
        may_run = permissions.may_run(campaign, user_of(self.request)) and campaign.is_running
        openings = openings_with_people(campaign)
        held = any(person.standing == Standing.HELD for each in openings for person in each.candidacies.all())
        return super().get_context_data(**kwargs) | {
            "campaign": campaign,
            "plan": campaign.plan,
            "openings": [(each, [_row(person, may_run) for person in _sorted(each)]) for each in openings],
            "may_run": may_run,
            "may_nominate": may_run and campaign.stage in people.NOMINATED_IN,
            "carve_out_form": CarveOutForm(campaign=campaign) if may_run and held else None,
            "followers": campaign.followers.all(),
        }


def openings_with_people(campaign: Campaign) -> QuerySet[Opening]:
    persons = Candidacy.objects.select_related("staff__department", "opening__post", "nominated_by__meeting")
    return campaign.openings.select_related("post__department").prefetch_related(
        Prefetch("candidacies", persons)
    )


def _sorted(opening: Opening) -> list[Candidacy]:
    """Live ones first, held ones next."""
    order = [*LIVE, Standing.HELD]
    return sorted(opening.candidacies.all(), key=lambda person: (person.standing not in order, person.pk))


def _row(person: Candidacy, may_run: bool) -> dict[str, Any]:
    return {"person": person, "moves": moves_for(person) if may_run else []}


class Nominate(FindsStaff):
    """Find one of the school's people by name or number, and bring that person up for an opening."""

    template_name = "campaigns/nominate.html"
    form_class = NominationForm

    def get_initial(self) -> dict[str, Any]:
        given = {name: self.request.GET[name] for name in ("item", "opening") if self.request.GET.get(name)}
        meetings = list(self.campaign.resolved(AgendaPurpose.NOMINATION))
        nobody_is_asked = self.campaign.track == Track.DIRECT or self.campaign.first_step_on() is None
        is_nominated = "item" in given or nobody_is_asked
        if len(meetings) == 1:
            given = {"item": meetings[0].pk} | given
        source = Source.ORGANISATION if is_nominated else Source.RECOMMENDATION
        return super().get_initial() | {"source": source} | given

    def act(self, form: NominationForm) -> None:
        given = form.cleaned_data
        person = people.nominate(
            given["opening"],
            given["staff"],
            by=user_of(self.request),
            source=given["source"],
            item=given["item"],
        )
        messages.success(self.request, f"{who(person)}已列为{person.opening}的人选")
        if permissions.is_recused(self.campaign.plan, user_of(self.request)):
            messages.info(self.request, "您因此回避这项工作，已通知学校领导等另行指定经办人")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return context | {
            "has_meeting": context["form"].fields["item"].queryset.exists(),
            "waiting": self.campaign.awaiting_confirmation(AgendaPurpose.NOMINATION),
        }

    def get_success_url(self) -> str:
        if permissions.is_recused(self.campaign.plan, user_of(self.request)):
            return reverse("home")
        return reverse("campaigns:people", args=[self.campaign.pk])


@login_required
@require_POST
@refusals_as_messages
def move(request: HttpRequest, pk: int, act: str) -> HttpResponse:
    """Hold, restore, withdraw, pass over or exclude one person."""
    if act not in MOVES:
        raise Http404
    person = candidacy_of(request, pk)
    MOVES[act].service(person, by=user_of(request), reason=request.POST.get("reason", ""))
    messages.success(request, f"{person.staff.name}现为“{person.get_standing_display()}”")
    return redirect(safe_next(request))


class CarveOut(CampaignFormView):
    """Held persons go on in a follow-up campaign; the others finish here."""

    template_name = "campaigns/carve_out.html"
    form_class = CarveOutForm

    def act(self, form: CarveOutForm) -> None:
        given = form.cleaned_data
        self.following = carving.carve_out(
            self.campaign, given["people"], by=user_of(self.request), reason=given["reason"]
        )
        messages.success(self.request, "已转入接续办理，下面是接续的办理页面")

    def get_success_url(self) -> str:
        return self.following.get_absolute_url()


class Openings(LoginRequiredMixin, TemplateView):
    """Every post of the campaign with its outcome; what nobody is left for is settled here."""

    template_name = "campaigns/openings.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        campaign = campaign_of(self.request, kwargs["pk"])
        return super().get_context_data(**kwargs) | {
            "campaign": campaign,
            "plan": campaign.plan,
            "openings": [
                (opening, people, all(person.standing == Standing.APPOINTED for person in people))
                for opening, people in _in_hand(campaign)
            ],
            "may_run": permissions.may_run(campaign, user_of(self.request)) and campaign.is_running,
            "reason_form": ReasonForm(),
        }


def _in_hand(campaign: Campaign) -> Iterator[tuple[Opening, list[Candidacy]]]:
    for opening in openings_with_people(campaign):
        yield opening, [person for person in opening.candidacies.all() if person.is_live]


SETTLE = {"vacant": people.declare_vacant, "carry": people.carry_over}


@login_required
@require_POST
@refusals_as_messages
def settle(request: HttpRequest, pk: int, result: str) -> HttpResponse:
    """岗位空缺, or carried over to the next selection."""
    if result not in SETTLE:
        raise Http404
    visible = Campaign.objects.visible_to(user_of(request))
    opening = get_object_or_404(Opening.objects.filter(campaign__in=visible), pk=pk)
    SETTLE[result](opening, by=user_of(request), reason=request.POST.get("reason", ""))
    messages.success(request, f"{opening}：{opening.get_result_display()}")
    return redirect("campaigns:openings", pk=opening.campaign_id)
