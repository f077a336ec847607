"""批准的例外事项 of a year, for one school, a zone or the county, on the page and as a file."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.contrib.auth.decorators import login_required
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import FileResponse, HttpRequest
from django.views.decorators.http import require_GET
from django.views.generic import TemplateView

from campaigns.views.lookup import user_of
from reporting import exceptions
from reporting.exceptions import Granted
from selection import clock, spreadsheet
from selection.accounts.acts import Act
from selection.accounts.views.places import Places, places

BACK = 5  # years that one may choose, this one included


class Asked(NamedTuple):
    places: Places
    years: range
    year: int
    found: list[Granted]

    @property
    def title(self) -> str:
        return f"{self.places.place.name}{self.year}年批准的例外事项"


def asked(request: HttpRequest) -> Asked:
    """What is no year of those to choose is this one."""
    this, given, chosen = clock.today().year, request.GET.get("year", ""), places(request, Act.VIEW_CAMPAIGNS)
    years = range(this, this - BACK, -1)
    year = int(given) if given in map(str, years) else this
    return Asked(chosen, years, year, list(exceptions.granted(chosen.place, year, user_of(request))))


class GrantedExceptions(LoginRequiredMixin, TemplateView):
    template_name = "reporting/granted.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(asked=asked(self.request), **kwargs)


@login_required
@require_GET
def granted_workbook(request: HttpRequest) -> FileResponse:
    given = asked(request)
    widths = {label: width for label, (width, _) in exceptions.COLUMNS.items()}
    rows = ([told(each) for _, told in exceptions.COLUMNS.values()] for each in given.found)
    return spreadsheet.download(spreadsheet.workbook(given.title, widths, rows), given.title)
