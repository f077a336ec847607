"""抽查名单: draw one, look at one, take it along as a file."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET
from django.views.generic import DetailView, FormView, ListView

from selection import spreadsheet
from selection.accounts.acts import Act
from selection.accounts.models import Organisation
from selection.accounts.models.organisations import OrganisationQuerySet
from selection.accounts.views.scope import user_of
from selection.forms import ThroughService
from selection.rendering import pdf_to_keep
from supervision import sheet
from supervision.models import Population, Sample
from supervision.services import sampling

WIDTHS = {"次序": 8, "学校": 26, "方案": 44, "聘任方式": 16, "阶段": 16}


class DrawForm(forms.Form):
    purpose = forms.CharField(
        label="检查事由", max_length=100, help_text="例如：2026年上半年选拔任用工作检查"
    )
    place = forms.ModelChoiceField(Organisation.objects.none(), label="抽查范围", empty_label=None)
    population = forms.ChoiceField(label="抽查对象", choices=Population.choices, widget=forms.RadioSelect)
    size = forms.IntegerField(label="抽取数量", min_value=1, max_value=999)

    def __init__(self, *args: Any, places: OrganisationQuerySet, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["place"].queryset = places  # type: ignore[attr-defined]


class Samples(LoginRequiredMixin, ListView):
    template_name = "supervision/samples.html"
    paginate_by = 30

    def get_queryset(self) -> Any:
        user = user_of(self.request)
        if not user.organisations_for(Act.OVERSEE).exists():
            raise Http404
        return Sample.objects.visible_to(user).select_related("place", "drawn_by")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        may_draw = user_of(self.request).organisations_for(Act.DRAW_SAMPLES).exists()
        return super().get_context_data(may_draw=may_draw, **kwargs)


class Draw(LoginRequiredMixin, ThroughService, FormView):
    template_name = "supervision/draw.html"
    form_class = DrawForm

    def get_form_kwargs(self) -> dict[str, Any]:
        places = user_of(self.request).organisations_for(Act.DRAW_SAMPLES).order_by("path")
        if not places:
            raise Http404
        return super().get_form_kwargs() | {"places": places}

    def get_initial(self) -> dict[str, Any]:
        return {"population": Population.RUNNING}

    def act(self, form: Any) -> None:
        self.sample = sampling.draw(by=user_of(self.request), **form.cleaned_data)

    def get_success_url(self) -> str:
        return self.sample.get_absolute_url()


class SamplePage(LoginRequiredMixin, DetailView):
    template_name = "supervision/sample.html"
    context_object_name = "sample"

    def get_object(self, queryset: Any = None) -> Sample:
        return _sample(self.request, self.kwargs["pk"])


@login_required
@require_GET
def sample_workbook(request: HttpRequest, pk: int) -> FileResponse:
    sample = _sample(request, pk)
    rows = (
        (
            number,
            each.organisation.name,
            each.title,
            each.get_track_display(),
            each.get_stage_display(),
        )
        for number, each in enumerate(sample.campaigns, start=1)
    )
    return spreadsheet.download(spreadsheet.workbook(str(sample), WIDTHS, rows), str(sample))


@login_required
@require_GET
def sample_paper(request: HttpRequest, pk: int) -> HttpResponse:
    """The list as it is signed and taken along."""
    sample = _sample(request, pk)
    return pdf_to_keep(sheet.pdf(sample), str(sample))


def _sample(request: HttpRequest, pk: int) -> Sample:
    found = Sample.objects.visible_to(user_of(request)).select_related("place", "drawn_by")
    return get_object_or_404(found, pk=pk)
