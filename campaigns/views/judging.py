"""A judge's own pages, on the phone: whom to score, one sheet; and the officer's page for a sheet on paper."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.generic import TemplateView

from campaigns import contest
from campaigns.forms.contest import PointsForm, SheetPaperForm
from campaigns.forms.refusing import RefusingFormView
from campaigns.models import Judge, Presentation, Slot
from campaigns.services import judging

from .lookup import runner_only, user_of


def judge_of(request: HttpRequest, pk: int) -> Judge:
    """The judge that the signed-in user is there; to everybody else there is no such contest."""
    held = get_object_or_404(Presentation.objects.judged_by(user_of(request)), pk=pk)
    return Judge.objects.select_related("presentation__campaign__plan").get(
        presentation=held, user=user_of(request), ended_on=None
    )


class Judging(LoginRequiredMixin, TemplateView):
    """The speakers in their order, each with the judge's own total, and nobody else's."""

    template_name = "campaigns/judging.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        judge = judge_of(self.request, kwargs["pk"])
        own = judge.sheets.filter(is_superseded=False).prefetch_related("scores")
        sheets = {sheet.staff_id: sheet for sheet in own}
        turns = contest.turns(judge.presentation)
        return super().get_context_data(**kwargs) | {
            "judge": judge,
            "held": judge.presentation,
            "campaign": judge.presentation.campaign,
            "rows": [(slot, sheets.get(slot.staff_id)) for slot in turns],
        }


class ScorePage(RefusingFormView):
    """One sheet: scored here once, then shown as it stands."""

    template_name = "campaigns/score.html"
    form_class = PointsForm
    judge: Judge
    slot: Slot

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if request.user.is_authenticated:
            self.judge = judge_of(request, kwargs["pk"])
            turns = contest.turns(self.judge.presentation)
            found = [slot for slot in turns if slot.staff_id == kwargs["staff"]]
            if not found:
                raise Http404
            self.slot = found[0]
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"judge": self.judge}

    def act(self, form: PointsForm) -> None:
        judging.submit(self.judge, self.slot.staff, form.points(), by=user_of(self.request))
        messages.success(self.request, f"对{self.slot.staff.name}的评分表已提交")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        held = self.judge.presentation
        sheet = self.judge.sheets.filter(staff=self.slot.staff, is_superseded=False).first()
        return super().get_context_data(**kwargs) | {
            "slot": self.slot,
            "held": held,
            "campaign": held.campaign,
            "sheet": sheet,
            "may_score": sheet is None and not held.is_closed and not self.slot.absence,
        }

    def get_success_url(self) -> str:
        return reverse("campaigns:judging", args=[self.judge.presentation_id])


class SheetPaper(RefusingFormView):
    """A sheet that a judge filled in on paper, entered by whoever runs the campaign."""

    template_name = "campaigns/contest_paper.html"
    form_class = SheetPaperForm
    judge: Judge

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if request.user.is_authenticated:
            judges = Judge.objects.visible_to(user_of(request)).select_related("presentation__campaign__plan")
            self.judge = get_object_or_404(judges, pk=kwargs["pk"])
            runner_only(request, self.judge.presentation.campaign.plan)
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"judge": self.judge}

    def act(self, form: SheetPaperForm) -> None:
        by = user_of(self.request)
        entered = form.entered(self.judge.presentation.campaign.plan, by)
        judging.enter_on_paper(self.judge, form.cleaned_data["staff"], form.points(), by=by, **entered)
        messages.success(self.request, "已补录评分表，由第二人核实后计入")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        campaign = self.judge.presentation.campaign
        return super().get_context_data(**kwargs) | {
            "campaign": campaign,
            "plan": campaign.plan,
            "title": f"补录评委{self.judge.name}的评分表",
            "lead": "照签字的纸质评分表录入，由第二人核实后计入。",
        }

    def get_success_url(self) -> str:
        return reverse("campaigns:contest", args=[self.judge.presentation.campaign_id])
