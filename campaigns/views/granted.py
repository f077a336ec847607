"""批准的例外事项 of a year, for one school, a zone or the county, on the page and as a file."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.contrib.auth.decorators import login_required
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import FileResponse, Http404, HttpRequest
from django.views.decorators.http import require_GET
from django.views.generic import TemplateView

from campaigns.reporting import exceptions
from campaigns.reporting.yearly import Granted
from selection import clock, spreadsheet
from selection.accounts.acts import Act
from selection.accounts.models import Organisation

from .lookup import user_of

BACK = 5  # years that one may choose, this one included


class Asked(NamedTuple):
    places: list[Organisation]
    place: Organisation
    years: range
    year: int
    found: list[Granted]

    @property
    def title(self) -> str:
        return f"{self.place.name}{self.year}年批准的例外事项"


def asked(request: HttpRequest) -> Asked:
    """A place out of sight is no place; what is no year of those to choose is this one."""
    user, this = user_of(request), clock.today().year
    places = list(user.organisations_for(Act.VIEW_CAMPAIGNS).order_by("path"))
    code, year = request.GET.get("place"), request.GET.get("year", "")
    chosen = [each for each in places if each.code == code] if code else places
    if not chosen:
        raise Http404
    years = range(this, this - BACK, -1)
    of = int(year) if year in map(str, years) else this
    return Asked(places, chosen[0], years, of, list(exceptions.granted(chosen[0], of, user)))


class GrantedExceptions(LoginRequiredMixin, TemplateView):
    template_name = "campaigns/granted.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(asked=asked(self.request), **kwargs)


@login_required
@require_GET
def granted_workbook(request: HttpRequest) -> FileResponse:
    given = asked(request)
    widths = {label: width for label, (width, _) in exceptions.COLUMNS.items()}
    rows = ([told(each) for _, told in exceptions.COLUMNS.values()] for each in given.found)
    return spreadsheet.download(spreadsheet.workbook(given.title, widths, rows), given.title)
