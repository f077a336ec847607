"""How are papers listed, worded, signed, corrected and handed over?"""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST
from django.views.generic import DetailView, FormView, ListView

from selection import errors
from selection.accounts.views.scope import user_of
from selection.forms import ThroughService, refusals_as_messages
from selection.reasons import Refused
from selection.records import attachments, papers, pdfs, signing
from selection.records.acts import may_confirm
from selection.records.forms import SignedCopyForm, SigningForm, WordingForm, accept
from selection.records.models import Paper, PaperSigning
from selection.records.models.papers import PaperQuerySet
from selection.records.versions import Edited, Versioned
from selection.records.views.attachments import destroyed
from selection.rendering import pdf_to_keep, to_keep


class Papers(LoginRequiredMixin, ListView):
    template_name = "records/papers.html"
    context_object_name = "papers"
    paginate_by = 50

    def get_queryset(self) -> PaperQuerySet:
        found = visible(self.request).order_by("-pk")
        if said := self.request.GET.get("q", "").strip():
            found = found.filter(title__contains=said) | found.filter(number__contains=said)
        return found


class PaperPage(LoginRequiredMixin, DetailView):
    template_name = "records/paper.html"
    context_object_name = "paper"

    def get_queryset(self) -> PaperQuerySet:
        return visible(self.request)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        paper: Paper = self.object
        kind, user = papers.KINDS[paper.kind], user_of(self.request)
        writes, signs = papers.may_write(paper, user), papers.may_sign(paper, user)
        is_open = paper.is_draft and writes
        worded_at = kind.worded_at(paper) if is_open else ""
        entered = PaperSigning.objects.filter(paper=paper).select_related("signer", "entered_by").first()
        return super().get_context_data(
            kind=kind,
            page=kind.page(paper),
            refusals=kind.refusals(paper, user) if is_open else [],
            wording_form=WordingForm(paper=paper) if is_open and kind.wording and not worded_at else None,
            worded_at=worded_at,
            version=edited_paper(paper).version,
            is_open=is_open,
            writes=writes,
            may_sign=signs,
            signing=entered,
            signing_form=SigningForm(paper=paper) if is_open and kind.is_signed_by_leader else None,
            may_confirm=(
                entered is not None
                and not entered.is_confirmed
                and entered.entered_by_id != user.pk
                and may_confirm(user, paper.organisation, paper.ledger)
            ),
            may_correct=writes and paper.state in (Paper.State.ISSUED, Paper.State.RENDERED),
            signed_copies=paper.signed_copies.select_related("scan", "kept_by"),
            signed_form=SignedCopyForm() if writes else None,
            replacements=paper.replacements.order_by("pk"),
            **kwargs,
        )


class Reword(LoginRequiredMixin, Versioned, ThroughService, FormView):
    """The free texts of a draft, for those who may word it; also where a refused save keeps what was typed."""

    template_name = "records/reword.html"
    form_class = WordingForm
    paper: Paper

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated:
            self.paper = get_object_or_404(visible(request), pk=kwargs["pk"])
            try:
                papers.refuse_unless_wordable(self.paper, user_of(request))
            except Refused as refusal:
                messages.error(request, str(refusal))
                return redirect(self.get_success_url())
        return super().dispatch(request, *args, **kwargs)

    def edited(self) -> Edited:
        return edited_paper(self.paper)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"paper": self.paper}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(paper=self.paper, **kwargs)

    def act(self, form: WordingForm) -> None:
        papers.reword(self.paper, form.cleaned_data, by=user_of(self.request))
        messages.success(self.request, "文字已保存")

    def get_success_url(self) -> str:
        return reverse("records:paper", args=[self.paper.pk])


def edited_paper(paper: Paper) -> Edited:
    return Edited(paper.ledger, f"paper:{paper.pk}")


@login_required
@require_POST
@refusals_as_messages("records:paper")
def issue(request: HttpRequest, pk: int) -> HttpResponse:
    paper = get_object_or_404(visible(request), pk=pk)
    papers.issue(paper, by=user_of(request))
    messages.success(request, _issued(paper))
    return redirect("records:paper", pk)


def _issued(paper: Paper) -> str:
    return f"已签发{f'，文号{paper.number}' if paper.number else ''}，PDF稍后生成"


@login_required
@require_POST
@refusals_as_messages("records:paper")
def sign_on_paper(request: HttpRequest, pk: int) -> HttpResponse:
    """补录: a leader signed the draft on paper; it is in force when a second person has confirmed it."""
    paper, by = get_object_or_404(visible(request), pk=pk), user_of(request)
    papers.refuse_unless_writer(paper, by)
    given = accept(SigningForm(request.POST, request.FILES, paper=paper)).cleaned_data
    with attachments.all_or_nothing():
        scan = attachments.keep(given["scan"], paper.organisation, by, ledger=paper.ledger)
        signing.enter(paper, by=by, signer=given["signer"], on=given["happened_on"], scan=scan)
    messages.success(request, "已补录纸质签发，由第二人核实后生效")
    return redirect("records:paper", pk)


@login_required
@require_POST
@refusals_as_messages("records:paper")
def confirm_signing(request: HttpRequest, pk: int) -> HttpResponse:
    """The second person: ``pk`` is the paper's."""
    paper = get_object_or_404(visible(request).filter(signing__isnull=False), pk=pk)
    signing.confirm(paper.signing, by=user_of(request))
    paper.refresh_from_db()
    messages.success(request, _issued(paper))
    return redirect("records:paper", pk)


@login_required
@require_POST
@refusals_as_messages("records:paper")
def keep_signed(request: HttpRequest, pk: int) -> HttpResponse:
    paper, by = get_object_or_404(visible(request), pk=pk), user_of(request)
    papers.refuse_unless_writer(paper, by)
    given = accept(SignedCopyForm(request.POST, request.FILES)).cleaned_data
    with attachments.all_or_nothing():
        scan = attachments.keep(given["scan"], paper.organisation, by, ledger=paper.ledger)
        signing.keep_signed(paper, scan, by=by)
    messages.success(request, "已存入签字盖章件")
    return redirect("records:paper", pk)


@login_required
@require_POST
@refusals_as_messages("records:paper")
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    draft = papers.correct(get_object_or_404(visible(request), pk=pk), by=user_of(request))
    messages.success(request, "已起草更正件，修改后签发，原件随之失效")
    return redirect("records:paper", draft.pk)


@login_required
@require_GET
@never_cache
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """The draft as a PDF; an issued paper is its file and nothing else."""
    paper = get_object_or_404(visible(request).drafts(), pk=pk)
    return HttpResponse(
        pdfs.read(paper, user_of(request)),
        content_type="application/pdf",
        headers={"Content-Disposition": "inline; filename=draft.pdf"},
    )


@login_required
@require_GET
@never_cache
def pdf(request: HttpRequest, pk: int) -> HttpResponse:
    paper = get_object_or_404(visible(request).issued(), pk=pk)
    if paper.destroyed_on is not None:
        return errors.page(errors.Troubles.DESTROYED, advice=destroyed(paper.title, paper.destroyed_on))
    content = pdfs.read(paper, user_of(request))
    if content is None:
        raise Http404
    return pdf_to_keep(content, paper.number or paper.title)


@login_required
@require_GET
@never_cache
def word(request: HttpRequest, pk: int) -> HttpResponse:
    """For whoever words the paper; to everybody else there is no such file."""
    paper = get_object_or_404(visible(request), pk=pk)
    if not papers.may_write(paper, user_of(request)):
        raise Http404
    return to_keep(pdfs.word(paper), paper.number or paper.title, "docx")


def visible(request: HttpRequest) -> PaperQuerySet:
    return Paper.objects.visible_to(user_of(request)).select_related(
        "organisation", "issued_by", "replaces", "ledger"
    )
