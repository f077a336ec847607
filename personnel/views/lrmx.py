"""How does an officer bring in 任免审批表, or take them along?"""

from __future__ import annotations

from io import BytesIO
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_POST
from django.views.generic import DetailView, FormView

from personnel.forms.roster import SheetUploadForm
from personnel.forms.staff import SearchForm
from personnel.lrmx import applying, exporting, sheets
from personnel.lrmx.preview import preview
from personnel.lrmx.reading import SUFFIX
from personnel.models import RosterImport, StaffMember
from personnel.roster import uploads
from personnel.views.scope import Kept, kept, kept_row
from personnel.views.staff import found
from selection.forms import ThroughService, refusals_as_messages
from selection.reasons import Refused


class Sheets(ThroughService, Kept, FormView):
    """Bring in one file or many, take along those of whom one looks for."""

    template_name = "personnel/sheets.html"
    form_class = SheetUploadForm

    def act(self, form: Any) -> None:
        upload = form.cleaned_data["file"]
        self.received = applying.receive(upload, self.school, by=self.request.user)

    def get_success_url(self) -> str:
        return reverse("personnel:sheets_preview", args=[self.received.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        earlier = RosterImport.objects.sheets().of(self.school).select_related("uploaded_by")[:10]
        search = SearchForm(self.request.GET or None, school=self.school)
        return super().get_context_data(earlier=earlier, search=search, **kwargs)


class SheetsPreview(LoginRequiredMixin, DetailView):
    """What the waiting files would do; nothing is written by looking."""

    template_name = "personnel/sheets_preview.html"
    context_object_name = "waiting"

    def get_object(self, queryset: Any = None) -> RosterImport:
        rows = RosterImport.objects.sheets().select_related("organisation", "uploaded_by")
        return kept_row(rows, self.request.user, self.kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        waiting = self.object
        shown, unreadable = None, []
        is_pending = waiting.state == RosterImport.State.PENDING
        try:
            shown = preview(waiting) if is_pending else None
        except Refused as refusal:
            unreadable = refusal.reasons
        return super().get_context_data(
            school=waiting.organisation, found=shown, is_pending=is_pending, unreadable=unreadable, **kwargs
        )


@login_required
@require_POST
@refusals_as_messages("personnel:sheets_preview")
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    waiting = _waiting(request, pk)
    prefix = "file-"
    answers = {
        name.removeprefix(prefix): str(said) for name, said in request.POST.items() if name.startswith(prefix)
    }
    done = applying.apply(
        waiting,
        answers,
        digest=request.POST.get("digest", ""),
        despite_bad="despite_bad" in request.POST,
        by=request.user,
    )
    said = "，".join(f"{label}{number}份" for label, number in done.counts.items() if number)
    messages.success(request, f"任免审批表已导入：{said}。")
    return redirect("personnel:sheets", done.organisation.code)


@login_required
@require_POST
@refusals_as_messages("personnel:sheets_preview")
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    waiting = _waiting(request, pk)
    uploads.drop(waiting)
    messages.success(request, "已放弃这次导入，没有任何变动。")
    return redirect("personnel:sheets", waiting.organisation.code)


@login_required
@require_POST
@refusals_as_messages("personnel:sheets")
def export(request: HttpRequest, code: str) -> FileResponse:
    """Of those whom the form asks for, in a zip."""
    school = kept(request.user, code)
    search = SearchForm(request.POST, school=school)
    search.is_valid()
    people = found(StaffMember.objects.manageable_by(request.user).of(school), search.cleaned_data)
    return _taken_along(exporting.many(people, school, by=request.user), f"{school.short_name}任免审批表.zip")


@login_required
@require_POST
def export_one(request: HttpRequest, pk: int) -> FileResponse:
    staff = kept_row(sheets.loaded(StaffMember.objects.all()), request.user, pk)
    return _taken_along(BytesIO(exporting.one(staff, by=request.user)), f"{staff.name}{SUFFIX}")


def _taken_along(file: BytesIO, name: str) -> FileResponse:
    """Under its name, which no browser keeps."""
    response = FileResponse(file, as_attachment=True, filename=name, content_type="application/octet-stream")
    add_never_cache_headers(response)
    return response


def _waiting(request: HttpRequest, pk: int) -> RosterImport:
    return kept_row(RosterImport.objects.sheets().select_related("organisation"), request.user, pk)
