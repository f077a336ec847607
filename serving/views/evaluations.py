"""The 期末民主测评 of a school: begun, followed, and its result for those who are entitled to it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.decorators.http import require_POST
from django.views.generic import DetailView, FormView, ListView

from ballots import results
from ballots.models import Poll
from ballots.permissions import may_run
from selection import clock
from selection.accounts.acts import Act
from selection.accounts.models import Organisation
from selection.accounts.views.scope import user_of
from selection.forms import ThroughService, refusals_as_messages
from serving import schoolterms
from serving.forms.school import EvaluationForm
from serving.models import TermEvaluation
from serving.models.evaluations import READERS, TermEvaluationQuerySet
from serving.services import evaluations
from serving.views.petitions import run_by


class Evaluations(LoginRequiredMixin, ListView):
    template_name = "serving/evaluations.html"
    context_object_name = "evaluations"
    paginate_by = 50

    def get_queryset(self) -> TermEvaluationQuerySet:
        user = user_of(self.request)
        if not any(act in READERS for act, _path in user.reach):
            raise Http404
        return TermEvaluation.objects.visible_to(user).select_related("organisation", "poll")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        schools = user_of(self.request).organisations_for(Act.RUN_CAMPAIGNS).schools()
        end = schoolterms.latest(clock.today())
        done = TermEvaluation.objects.standing().filter(school_year=end.school_year, term=end.term)
        due = schools.exclude(pk__in=done.values("organisation"))
        return super().get_context_data(schools=due, end=end, **kwargs)


class EvaluationNew(LoginRequiredMixin, ThroughService, FormView):
    """The draft of the term that is ending."""

    template_name = "serving/evaluation_form.html"
    form_class = EvaluationForm
    made: TermEvaluation

    @cached_property
    def school(self) -> Organisation:
        return run_by(self.request, self.kwargs["code"])

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {
            "cadres": evaluations.cadres_of(self.school),
            "school": self.school,
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        end = schoolterms.latest(clock.today())
        cadres = evaluations.cadres_of(self.school)
        return super().get_context_data(school=self.school, end=end, cadres=cadres, **kwargs)

    def act(self, form: EvaluationForm) -> None:
        end, said = schoolterms.latest(clock.today()), form.cleaned_data
        self.made = evaluations.draw_up(self.school, end, by=user_of(self.request), **said)
        messages.success(self.request, "已准备好票样和名册，到会人数够了请开始投票")

    def get_success_url(self) -> str:
        return self.made.get_absolute_url()


class EvaluationPage(LoginRequiredMixin, DetailView):
    """Where it stands; once the result is released, the grades."""

    template_name = "serving/evaluation.html"
    context_object_name = "evaluation"

    def get_queryset(self) -> TermEvaluationQuerySet:
        found = TermEvaluation.objects.visible_to(user_of(self.request))
        return found.select_related("organisation", "poll__organisation")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        poll: Poll = self.object.poll
        is_released = poll.state == Poll.State.RELEASED
        return super().get_context_data(
            poll=poll,
            table=results.table(poll) if is_released else None,
            runs=may_run(poll, user_of(self.request)),
            stale=list(evaluations.objections(poll)) if poll.state == Poll.State.DRAFT else [],
            **kwargs,
        )


@login_required
@require_POST
@refusals_as_messages("serving:evaluation")
def redraw(request: HttpRequest, pk: int) -> HttpResponse:
    found = TermEvaluation.objects.visible_to(user_of(request)).select_related("organisation", "poll")
    evaluation = get_object_or_404(found, pk=pk)
    evaluations.redraw(evaluation, by=user_of(request))
    messages.success(request, "已按今天的情况重新准备")
    return redirect(reverse("serving:evaluation", args=[pk]))
