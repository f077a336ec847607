"""How does the bureau bring in a transfer list: upload, look, confirm?"""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.decorators.http import require_GET, require_POST
from django.views.generic import DetailView, FormView

from selection import spreadsheet
from selection.accounts.acts import Act
from selection.accounts.models import Organisation
from selection.accounts.views.scope import user_of
from selection.forms import ThroughService, refusals_as_messages
from serving.models import TransferList
from serving.services import transferring
from serving.transfers.preview import Preview
from serving.transfers.reading import COLUMNS
from serving.transfers.template import template


class UploadForm(forms.Form):
    file = forms.FileField(
        label="调动名单",
        help_text="只收.xlsx；上传后先看预览，确认之前什么都不会办理",
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
        allow_empty_file=True,
    )


class Transfers(LoginRequiredMixin, ThroughService, FormView):
    template_name = "serving/transfers.html"
    form_class = UploadForm

    @cached_property
    def bureau(self) -> Organisation:
        found = user_of(self.request).organisations_for(Act.REVIEW_BUREAU)
        bureau: Organisation | None = found.filter(kind=Organisation.Kind.BUREAU).first()
        if bureau is None:
            raise Http404
        return bureau

    def act(self, form: Any) -> None:
        user = user_of(self.request)
        self.received = transferring.receive(form.cleaned_data["file"], self.bureau, by=user)

    def get_success_url(self) -> str:
        return reverse("serving:transfer_list", args=[self.received.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        earlier = TransferList.objects.filter(organisation=self.bureau).select_related("uploaded_by")[:10]
        return super().get_context_data(earlier=earlier, columns=COLUMNS, **kwargs)


@login_required
@require_GET
def download_template(request: HttpRequest) -> FileResponse:
    if not user_of(request).organisations_for(Act.REVIEW_BUREAU).exists():
        raise Http404
    return spreadsheet.download(template(), "调动名单模板")


class TransferPreview(LoginRequiredMixin, DetailView):
    """What the list would set going; nothing is written by looking."""

    template_name = "serving/transfer_list.html"
    context_object_name = "listed"

    def get_object(self, queryset: Any = None) -> TransferList:
        return _listed(self.request, self.kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        listed = self.object
        is_waiting = listed.state == TransferList.State.PENDING
        return super().get_context_data(
            found=Preview(listed.organisation, listed.rows) if is_waiting else None,
            transfers=listed.transfers.select_related("staff", "post__department__organisation", "plan"),
            **kwargs,
        )


@login_required
@require_POST
@refusals_as_messages("serving:transfer_list")
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    listed = _listed(request, pk)
    opened = transferring.apply(listed, digest=request.POST.get("digest", ""), by=user_of(request))
    messages.success(request, f"已起草{len(opened)}个直接聘任方案，并通知有关学校的人事干部")
    return redirect("serving:transfer_list", pk)


@login_required
@require_POST
@refusals_as_messages("serving:transfer_list")
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    transferring.drop(_listed(request, pk), by=user_of(request))
    messages.success(request, "已放弃这份名单，什么都没有办理。")
    return redirect("serving:transfers")


def _listed(request: HttpRequest, pk: int) -> TransferList:
    return get_object_or_404(TransferList.objects.visible_to(user_of(request)), pk=pk)
