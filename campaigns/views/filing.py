"""Report appointments to the bureau, and answer the report."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.mixins import LoginRequiredMixin, UserPassesTestMixin
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST
from django.views.generic import ListView

from campaigns import documents, permissions
from campaigns.choices import Stage
from campaigns.forms.filing import AcceptForm, PaperReplyForm, SendBackForm, SendForm
from campaigns.forms.refusing import RefusingFormView
from campaigns.materials import materials, may_take
from campaigns.models import Campaign, Filing
from campaigns.services import filing as filings
from selection import clock
from selection.accounts.models import User
from selection.forms import refusals_as_messages
from selection.reasons import Refused
from selection.records.models import Delegation

from .lookup import campaign_of, runner_only, user_of

FORMS: dict[str, Any] = {
    "send": SendForm,
    "accept": AcceptForm,
    "send_back": SendBackForm,
    "reply": PaperReplyForm,
}


class FilingPage(RefusingFormView):
    """Until when, with what, sent when, answered how; the forms of whoever's turn it is."""

    template_name = "campaigns/filing.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if request.user.is_authenticated:
            self.campaign = campaign_of(request, kwargs["pk"])
            self.filing: Filing | None = getattr(self.campaign, "filing", None)
            self.turns = _turns(self.campaign, self.filing, request)
            self.posted = request.POST.get("act", "")
            if request.method == "POST" and self.posted not in self.turns:
                return self._out_of_turn(user_of(request))
        return super().dispatch(request, *args, **kwargs)

    def _out_of_turn(self, user: User) -> HttpResponse:
        """The button was pressed twice, or on a page that shows what was before."""
        may = permissions.may_run if self.posted in OF_THE_SCHOOL else permissions.may_answer_filing
        if self.posted not in ACTS or self.filing is None or not may(self.campaign, user):
            raise Http404
        messages.error(self.request, "备案的情况已有变动，这一步不能再办，请看现在的情况")
        return redirect("campaigns:filing", pk=self.campaign.pk)

    def get_form(self, form_class: Any = None) -> Any:
        return self._form(self.posted) if self.posted else None

    def _form(self, name: str) -> Any:
        given = self.get_form_kwargs() if name == self.posted else {}
        return FORMS[name](**given | {"campaign": self.campaign, "auto_id": f"id_{name}_%s"})

    def act(self, form: Any) -> None:
        assert self.filing is not None
        said = ACTS[self.posted](self.filing, form, self.request)
        messages.success(self.request, said)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        campaign, filing, user = self.campaign, self.filing, user_of(self.request)
        forms = {name: context["form"] if name == self.posted else self._form(name) for name in self.turns}
        shown = filing is not None and campaign.stage in (Stage.FILE, Stage.CLOSED)
        may_run = permissions.may_run(campaign, user)
        return context | {
            "campaign": campaign,
            "plan": campaign.plan,
            "filing": filing,
            "forms": forms,
            "people": documents.filing_report.appointees(campaign),
            "rules": campaign.ruleset.filing,
            "days_late": max(0, (clock.today() - filing.due_on).days) if filing else 0,
            "materials": materials(filing, with_links=may_run) if filing and shown else [],
            "packages": filing.packages.order_by("-number").prefetch_related("replies") if filing else [],
            "draft": documents.filing_report.draft(filing) if filing else None,
            "report": documents.filing_report.issued(filing) if filing else None,
            "may_take_package": may_take(campaign, user),
            "may_confirm": permissions.may_confirm(campaign.plan, user),
        }

    def get_success_url(self) -> str:
        return reverse("campaigns:filing", args=[self.campaign.pk])


def _turns(campaign: Campaign, filing: Filing | None, request: HttpRequest) -> list[str]:
    """Which of the forms this user gets now."""
    user = user_of(request)
    if filing is None or campaign.is_suspended or campaign.stage not in (Stage.FILE, Stage.CLOSED):
        return []
    is_here = campaign.stage == Stage.FILE
    if filing.state in (Filing.State.DUE, Filing.State.SENT_BACK):
        return ["send"] if is_here and permissions.may_run(campaign, user) else []
    if filing.state != Filing.State.SUBMITTED:
        return []
    if permissions.may_answer_filing(campaign, user):
        return ["accept", "send_back"] if is_here else ["accept"]
    return ["reply"] if permissions.may_run(campaign, user) else []


def _send(filing: Filing, form: SendForm, request: HttpRequest) -> str:
    by = user_of(request)
    dated = form.dated(filing.campaign.plan, by)
    if dated.pop("is_backfilled"):
        filings.submit_on_paper(filing, by=by, **dated)
        return "已补录报送备案，由第二人核实后生效"
    filings.submit(filing, by=by)
    return "备案材料已报送"


def _accept(filing: Filing, form: AcceptForm, request: HttpRequest) -> str:
    filings.accept(filing, by=user_of(request), **form.cleaned_data)
    return "已批复备案，学校已收到通知"


def _send_back(filing: Filing, form: SendBackForm, request: HttpRequest) -> str:
    filings.send_back(filing, by=user_of(request), remarks=form.cleaned_data["remarks"])
    return "已退回补正，学校已收到通知"


def _reply(filing: Filing, form: PaperReplyForm, request: HttpRequest) -> str:
    by = user_of(request)
    filings.answer_on_paper(filing, by=by, **form.facts(by))
    return "已补录批复，核实后生效"


OF_THE_SCHOOL = ("send", "reply")
ACTS: dict[str, Any] = {"send": _send, "accept": _accept, "send_back": _send_back, "reply": _reply}


@login_required
@require_POST
@refusals_as_messages
def draft_report(request: HttpRequest, pk: int) -> HttpResponse:
    """起草备案报告: to be read and worded before it goes out with the package."""
    campaign = campaign_of(request, pk)
    runner_only(request, campaign.plan)
    if "send" not in _turns(campaign, getattr(campaign, "filing", None), request):
        raise Refused("现在没有待报送的备案，不需要起草备案报告")
    drafted = documents.filing_report.draw_up(campaign.filing, by=user_of(request))
    messages.success(request, "备案报告已起草，请预览、核对文字；学校领导签发后再报送")
    return redirect("records:paper", pk=drafted.paper_id)


class Filings(LoginRequiredMixin, UserPassesTestMixin, ListView):
    """What schools have filed and waits for the bureau, the longest waiting first."""

    template_name = "campaigns/filings.html"
    context_object_name = "filings"
    paginate_by = 30

    def test_func(self) -> bool:
        user = user_of(self.request)
        is_lent = any(lent.act == "review_bureau" for lent in Delegation.objects.lent_to(user))
        return is_lent or user.organisations_for("review_bureau").exists()

    def get_queryset(self) -> Any:
        waiting = Filing.objects.waiting_for(user_of(self.request))
        along = waiting.select_related("campaign__plan__organisation").prefetch_related("packages")
        return along.order_by("due_on", "pk")
