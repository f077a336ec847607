"""The list of those who entered, as the level that is asked concludes on each person."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from campaigns import permissions
from campaigns.findings import findings_of
from campaigns.forms.entries import ExaminationForm, PaperExaminationForm
from campaigns.forms.refusing import RefusingFormView
from campaigns.models import Campaign, Examination
from campaigns.services import examining, instances, screening
from selection import clock
from selection.forms import refusals_as_messages
from selection.records import attachments
from selection.records.models import Review
from selection.records.models.reviews import may_decide

from .lookup import runner_only, user_of


def examination_of(request: HttpRequest, pk: int) -> Examination:
    visible = Review.objects.visible_to(user_of(request))
    found = Examination.objects.filter(review__in=visible).select_related(
        "review__organisation", "campaign__plan__organisation", "agenda_item__meeting"
    )
    return get_object_or_404(found, pk=pk)


class ExaminationPage(RefusingFormView):
    """要求、实际、结论 of each person, what each instance said, and the conclusion of this one."""

    template_name = "campaigns/examination.html"
    form_class = ExaminationForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if request.user.is_authenticated:
            self.examination = examination_of(request, kwargs["pk"])
            self.may_answer = may_decide(self.examination.review, user_of(request))
            self.allow(request)
        return super().dispatch(request, *args, **kwargs)

    def allow(self, request: HttpRequest) -> None:
        """Whoever sees the review reads it; only the level that is asked answers."""
        if request.method == "POST" and not self.may_answer:
            raise Http404

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"examination": self.examination}

    def act(self, form: Any) -> None:
        decision = instances.answer(self.examination, form.opinions(), by=user_of(self.request))
        messages.success(self.request, f"已提交：{decision.remarks}")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        examination, campaign = self.examination, self.examination.campaign
        context = super().get_context_data(**kwargs)
        people = context["form"].people
        changed = screening.changed_since(campaign, people)
        said = _said(examination)
        review, user = examination.review, user_of(self.request)
        may_run = permissions.may_run(campaign, user)
        return context | {
            "examination": examination,
            "review": review,
            "campaign": campaign,
            "plan": campaign.plan,
            "rows": [
                (
                    row,
                    findings_of(row.person, is_outdated=row.person.pk in changed),
                    said.get(row.person.pk, []),
                )
                for row in context["form"].rows()
            ],
            "may_answer": self.may_answer,
            "may_report_again": may_run and review.may_be_mended,
            "may_enter_on_paper": may_run and review.state == Review.State.PENDING,
        }

    def get_success_url(self) -> str:
        return reverse("campaigns:examination", args=[self.examination.pk])


def _said(examination: Examination) -> dict[int, list[Any]]:
    """By person: the opinions of the levels that have answered, the lowest first."""
    found: dict[int, list[Any]] = {}
    for opinion in instances.opinions_on(examination):
        found.setdefault(opinion.candidacy_id, []).append(opinion)
    return found


class ExaminationOnPaper(ExaminationPage):
    """What a written answer says of each person, entered by the school."""

    template_name = "campaigns/examination_paper.html"
    form_class = PaperExaminationForm

    def allow(self, request: HttpRequest) -> None:
        runner_only(request, self.examination.campaign.plan)

    def get_initial(self) -> dict[str, Any]:
        return super().get_initial() | {"happened_on": clock.today()}

    def act(self, form: Any) -> None:
        given, by = form.cleaned_data, user_of(self.request)
        campaign: Campaign = self.examination.campaign
        scan = attachments.keep(given["scan"], campaign.organisation, by, ledger=campaign.ledger)
        instances.answer_on_paper(
            self.examination,
            form.opinions(),
            by=by,
            document_number=given["document_number"],
            happened_on=given["happened_on"],
            attachment=scan,
        )
        messages.success(self.request, "已补录批复，核实后生效")


@login_required
@require_POST
@refusals_as_messages("campaigns:examination")
def report_again(request: HttpRequest, pk: int) -> HttpResponse:
    examination = examination_of(request, pk)
    examining.report_again(examination, by=user_of(request))
    messages.success(request, "已重新报送审核")
    return redirect("campaigns:examination", pk=pk)
