"""A year of a school, a zone or the county: its figures on the page and as a file, and the people behind each."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.contrib.auth.decorators import login_required
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET
from django.views.generic import TemplateView

from reporting import charts, documents, figures, people, years
from reporting.models import Report
from reporting.models.assessments import reads_assessments
from selection import clock
from selection.accounts.acts import Act
from selection.accounts.views.places import places
from selection.accounts.views.scope import user_of
from selection.printing.excel import excel_of
from selection.rendering import to_keep

BACK = 5  # years that one may choose, this one included


class Asked:
    """One organisation's year, as far as this user may read it; what is no year of those to choose is this one."""

    def __init__(self, request: HttpRequest) -> None:
        given, this = request.GET.get("year", ""), clock.today().year
        self.years = range(this, this - BACK, -1)
        self.year = int(given) if given in map(str, self.years) else this
        self.user = user_of(request)
        self.places = places(request, Act.VIEW_CAMPAIGNS)
        self.place = self.places.place
        self.is_now_asked = "now" in request.GET

    @property
    def title(self) -> str:
        return f"{self.place.name}{self.year}年度选拔任用工作情况"

    @cached_property
    def report(self) -> Report | None:
        written = Report.objects.filter(organisation=self.place, year=self.year)
        return written.select_related("paper", "organisation").first()

    @property
    def is_frozen(self) -> bool:
        """An issued report shows what was signed, unless the present figures are asked for."""
        return self.report is not None and not self.report.paper.is_draft and not self.is_now_asked

    @cached_property
    def sees_people(self) -> bool:
        return people.may_see(self.user, self.place)

    @cached_property
    def tables(self) -> list[Any]:
        if self.is_frozen and self.report is not None:
            return list(self.report.paper.context["tables"])
        return list(figures.of(self.place, self.year).tables(sees_people=self.sees_people))


class Yearly(LoginRequiredMixin, TemplateView):
    template_name = "reporting/yearly.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked = Asked(self.request)
        writes = documents.may_write(asked.place, asked.user)
        return super().get_context_data(
            asked=asked,
            series=charts.series(asked.tables),
            may_read_assessments=reads_assessments(asked.user),
            may_begin=writes and asked.report is None,
            draft=asked.report.draft if asked.report and writes else None,
            **kwargs,
        )


@login_required
@require_GET
@never_cache
def workbook(request: HttpRequest) -> HttpResponse:
    asked = Asked(request)
    html = render_to_string("reporting/workbook.html", {"title": asked.title, "tables": asked.tables})
    return to_keep(excel_of(html), asked.title, "xlsx")


class People(LoginRequiredMixin, TemplateView):
    """Those behind one figure; for whoever may not read the register there is no such page."""

    template_name = "reporting/people.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked = Asked(self.request)
        if not asked.sees_people:
            raise Http404
        found = people.asked(years.load(asked.place, asked.year), self.request.GET)
        if found is None:
            raise Http404
        listed = people.listed(found, asked.user)
        return super().get_context_data(
            asked=asked, found=found, listed=listed, hidden=len(found.people) - len(listed), **kwargs
        )
