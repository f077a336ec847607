"""How does an officer bring in a roster: download, upload, look, choose, confirm?"""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST
from django.views.generic import DetailView, FormView

from personnel.forms.roster import UploadForm
from personnel.models import RosterImport
from personnel.roster import applying, uploads
from personnel.roster.columns import COLUMNS
from personnel.roster.preview import preview
from personnel.roster.template import template
from personnel.views.scope import Kept, kept, kept_row
from selection.forms import ThroughService, refusals_as_messages

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FEW = 50


class RosterUpload(ThroughService, Kept, FormView):
    template_name = "personnel/roster_upload.html"
    form_class = UploadForm

    def act(self, form: Any) -> None:
        upload = form.cleaned_data["file"]
        self.received = uploads.receive(upload, self.school, by=self.request.user)

    def get_success_url(self) -> str:
        return reverse("personnel:roster_preview", args=[self.received.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        earlier = RosterImport.objects.rosters().of(self.school).select_related("uploaded_by")[:10]
        return super().get_context_data(earlier=earlier, columns=COLUMNS, **kwargs)


class RosterPreview(LoginRequiredMixin, DetailView):
    """What the waiting file would do; nothing is written by looking."""

    template_name = "personnel/roster_preview.html"
    context_object_name = "roster"

    def get_object(self, queryset: Any = None) -> RosterImport:
        rows = RosterImport.objects.rosters().select_related("organisation", "uploaded_by")
        return kept_row(rows, self.request.user, self.kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        roster = self.object
        found = None
        if roster.state == RosterImport.State.PENDING:
            with roster.file.open("rb") as file:
                found = preview(file, roster.organisation, roster.choices)
        return super().get_context_data(school=roster.organisation, found=found, few=FEW, **kwargs)


@login_required
@require_GET
def download_template(request: HttpRequest, code: str) -> HttpResponse:
    kept(request.user, code)
    is_full = "full" in request.GET
    name = "%E5%90%8D%E5%86%8C%E6%A8%A1%E6%9D%BF.xlsx"  # 名册模板.xlsx
    headers = {"Content-Disposition": f"attachment; filename=roster.xlsx; filename*=UTF-8''{name}"}
    return HttpResponse(template(with_optional=is_full), content_type=XLSX, headers=headers)


@login_required
@require_POST
@refusals_as_messages("personnel:roster_preview")
def choose(request: HttpRequest, pk: int) -> HttpResponse:
    roster = _waiting(request, pk)
    prefix = "row-"
    answers = {
        name.removeprefix(prefix): said for name, said in request.POST.items() if name.startswith(prefix)
    }
    uploads.choose(roster, {row: str(said) for row, said in answers.items()})
    return redirect("personnel:roster_preview", pk)


@login_required
@require_POST
@refusals_as_messages("personnel:roster_preview")
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    roster = _waiting(request, pk)
    done = applying.apply(roster, digest=request.POST.get("digest", ""), by=request.user)
    said = "，".join(f"{label}{number}" for label, number in done.counts.items() if number)
    messages.success(request, f"名册已导入：{said or '没有变动'}。")
    return redirect("personnel:staff_list", roster.organisation.code)


@login_required
@require_POST
@refusals_as_messages("personnel:roster_preview")
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    roster = _waiting(request, pk)
    uploads.drop(roster)
    messages.success(request, "已放弃这份名册，名册没有任何变动。")
    return redirect("personnel:roster_upload", roster.organisation.code)


def _waiting(request: HttpRequest, pk: int) -> RosterImport:
    return kept_row(RosterImport.objects.rosters().select_related("organisation"), request.user, pk)
