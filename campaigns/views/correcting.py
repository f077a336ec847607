"""Strike out or correct what was recorded; withdraw or send back what waits for a second person."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from campaigns.corrections import row
from campaigns.forms.correcting import ActCorrectionForm, CorrectionForm, MeetingCorrectionForm
from campaigns.forms.reasons import ReasonForm
from campaigns.forms.refusing import RefusingFormView
from campaigns.models import Act, Correction, Meeting, Round, Talk
from campaigns.services import amending, sending_back, striking
from campaigns.voices import TALK_PURPOSES
from selection.forms import refusals_as_messages, safe_next
from selection.records import attachments
from selection.records.versions import Edited, Versioned

from .lookup import BALLOTS, record_of, runner_only, user_of

FORMS: dict[str, type[CorrectionForm]] = {"act": ActCorrectionForm, "meeting": MeetingCorrectionForm}
STRIKABLE = {"act": Act, "meeting": Meeting, "round": Round, "talk": Talk}


class Correct(Versioned, RefusingFormView):
    """One act or meeting as it stands: correct it here, or strike it out."""

    template_name = "campaigns/correct.html"
    subject: Act | Meeting

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if request.user.is_authenticated:
            self.subject = record_of(request, {"act": Act, "meeting": Meeting}, kwargs["model"], kwargs["pk"])
            runner_only(request, self.subject.plan)
            self.ledger = self.subject.plan.ledger
            self.subject.refresh_from_db()
        return super().dispatch(request, *args, **kwargs)

    def edited(self) -> Edited:
        return Edited(self.ledger, f"{self.kwargs['model']}:{self.subject.pk}")

    def get_form_class(self) -> type[CorrectionForm]:
        return FORMS[self.kwargs["model"]]

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"subject": self.subject}

    def act(self, form: Any) -> None:
        by, scan, plan = user_of(self.request), form.cleaned_data["scan"], self.subject.plan
        kept = attachments.keep(scan, plan.organisation, by, ledger=plan.ledger) if scan else None
        done = amending.amend(
            self.subject, by=by, reason=form.cleaned_data["reason"], attachment=kept, **form.changes()
        )
        _say(self.request, done)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        subject = self.subject
        return super().get_context_data(**kwargs) | {
            "subject": subject,
            "model": self.kwargs["model"],
            "plan": subject.plan,
            "campaign": getattr(subject, "campaign", None) or subject.plan.campaigns.first(),
            "row": row(subject),
            "is_own_draft": not subject.is_confirmed and subject.entered_by_id == self.request.user.pk,
            "reason_form": ReasonForm(auto_id="strike-%s"),
            "back": self.get_success_url(),
        }

    def get_success_url(self) -> str:
        return page_of(self.subject)


def page_of(subject: Any) -> str:
    """Where the record stands with its corrections."""
    if isinstance(subject, Meeting):
        return reverse("campaigns:meeting", args=[subject.pk])
    if isinstance(subject, Talk):
        return reverse("campaigns:talks", args=[subject.campaign_id, subject.kind])
    if isinstance(subject, Round):
        return _page_of_round(subject)
    campaign = subject.campaign or subject.plan.campaigns.first()
    return reverse("campaigns:act", args=[campaign.pk, subject.kind])


def _page_of_round(held: Round) -> str:
    if held.purpose in BALLOTS:
        return reverse("campaigns:round", args=[held.pk])
    kind = next(kind for kind, purpose in TALK_PURPOSES.items() if purpose == held.purpose)
    return reverse("campaigns:talks", args=[held.campaign_id, kind])


def _say(request: HttpRequest, done: Correction) -> None:
    what = "作废" if done.is_strike else "更正"
    if done.is_confirmed:
        messages.success(request, f"已{what}，原登记和原因留在全程纪实中")
    else:
        messages.success(request, f"已提出{what}，由第二人（学校领导或教育局）核实后生效")


@login_required
@require_POST
@refusals_as_messages
def strike(request: HttpRequest, model: str, pk: int) -> HttpResponse:
    subject = record_of(request, STRIKABLE, model, pk)
    _say(request, striking.strike(subject, by=user_of(request), reason=request.POST.get("reason", "")))
    return redirect(page_of(subject))


@login_required
@require_POST
@refusals_as_messages
def send_back(request: HttpRequest, model: str, pk: int) -> HttpResponse:
    """Withdrawn by who entered it, or not confirmed by the second person."""
    done, user = record_of(request, sending_back.BY_NAME, model, pk), user_of(request)
    sending_back.send_back(done, by=user, reason=request.POST.get("reason", ""))
    own = done.entered_by_id == user.pk
    messages.success(request, "已撤回，不再计入" if own else "已退回，并通知录入人")
    return redirect(safe_next(request))
