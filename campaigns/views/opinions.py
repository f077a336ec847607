"""What discipline is asked and answers: the inbox, one opinion, a written reply entered from paper."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST
from django.views.generic import TemplateView

from campaigns import inspecting as standing
from campaigns import integrity, permissions
from campaigns.forms.inspecting import AnswerForm, AnswerPaperForm
from campaigns.forms.refusing import RefusingFormView
from campaigns.models import DisciplineOpinion
from campaigns.services import carrying_over, inspecting
from selection.forms import named_next, refusals_as_messages

from .inspections import PersonFormView
from .lookup import candidacy_of, runner_only, user_of

RECENT = 20
ALONG = (
    "candidacy__staff__department",
    "candidacy__opening__post__department",
    "candidacy__opening__campaign__plan__organisation",
)


class Opinions(LoginRequiredMixin, TemplateView):
    """Discipline's inbox: what waits for an answer, the oldest first, and what was answered lately."""

    template_name = "campaigns/opinions.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = user_of(self.request)
        if not user.organisations_for("answer_discipline").exists():
            raise Http404
        readable = standing.opinions_readable_by(user).select_related(*ALONG)
        waiting = DisciplineOpinion.objects.waiting_for(user)
        return super().get_context_data(**kwargs) | {
            "waiting": readable.filter(pk__in=waiting.values("pk")).order_by("requested_on", "pk"),
            "answered": readable.exclude(result="pending").order_by("-happened_on", "-pk")[:RECENT],
        }


class OpinionPage(RefusingFormView):
    """One request: discipline answers, the team and the officer read."""

    template_name = "campaigns/opinion.html"
    form_class = AnswerForm
    opinion: DisciplineOpinion

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if request.user.is_authenticated:
            readable = standing.opinions_readable_by(user_of(request)).select_related(*ALONG, "entered_by")
            self.opinion = get_object_or_404(readable, pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def act(self, form: AnswerForm) -> None:
        inspecting.answer(self.opinion, by=user_of(self.request), **form.answer())
        messages.success(self.request, f"已回复{self.opinion.candidacy.staff.name}的廉政意见")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        opinion, user = self.opinion, user_of(self.request)
        person = opinion.candidacy
        campaign = person.campaign
        is_open = not opinion.is_answered and not opinion.is_superseded
        is_time = campaign.stage in inspecting.BESIDE_THE_STAGES and not campaign.is_suspended
        answers = user.may("answer_discipline", campaign.organisation)
        return super().get_context_data(**kwargs) | {
            "opinion": opinion,
            "person": person,
            "posts": "、".join(str(each.opening.post) for each in (person, *person.twins)),
            "campaign": campaign,
            "plan": campaign.plan,
            "tone": standing.tone_of(opinion),
            "answers": answers,
            "reply": integrity.reply_in_force(person)
            if is_open and is_time and carrying_over.may_carry_over(campaign.plan, user)
            else None,
            "may_answer": is_open and is_time and answers,
            "may_enter": is_open and is_time and permissions.may_run_plan(campaign.plan, user),
        }

    def get_success_url(self) -> str:
        return reverse("campaigns:opinions")


@login_required
@require_POST
@refusals_as_messages
def carry_over(request: HttpRequest, pk: int) -> HttpResponse:
    """What is asked of a person is answered by a reply that was given for several selections."""
    made = carrying_over.carry_over(candidacy_of(request, pk), by=user_of(request))
    messages.success(request, f"已沿用{made.candidacy.staff.name}有效期内的答复")
    return redirect(named_next(request) or reverse("campaigns:opinion", args=[made.pk]))


class OpinionPaper(PersonFormView):
    """A written reply, entered by whoever runs the plan."""

    template_name = "campaigns/opinion_paper.html"
    form_class = AnswerPaperForm

    def allow(self, request: HttpRequest) -> None:
        runner_only(request, self.person.campaign.plan)

    def act(self, form: AnswerPaperForm) -> None:
        by = user_of(self.request)
        entered = form.entered(self.person.campaign.plan, by)
        inspecting.answer_on_paper(self.person, by=by, **entered, **form.answer())
        messages.success(self.request, "已补录复函，由第二人核实后生效")

    def get_success_url(self) -> str:
        return reverse("campaigns:inspections", args=[self.person.campaign.pk])
