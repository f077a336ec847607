"""A plan's text, section by section, and all the papers that the plan has brought forth."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.generic import ListView

from campaigns import permissions
from campaigns.documents import outline, plan_wording, tokens
from campaigns.documents import plan as work_plan
from campaigns.forms.refusing import RefusingFormView
from campaigns.forms.wording import PlanTextForm
from campaigns.services import plans
from selection.records.models import Paper
from selection.records.versions import Edited, Versioned

from .lookup import edited_plan, plan_of, user_of


class PlanText(Versioned, RefusingFormView):
    """The officer words the plan anew; everybody who sees the plan reads it here as it will be printed."""

    template_name = "campaigns/plan_text.html"
    form_class = PlanTextForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if request.user.is_authenticated:
            self.plan = plan_of(request, kwargs["pk"])
            self.may_run = permissions.may_run_plan(self.plan, user_of(request))
            if request.method == "POST" and not self.may_run:
                raise Http404
            self.facts = work_plan.context(self.plan)
        return super().dispatch(request, *args, **kwargs)

    def edited(self) -> Edited:
        return edited_plan(self.plan)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {
            "labels": work_plan.SECTIONS,
            "proposed": plan_wording.wording(self.facts),
            "worded": work_plan.texts(self.plan, self.facts),
            "figures": self.facts["tokens"],
        }

    def form_valid(self, form: Any) -> HttpResponse:
        if "preview" in self.request.POST:
            return self.render_to_response(self.get_context_data(form=form))
        return super().form_valid(form)

    def act(self, form: PlanTextForm) -> None:
        own = work_plan.own_words(self.plan, form.cleaned_data)
        plans.revise(self.plan, by=user_of(self.request), wording=own)
        messages.success(self.request, "方案文字已保存")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        plan, form = self.plan, context["form"]
        is_pending = plan.review is not None and plan.review.state == "pending"
        return (
            context
            | self.facts
            | {
                "plan": plan,
                "paper_title": self.facts["title"],
                "may_run": self.may_run,
                "is_open": self.may_run and not plan.is_final and not is_pending,
                "is_pending": is_pending,
                "is_unsaved": form.is_bound,
                "parts": outline.numbered(self.facts["outline"], self._paragraphs(form.typed())),
            }
        )

    def _paragraphs(self, texts: dict[str, str]) -> dict[str, list[str]]:
        return {key: tokens.paragraphs(text, self.facts["tokens"]) for key, text in texts.items()}

    def get_success_url(self) -> str:
        return reverse("campaigns:plan_text", args=[self.plan.pk])


class PlanPapers(LoginRequiredMixin, ListView):
    """Every paper of the plan that the user may read, newest first."""

    template_name = "campaigns/plan_papers.html"
    context_object_name = "papers"

    def get_queryset(self) -> Any:
        self.plan = plan_of(self.request, self.kwargs["pk"])
        readable = Paper.objects.visible_to(user_of(self.request)).filter(document__plan=self.plan)
        return readable.order_by("-pk")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"plan": self.plan}
