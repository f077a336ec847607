"""How are papers listed, worded, signed, corrected and handed over?"""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST
from django.views.generic import DetailView, ListView

from selection.accounts.views.scope import actor
from selection.forms import refusals_as_messages
from selection.records import papers
from selection.records.forms import IssueForm, WordingForm, accept
from selection.records.models import Paper
from selection.records.models.papers import PaperQuerySet


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
        kind, user = papers.KINDS[paper.kind], actor(self.request)
        signs = papers.may_sign(paper, user)
        is_open = paper.is_draft and signs
        return super().get_context_data(
            kind=kind,
            page=kind.page(paper),
            refusals=kind.refusals(paper, user) if is_open else [],
            wording_form=WordingForm(paper=paper) if is_open and kind.wording else None,
            issue_form=IssueForm() if is_open else None,
            may_correct=signs and paper.state in (Paper.State.ISSUED, Paper.State.RENDERED),
            replacements=paper.replacements.order_by("pk"),
            **kwargs,
        )


@login_required
@require_POST
@refusals_as_messages("records:paper")
def reword(request: HttpRequest, pk: int) -> HttpResponse:
    paper = get_object_or_404(visible(request), pk=pk)
    form = accept(WordingForm(request.POST, paper=paper))
    papers.reword(paper, form.cleaned_data, by=actor(request))
    messages.success(request, "文字已保存")
    return redirect("records:paper", pk)


@login_required
@require_POST
@refusals_as_messages("records:paper")
def issue(request: HttpRequest, pk: int) -> HttpResponse:
    paper = get_object_or_404(visible(request), pk=pk)
    form = accept(IssueForm(request.POST))
    papers.issue(paper, by=actor(request), on=form.cleaned_data["on"])
    messages.success(request, f"已签发{f'，文号{paper.number}' if paper.number else ''}，PDF稍后生成")
    return redirect("records:paper", pk)


@login_required
@require_POST
@refusals_as_messages("records:paper")
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    draft = papers.correct(get_object_or_404(visible(request), pk=pk), by=actor(request))
    messages.success(request, "已起草更正件，修改后签发，原件随之失效")
    return redirect("records:paper", draft.pk)


@login_required
@require_GET
@never_cache
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """The draft as a PDF; an issued paper is its file and nothing else."""
    paper = get_object_or_404(visible(request).drafts(), pk=pk)
    return HttpResponse(
        papers.preview(paper),
        content_type="application/pdf",
        headers={"Content-Disposition": "inline; filename=draft.pdf"},
    )


@login_required
@require_GET
@never_cache
def pdf(request: HttpRequest, pk: int) -> FileResponse:
    paper = get_object_or_404(visible(request), pk=pk)
    if not paper.file:
        raise Http404
    name = f"{paper.number or paper.title}.pdf"
    return FileResponse(paper.file.open(), as_attachment=True, filename=name, content_type="application/pdf")


def visible(request: HttpRequest) -> PaperQuerySet:
    return Paper.objects.visible_to(actor(request)).select_related(
        "organisation", "issued_by", "replaces", "ledger"
    )
