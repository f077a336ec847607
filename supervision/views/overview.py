"""各校选拔工作一览: for a zone or the county, on the page and as a file."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from django.contrib.auth.decorators import login_required
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest
from django.views.decorators.http import require_GET
from django.views.generic import TemplateView

from campaigns.models.campaigns import ONGOING
from selection import spreadsheet
from selection.accounts.acts import Act
from selection.accounts.views.places import Places, places
from selection.accounts.views.scope import user_of
from selection.chinese import day
from supervision import overview
from supervision.alerts import BY_KEY
from supervision.overview import Line

PAGE = 30
STAGES = [(stage.value, stage.label) for stage in ONGOING]
# What may be asked for beside one alert
STATES: dict[str, tuple[str, Callable[[Line], bool]]] = {
    "alerted": ("有警示的", lambda line: bool(line.alerts)),
    "stuck": (f"{overview.STUCK}天没有进展的", lambda line: line.is_stuck),
}
COLUMNS: dict[str, tuple[int, Callable[[Line], str]]] = {
    "学校": (24, lambda line: line.campaign.organisation.name),
    "方案": (40, lambda line: str(line.campaign)),
    "阶段": (14, lambda line: line.campaign.get_stage_display()),
    "下一期限": (30, lambda line: f"{day(line.next.on)} {line.next.label}" if line.next else ""),
    "警示": (60, lambda line: "；".join(sentence for _alert, sentence in line.alerts)),
    "等待": (50, lambda line: "；".join(line.waits)),
    "未记载天数": (12, lambda line: str(line.pace.days)),
}


class Asked(NamedTuple):
    """What the address asks for, as far as this user may see it."""

    places: Places
    stage: str
    only: str
    all: list[Line]

    @property
    def found(self) -> list[Line]:
        return [line for line in self.all if self._is_asked_for(line)]

    @property
    def title(self) -> str:
        return f"{self.places.place.name}选拔工作一览"

    def _is_asked_for(self, line: Line) -> bool:
        if self.stage and line.campaign.stage != self.stage:
            return False
        if self.only in STATES:
            return STATES[self.only][1](line)
        return not self.only or any(alert.key == self.only for alert, _sentence in line.alerts)


def asked(request: HttpRequest) -> Asked:
    """What is no stage and no alert is any."""
    chosen = places(request, Act.OVERSEE)
    stage, only = request.GET.get("stage", ""), request.GET.get("only", "")
    return Asked(
        chosen,
        stage if stage in dict(STAGES) else "",
        only if only in BY_KEY or only in STATES else "",
        overview.lines(user_of(request), chosen.schools),
    )


class Overview(LoginRequiredMixin, TemplateView):
    template_name = "supervision/overview.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        given = asked(self.request)
        return super().get_context_data(
            asked=given,
            tally=overview.tally(given.all),
            stages=STAGES,
            states=[(key, label) for key, (label, _) in STATES.items()],
            page_obj=Paginator(given.found, PAGE).get_page(self.request.GET.get("page")),
            **kwargs,
        )


@login_required
@require_GET
def overview_workbook(request: HttpRequest) -> FileResponse:
    given = asked(request)
    widths = {label: width for label, (width, _) in COLUMNS.items()}
    rows = ([told(line) for _, told in COLUMNS.values()] for line in given.found)
    return spreadsheet.download(spreadsheet.workbook(given.title, widths, rows), given.title)
