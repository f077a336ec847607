"""Record what a meeting resolved, and read it again."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.generic import DetailView

from campaigns import invitations, permissions
from campaigns.choices import AgendaPurpose, Purpose, Track
from campaigns.corrections import row
from campaigns.forms.meetings import AgendaForm, MeetingForm
from campaigns.forms.reasons import ReasonForm
from campaigns.models import AgendaItem, Campaign, Meeting, Plan
from campaigns.naming import exception
from campaigns.services import meetings, resolutions
from personnel.models import Body
from selection import clock

from .lookup import user_of
from .running import CampaignFormView

RECENT = timedelta(days=60)  # of the meetings to which an item may be added


class MeetingNew(CampaignFormView):
    """One item of an agenda, under a new meeting or one that is recorded already.

    ``?meeting=`` adds to that one; ``?body=`` takes that body's members, ``?body=none`` counts heads.
    """

    template_name = "campaigns/meeting_new.html"

    @property
    def purpose(self) -> AgendaPurpose:
        if self.kwargs["purpose"] not in AgendaPurpose:
            raise Http404
        return AgendaPurpose(self.kwargs["purpose"])

    @property
    def meeting(self) -> Meeting | None:
        asked = self.request.GET.get("meeting", "")
        return get_object_or_404(self.campaign.plan.meetings, pk=asked) if asked.isdigit() else None

    @property
    def body(self) -> Body | None:
        """The body asked for, else the one that decides under this plan."""
        asked = self.request.GET.get("body", "")
        if asked == "none":
            return None
        if asked.isdigit():
            return get_object_or_404(self.bodies(), pk=asked)
        return self.campaign.plan.body or self.bodies().first()

    def bodies(self) -> Any:
        return Body.objects.deciding_for(self.campaign.organisation)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if reasons := list(resolutions.not_now(self.campaign, self.purpose)):
            return self.render_to_response({"reasons": reasons, **self.place()})
        return super().get(request, *args, **kwargs)

    def place(self) -> dict[str, Any]:
        return {"campaign": self.campaign, "plan": self.campaign.plan, "purpose": self.purpose}

    def get_form_class(self) -> type[AgendaForm]:
        return AgendaForm if self.meeting else MeetingForm

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs = super().get_form_kwargs() | {"purpose": self.purpose}
        return kwargs if self.meeting else kwargs | {"body": self.body}

    def act(self, form: Any) -> None:
        meeting = self.meeting or self._hold(form)
        self.item = meetings.resolve(
            meeting,
            self.purpose,
            by=user_of(self.request),
            campaign=self.campaign,
            resolution=form.cleaned_data["resolution"],
            outcomes=form.outcomes(),
            waivers=form.cleaned_data.get("waivers") or (),
            openings=form.cleaned_data.get("openings") or (),
        )
        waits = "" if meeting.is_confirmed else "，由第二人核实后生效"
        messages.success(self.request, f"已录入“{self.purpose.label}”{waits}")

    def _hold(self, form: MeetingForm) -> Meeting:
        plan, by = self.campaign.plan, user_of(self.request)
        return meetings.hold(plan, by=by, body=self.body, **form.facts(), **form.dated(plan, by))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        plan = self.campaign.plan
        recent = [
            meeting
            for meeting in plan.meetings.filter(happened_on__gte=clock.today() - RECENT, is_superseded=False)
            if not any(meetings.objections(meeting, self.campaign, self.purpose))
        ]
        context = super().get_context_data(**kwargs)
        return context | {
            "lacks_waivers": self.purpose == AgendaPurpose.WAIVER and "waivers" not in context["form"].fields,
            **self.place(),
            "meeting": self.meeting,
            "body": self.body,
            "bodies": self.bodies(),
            "recent": recent[:5],
            "recorded": self.campaign.resolved(self.purpose),
            "waiting": self.campaign.awaiting_confirmation(self.purpose),
            "invitation": invitations.to_a_meeting(self.campaign, self.purpose, self.body),
        }

    def get_success_url(self) -> str:
        if self.purpose == AgendaPurpose.NOMINATION and self.item.meeting.is_confirmed:
            return reverse("campaigns:nominate", args=[self.campaign.pk]) + f"?item={self.item.pk}"
        return reverse("campaigns:meeting", args=[self.item.meeting_id])


class MeetingPage(LoginRequiredMixin, DetailView):
    """One meeting: who was due, who came, what was resolved of whom."""

    template_name = "campaigns/meeting.html"
    context_object_name = "meeting"

    def get_object(self, queryset: Any = None) -> Meeting:
        visible = Plan.objects.visible_to(user_of(self.request))
        found = Meeting.objects.filter(plan__in=visible).select_related(
            "plan__organisation", "body", "attachment", "entered_by", "confirmed_by"
        )
        return get_object_or_404(found, pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        meeting, user = self.object, user_of(self.request)
        items = list(
            meeting.items.select_related("campaign").prefetch_related(
                "outcomes__candidacy__staff__department",
                "outcomes__candidacy__opening__post",
                "waivers__candidacy__staff__department",
                "stances__candidacy__staff",
                "stances__candidacy__opening__post__department",
                "stances__member",
            )
        )
        may_see = permissions.may_see_figures(meeting.plan, user)
        campaign = self._campaign(items)
        may_run = permissions.may_run_plan(meeting.plan, user)
        may_correct = bool(may_run and campaign and campaign.is_running and not meeting.is_superseded)
        return super().get_context_data(**kwargs) | {
            "plan": meeting.plan,
            "campaign": campaign,
            "items": [(item, [exception(each, may_see) for each in item.waivers.all()]) for item in items],
            "attendees": meeting.attendees.select_related("department"),
            "purposes": _that_may_be_added(meeting, campaign) if campaign and may_correct else (),
            "follows": [] if meeting.is_confirmed else resolutions.follows(meeting),
            "may_correct": may_correct,
            "may_take_stances": may_correct and campaign is not None and campaign.ruleset.agenda.stances,
            "row": row(meeting),
            "reason_form": ReasonForm(),
            "may_confirm": permissions.may_confirm(meeting.plan, user)
            and meeting.entered_by_id != user.pk
            and not meeting.is_confirmed
            and not meeting.is_superseded,
            "next": _after(items, campaign) if may_run and not meeting.is_superseded else None,
        }

    def _campaign(self, items: list[AgendaItem]) -> Campaign | None:
        """The one its items speak of, else the plan's newest."""
        named = next((item.campaign for item in items if item.campaign), None)
        return named or self.object.plan.campaigns.first()


def _that_may_be_added(meeting: Meeting, campaign: Campaign) -> list[AgendaPurpose]:
    return [
        each
        for each in AgendaPurpose
        if not any(resolutions.not_now(campaign, each))
        and not any(meetings.objections(meeting, campaign, each))
    ]


def _after(items: list[AgendaItem], campaign: Campaign | None) -> dict[str, str] | None:
    """Where the last item leads."""
    if campaign is None or not items:
        return None
    purpose = items[-1].purpose
    if purpose == AgendaPurpose.CANDIDATES:
        url, label = reverse("campaigns:candidate_forms", args=[campaign.pk]), "填报人选审核表"
    elif purpose == AgendaPurpose.DECISION and campaign.track != Track.DIRECT:
        url, label = reverse("campaigns:rounds", args=[campaign.pk, Purpose.DECISION]), "去表决"
    elif purpose == AgendaPurpose.FALL_BACK:
        url, label = reverse("campaigns:fall_back", args=[campaign.pk]), "改为不竞岗"
    elif purpose == AgendaPurpose.SHORTLIST:
        url, label = reverse("campaigns:rounds", args=[campaign.pk, Purpose.RECOMMENDATION]), "组织会议推荐"
    else:
        url, label = campaign.get_absolute_url(), "继续办理"
    return {"url": url, "label": label}
