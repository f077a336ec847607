"""How is a yearly report begun and written? It is signed where all papers are."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST
from django.views.generic import FormView

from reporting import documents, figures
from reporting.forms.reports import ReportForm
from reporting.models import Report
from reporting.services import reports
from reporting.views.yearly import Asked
from selection.accounts.acts import Act
from selection.accounts.views.scope import user_of
from selection.forms import ThroughService, refusals_as_messages
from selection.records.models import Paper
from selection.records.versions import Edited, Versioned
from selection.records.views.papers import edited_paper


@login_required
@require_POST
@refusals_as_messages
def begin(request: HttpRequest) -> HttpResponse:
    asked = Asked(request)
    report = reports.begin(asked.place, asked.year, by=asked.user)
    return redirect("reporting:write", report.pk)


class Write(LoginRequiredMixin, Versioned, ThroughService, FormView):
    """Texts and figures of a draft; every figure that a text may name stands beside them with its present number."""

    template_name = "reporting/write.html"
    form_class = ReportForm
    report: Report
    draft: Paper

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated:
            user = user_of(request)
            seen = Report.objects.filter(organisation__in=user.organisations_for(Act.VIEW_CAMPAIGNS))
            self.report = get_object_or_404(
                seen.select_related("organisation", "paper__ledger"), pk=kwargs["pk"]
            )
            draft = self.report.draft
            if draft is None or not documents.may_write(self.report.organisation, user):
                raise Http404
            self.draft = draft
        return super().dispatch(request, *args, **kwargs)

    def edited(self) -> Edited:
        return edited_paper(self.draft)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"paper": self.draft, "report": self.report}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        tokens = figures.of(self.report.organisation, self.report.year).tokens
        return super().get_context_data(report=self.report, paper=self.draft, tokens=tokens, **kwargs)

    def act(self, form: ReportForm) -> None:
        reports.write(self.report, self.draft, form.texts, form.numbers, by=user_of(self.request))
        messages.success(self.request, "已保存")

    def get_success_url(self) -> str:
        return self.request.path
