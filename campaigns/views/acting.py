"""Record an act, draft the notice that goes with it, and confirm what another entered."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from campaigns import documents, invitations
from campaigns.choices import ActKind, Standing
from campaigns.corrections import rows
from campaigns.forms.acting import ASKING, ActForm, NoticeDaysForm
from campaigns.lacking import of_kind
from campaigns.services import acts, earliest, sending_back
from selection.forms import refusals_as_messages, safe_next
from selection.records.forms import accept

from .lookup import campaign_of, record_of, runner_only, user_of
from .running import CampaignFormView

# What is made public in the form in which it was signed
PAPERS = {
    ActKind.PUBLICATION: documents.plan.KIND,
    ActKind.INSPECTION_NOTICE: documents.inspection_notice.KIND,
}


class ActPage(CampaignFormView):
    """One kind of act: what has been recorded of it, and the form for one more."""

    template_name = "campaigns/act.html"
    form_class = ActForm

    @property
    def kind(self) -> ActKind:
        if self.kwargs["kind"] not in ActKind:
            raise Http404
        return ActKind(self.kwargs["kind"])

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"kind": self.kind}

    def act(self, form: ActForm) -> None:
        plan, by = self.campaign.plan, user_of(self.request)
        dated = form.dated(plan, by)
        for person in form.persons():
            acts.record(
                plan,
                self.kind,
                by=by,
                campaign=self.campaign,
                candidacy=person,
                text=form.cleaned_data["text"],
                figures=form.figures(),
                **dated,
            )
        waits = "，由第二人核实后生效" if dated["is_backfilled"] else ""
        messages.success(self.request, f"已登记“{self.kind.label}”{waits}")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        recorded = self.campaign.plan.acts.filter(kind=self.kind)
        if self.kind not in acts.PLAN_LEVEL:
            recorded = recorded.filter(campaign__in=self.campaign.sources_of(self.kind))
        context = super().get_context_data(**kwargs)
        form = context["form"]
        return context | {
            "kind": self.kind,
            "not_yet": earliest.not_yet(self.campaign, self.kind),
            "asking": ASKING[self.kind],
            "recorded": rows(
                recorded.select_related("candidacy__staff", "attachment", "entered_by", "confirmed_by")
            ),
            "is_about_persons": "people" in form.fields,
            "nobody_left": "people" in form.fields and not form.fields["people"].queryset.exists(),
            "lacking": of_kind(self.campaign, PAPERS[self.kind]) if self.kind in PAPERS else [],
            "is_notice": self.kind == ActKind.INSPECTION_NOTICE,
            "notice_text": (
                invitations.to_read_the_plan(self.campaign) if self.kind == ActKind.PUBLICATION else ""
            ),
            "notice_days": NoticeDaysForm(
                initial=documents.inspection_notice.proposed_days(self.campaign.plan)
            ),
            "notice_drafts": self.campaign.documents.filter(paper__kind="inspection_notice").select_related(
                "paper"
            ),
        }


@login_required
@require_POST
@refusals_as_messages
def draft_notice(request: HttpRequest, pk: int) -> HttpResponse:
    """起草考察公告: a draft on the plan's desk, to be worded and issued there."""
    campaign = campaign_of(request, pk)
    runner_only(request, campaign.plan)
    if not campaign.candidacies().filter(standing=Standing.INSPECTEE).exists():
        messages.error(request, "尚未确定考察对象，请先录入确定考察对象的会议")
        return redirect("campaigns:act", pk=pk, kind=ActKind.INSPECTION_NOTICE)
    form = accept(NoticeDaysForm(request.POST))
    drafted = documents.inspection_notice.draw_up(campaign, by=user_of(request), **form.cleaned_data)
    messages.success(request, "考察公告已起草，请核对文字后签发并张贴")
    return redirect("records:paper", pk=drafted.paper_id)


@login_required
@require_POST
@refusals_as_messages
def confirm(request: HttpRequest, model: str, pk: int) -> HttpResponse:
    """A second person vouches for what was entered from paper."""
    done = record_of(request, sending_back.BY_NAME, model, pk)
    acts.confirm(done, by=user_of(request))
    messages.success(request, "已核实，该补录现在生效")
    return redirect(safe_next(request))
