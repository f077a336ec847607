"""What falls due, for one school, a zone or the county, within the months that are chosen?"""

from __future__ import annotations

from typing import Any, NamedTuple

from django.contrib.auth.decorators import login_required
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import FileResponse, HttpRequest
from django.views.generic import TemplateView

from selection import chinese, clock, spreadsheet
from selection.accounts.acts import Act
from selection.accounts.views.places import Places, places
from serving import horizon, workbook
from serving.horizon import Due, Kind

SPANS = (1, 3, 6, 12)


class Chosen(NamedTuple):
    """What the address asks for, as far as this user may see it."""

    places: Places
    months: int
    kind: str

    @property
    def title(self) -> str:
        return f"{self.places.place.name}{chinese.day(horizon.until(self.months))}前到期事项"

    def found(self) -> list[Due]:
        due = horizon.coming_due(self.places.schools, horizon.until(self.months))
        return [each for each in due if not self.kind or each.kind == self.kind]


def chosen(request: HttpRequest) -> Chosen:
    """What is no number of months is three."""
    months = request.GET.get("months", "")
    kind = request.GET.get("kind", "")
    return Chosen(
        places(request, Act.VIEW_REGISTER),
        int(months) if months in map(str, SPANS) else horizon.MONTHS,
        kind if kind in Kind.values else "",
    )


class DueList(LoginRequiredMixin, TemplateView):
    template_name = "serving/due.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked = chosen(self.request)
        return super().get_context_data(
            asked=asked,
            found=asked.found(),
            spans=SPANS,
            kinds=Kind.choices,
            last=horizon.until(asked.months),
            today=clock.today(),
            **kwargs,
        )


@login_required
def due_workbook(request: HttpRequest) -> FileResponse:
    asked = chosen(request)
    return spreadsheet.download(workbook.workbook(asked.found(), asked.title), asked.title)
