"""一报告两评议: prepared, followed, and its result for those who are entitled to it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.decorators.http import require_GET, require_POST
from django.views.generic import DetailView, FormView, ListView

from ballots import results
from ballots.models import Poll
from ballots.permissions import may_run
from reporting.assessing import printing, services
from reporting.assessing.promoted import judged, listed
from reporting.forms.assessments import AddForm, DrawForm, LeaveOutForm, YearForm
from reporting.models import Adjustment, Assessment
from reporting.models.assessments import AssessmentQuerySet, reads_assessments
from selection.accounts.acts import Act
from selection.accounts.models import Organisation
from selection.accounts.views.scope import user_of
from selection.forms import ThroughService, refusals_as_messages
from selection.records.forms import accept
from selection.rendering import pdf_to_keep


class Assessments(LoginRequiredMixin, ListView):
    template_name = "reporting/assessments.html"
    context_object_name = "assessments"
    paginate_by = 50

    def get_queryset(self) -> AssessmentQuerySet:
        user = user_of(self.request)
        if not reads_assessments(user):
            raise Http404
        found = Assessment.objects.visible_to(user)
        return found.select_related("organisation", "work", "promotions")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        places = user_of(self.request).organisations_run().order_by("path")
        return super().get_context_data(places=places, **kwargs)


class AssessmentNew(LoginRequiredMixin, ThroughService, FormView):
    """Of which year."""

    template_name = "reporting/assessment_new.html"
    form_class = YearForm
    made: Assessment

    @cached_property
    def organisation(self) -> Organisation:
        return get_object_or_404(user_of(self.request).organisations_run(), code=self.kwargs["code"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(organisation=self.organisation, **kwargs)

    def act(self, form: YearForm) -> None:
        year = form.cleaned_data["year"]
        self.made = services.set_up(self.organisation, year, by=user_of(self.request))
        messages.success(self.request, "已按当年的聘任列出评议对象，核对后请准备票样和名册")

    def get_success_url(self) -> str:
        return self.made.get_absolute_url()


class AssessmentPage(LoginRequiredMixin, DetailView):
    """Where it stands: whom it judges, its polls, and what of them is released."""

    template_name = "reporting/assessment.html"
    context_object_name = "assessment"

    def get_queryset(self) -> AssessmentQuerySet:
        return _seen(self.request)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        assessment, user = self.object, user_of(self.request)
        persons, runs = listed(assessment), user.runs(assessment.organisation)
        released = [poll for poll in assessment.polls if poll.state == Poll.State.RELEASED]
        hears = runs or user.may(Act.REVIEW_BUREAU, assessment.organisation)
        return super().get_context_data(
            judged=persons,
            left_out=[each for each in assessment.adjustments.all() if each.left_out_id],
            runs=runs,
            held=[(poll, may_run(poll, user)) for poll in assessment.polls],
            stale=services.STALE if services.stale(assessment) else "",
            tables=printing.tables(assessment),
            remarks=[(poll, results.remarks(poll)) for poll in released] if hears else [],
            leave_out_form=LeaveOutForm(judged=persons),
            add_form=AddForm(),
            **kwargs,
        )


class AssessmentDraw(LoginRequiredMixin, ThroughService, FormView):
    """Roll, scrutineers and channel of the tables that have no poll yet."""

    template_name = "reporting/assessment_draw.html"
    form_class = DrawForm

    @cached_property
    def assessment(self) -> Assessment:
        return get_object_or_404(_run(self.request), pk=self.kwargs["pk"])

    def get_form_kwargs(self) -> dict[str, Any]:
        of = {"assessment": self.assessment, "judged": judged(self.assessment)}
        return super().get_form_kwargs() | of

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(assessment=self.assessment, judged=judged(self.assessment), **kwargs)

    def act(self, form: DrawForm) -> None:
        services.draw(self.assessment, by=user_of(self.request), **form.cleaned_data)
        messages.success(self.request, "已准备好票样和名册，到会人数够了请开始投票")

    def get_success_url(self) -> str:
        return self.assessment.get_absolute_url()


@login_required
@require_POST
@refusals_as_messages("reporting:assessment")
def redraw(request: HttpRequest, pk: int) -> HttpResponse:
    services.redraw(_run_one(request, pk), by=user_of(request))
    messages.success(request, "已按今天的情况重新准备")
    return redirect("reporting:assessment", pk)


@login_required
@require_POST
@refusals_as_messages("reporting:assessment")
def leave_out(request: HttpRequest, pk: int) -> HttpResponse:
    assessment = _run_one(request, pk)
    form = accept(LeaveOutForm(request.POST, judged=judged(assessment)))
    appointment = form.by_key[form.cleaned_data["appointment"]]
    services.leave_out(assessment, appointment, form.cleaned_data["reason"], by=user_of(request))
    messages.success(request, f"{appointment.candidacy.staff}已不列入评议对象")
    return redirect("reporting:assessment", pk)


@login_required
@require_POST
@refusals_as_messages("reporting:assessment")
def add(request: HttpRequest, pk: int) -> HttpResponse:
    given = Adjustment(assessment=_run_one(request, pk))
    adjustment = accept(AddForm(request.POST, instance=given)).save(commit=False)
    services.add(adjustment, by=user_of(request))
    messages.success(request, f"已增列{adjustment.name}")
    return redirect("reporting:assessment", pk)


@login_required
@require_POST
@refusals_as_messages(to=lambda _request, pk, number: reverse("reporting:assessment", args=[pk]))
def take_back(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    adjustment = get_object_or_404(_run_one(request, pk).adjustments, pk=number)
    services.take_back(adjustment, by=user_of(request))
    messages.success(request, f"已撤回：{adjustment}")
    return redirect("reporting:assessment", pk)


@login_required
@require_GET
def result_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    assessment = _released(request, pk)
    return pdf_to_keep(printing.result(assessment), printing.name(assessment))


@login_required
@require_GET
def result_workbook(request: HttpRequest, pk: int) -> FileResponse:
    return printing.workbook(_released(request, pk))


def _seen(request: HttpRequest) -> AssessmentQuerySet:
    found = Assessment.objects.visible_to(user_of(request))
    return found.select_related("organisation", "work__organisation", "promotions__organisation")


def _run(request: HttpRequest) -> AssessmentQuerySet:
    return _seen(request).filter(organisation__in=user_of(request).organisations_run())


def _run_one(request: HttpRequest, pk: int) -> Assessment:
    """To act on; to those who only read it the service says that they may not."""
    return get_object_or_404(_seen(request), pk=pk)


def _released(request: HttpRequest, pk: int) -> Assessment:
    return get_object_or_404(_seen(request), pk=pk, work__state=Poll.State.RELEASED)
