"""公示网站: what schools make public, for their own staff and for everybody."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any, TypeVar

from django.contrib.auth.decorators import login_not_required, login_required
from django.contrib.auth.views import redirect_to_login
from django.contrib.syndication.views import Feed
from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.feedgenerator import Atom1Feed
from django.views.decorators.http import require_safe
from django.views.generic import DetailView, TemplateView

from campaigns import entrants, noticeboard, noticesite
from campaigns.choices import ActKind, Standing
from campaigns.documents import inspection_notice
from campaigns.documents import plan as plan_paper
from campaigns.models import Act, Plan, Publicity
from campaigns.offering import offers
from campaigns.tracks import planned_days
from selection import clock
from selection.accounts.models import Organisation
from selection.records.models import Paper

from .lookup import user_of

PUBLICATIONS = Prefetch(
    "acts", Act.objects.of(ActKind.PUBLICATION).confirmed().order_by("happened_on"), to_attr="publications"
)
ALONG = ("campaigns__openings__post__department", PUBLICATIONS)


Answer = TypeVar("Answer", bound=HttpResponseBase)


def unlisted(answer: Answer) -> Answer:
    """No search engine keeps a copy."""
    answer.headers["X-Robots-Tag"] = "noindex, nofollow"
    return answer


@method_decorator(login_not_required, name="dispatch")
class OnTheSite:
    """Whoever may not read a page is asked to sign in, then told that there is none."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        except Http404:
            if request.user.is_authenticated:
                raise
            return redirect_to_login(request.get_full_path())
        return unlisted(response)


@login_required
def board(request: HttpRequest) -> HttpResponse:
    """方案与公示 of the menu: the own school's page, else everybody's."""
    place = user_of(request).organisation
    if place is not None and place.kind == Organisation.Kind.SCHOOL:
        return redirect("campaigns:school_notices", code=place.code)
    return redirect("campaigns:notices")


class Notices(OnTheSite, TemplateView):
    """What schools made public, by school."""

    template_name = "campaigns/notices.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        by_school: dict[Organisation, list[noticesite.Line]] = {}
        for line in noticesite.lines(self.request.user):
            by_school.setdefault(line.school, []).append(line)
        schools = sorted(by_school.items(), key=lambda pair: pair[0].path)
        return super().get_context_data(**kwargs) | {"schools": schools}


class SchoolNotices(OnTheSite, TemplateView):
    """The page of one school; its own staff read there what is for them alone, and what was long ago."""

    template_name = "campaigns/school_notices.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        school = school_of(self.kwargs["code"])
        reader = self.request.user
        return super().get_context_data(**kwargs) | {
            "school": school,
            "lines": noticesite.lines(reader, school),
            "is_own": reader.is_authenticated and reader.organisation_id == school.pk,
        }


def school_of(code: str) -> Organisation:
    return get_object_or_404(Organisation.objects.schools(), code=code)


class SchoolFeed(Feed):
    """What everybody may read of one school, without names."""

    feed_type = Atom1Feed
    login_required = False

    @method_decorator(require_safe)
    def __call__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return unlisted(super().__call__(request, *args, **kwargs))

    def get_object(self, request: HttpRequest, code: str) -> Organisation:
        return school_of(code)

    def title(self, school: Organisation) -> str:
        return f"{school.name}的方案与公示"

    def link(self, school: Organisation) -> str:
        return reverse("campaigns:school_notices", args=[school.code])

    def items(self, school: Organisation) -> list[noticesite.Line]:
        return noticesite.lines(noticesite.EVERYBODY, school)

    def item_title(self, item: noticesite.Line) -> str:
        return item.title

    def item_description(self, item: noticesite.Line) -> str:
        return f"{item.kind}{item.until}"

    def item_link(self, item: noticesite.Line) -> str:
        return item.url

    def item_updateddate(self, item: noticesite.Line) -> Any:
        return datetime.combine(item.posted_on, time(), clock.ZONE)


class NoticePage(OnTheSite, DetailView):
    """The notice itself, nothing that does not stand on it; taken down once it is settled."""

    template_name = "campaigns/notice.html"
    context_object_name = "notice"

    def get_object(self, queryset: Any = None) -> Publicity:
        posted = Publicity.objects.posted_to(self.request.user)
        return get_object_or_404(posted.select_related("campaign__plan__organisation"), pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        notice = self.object
        people = notice.candidacies.select_related("staff", "opening__post__department")
        paper = noticeboard.paper_in_force(notice)
        return super().get_context_data(**kwargs) | {
            "school": notice.campaign.organisation,
            "people": people,
            "exceptions": paper.context["exceptions"] if paper else [],
            "days_left": noticeboard.days_left(notice),
            "cleared": noticeboard.cleared(notice),
        }


class InspectionNotice(OnTheSite, DetailView):
    """考察公告 while the inspection goes on: whom it is about, and where to speak up."""

    template_name = "campaigns/inspection_notice.html"
    context_object_name = "act"

    def get_object(self, queryset: Any = None) -> Act:
        posted = Act.objects.posted_to(self.request.user).select_related("plan__organisation", "campaign")
        return get_object_or_404(posted, pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        campaign = self.object.campaign
        chosen = campaign.live().filter(standing__in=(Standing.INSPECTEE, Standing.PROPOSED))
        papers = Paper.objects.in_force().filter(
            kind=inspection_notice.KIND, document__campaign=campaign, issued_on__isnull=False
        )
        paper = papers.order_by("pk").last()
        return super().get_context_data(**kwargs) | {
            "school": self.object.plan.organisation,
            "people": chosen,
            "tokens": paper.context["tokens"] if paper else {},
        }


class PublishedPlan(OnTheSite, DetailView):
    """The plain facts of an announced plan: posts, calendar, who announced what when."""

    template_name = "campaigns/published_plan.html"
    context_object_name = "plan"

    def get_object(self, queryset: Any = None) -> Plan:
        published = Plan.objects.published_to(self.request.user).select_related("organisation")
        return get_object_or_404(published.prefetch_related(*ALONG), pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        plan = self.object
        papers = Paper.objects.in_force().filter(kind=plan_paper.KIND, document__plan=plan)
        return super().get_context_data(**kwargs) | {
            "school": plan.organisation,
            "offers": offers(plan),
            "calendar": [(label, on) for label, on in planned_days(plan) if on],
            "announced_on": _announced_on(plan),
            "contests": entrants.notices(plan, self.request.user),
            "paper": papers.order_by("pk").last(),
        }


def _announced_on(plan: Any) -> date | None:
    return next((act.happened_on for act in plan.publications), None)
