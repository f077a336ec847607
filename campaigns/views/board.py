"""本校方案与公示: what the school made public, as its own staff read it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib.auth.mixins import LoginRequiredMixin
from django.db.models import Prefetch
from django.shortcuts import get_object_or_404
from django.views.generic import DetailView, TemplateView

from campaigns import entrants, noticeboard
from campaigns.choices import ActKind
from campaigns.documents import persons
from campaigns.documents import plan as plan_paper
from campaigns.models import Act, Plan, Publicity
from campaigns.offering import offers
from campaigns.tracks import planned_days
from selection.records.models import Paper

from .lookup import user_of

ALONG = (
    "campaigns__openings__post__department",
    Prefetch(
        "acts",
        Act.objects.of(ActKind.PUBLICATION).order_by("happened_on"),
        to_attr="publications",
    ),
)


class Board(LoginRequiredMixin, TemplateView):
    """Notices that run, and plans that were announced."""

    template_name = "campaigns/board.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = user_of(self.request)
        notices = Publicity.objects.posted_to(user).order_by("last_day", "pk")
        plans = Plan.objects.published_to(user).prefetch_related(*ALONG)
        return super().get_context_data(**kwargs) | {
            "notices": notices.prefetch_related("candidacies__staff"),
            "plans": [
                {"plan": plan, "offers": offers(plan), "announced_on": _announced_on(plan)} for plan in plans
            ],
        }


class NoticePage(LoginRequiredMixin, DetailView):
    """The notice itself, nothing that does not stand on it; taken down once it is settled."""

    template_name = "campaigns/notice.html"
    context_object_name = "notice"

    def get_object(self, queryset: Any = None) -> Publicity:
        posted = Publicity.objects.posted_to(user_of(self.request))
        return get_object_or_404(posted.select_related("campaign__plan__organisation"), pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        notice = self.object
        people = notice.candidacies.select_related("staff", "opening__post__department")
        paper = noticeboard.paper_in_force(notice)
        return super().get_context_data(**kwargs) | {
            "school": notice.campaign.organisation,
            "people": people.order_by(*persons.POST_ORDER),
            "exceptions": paper.context["exceptions"] if paper else [],
            "days_left": noticeboard.days_left(notice),
        }


class PublishedPlan(LoginRequiredMixin, DetailView):
    """The plain facts of an announced plan: posts, calendar, who announced what when."""

    template_name = "campaigns/published_plan.html"
    context_object_name = "plan"

    def get_object(self, queryset: Any = None) -> Plan:
        published = Plan.objects.published_to(user_of(self.request)).select_related("organisation")
        return get_object_or_404(published.prefetch_related(*ALONG), pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        plan = self.object
        papers = Paper.objects.in_force().filter(kind=plan_paper.KIND, document__plan=plan)
        return super().get_context_data(**kwargs) | {
            "offers": offers(plan),
            "calendar": [(label, on) for label, on in planned_days(plan) if on],
            "announced_on": _announced_on(plan),
            "contests": entrants.notices(plan, user_of(self.request)),
            "paper": papers.order_by("pk").last(),
        }


def _announced_on(plan: Any) -> date | None:
    return next((act.happened_on for act in plan.publications), None)
