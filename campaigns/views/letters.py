"""反映来件: the public form, its receipt, and the desk of those who open letters."""

from __future__ import annotations

from pathlib import PurePath
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_GET, require_POST
from django.views.generic import FormView, ListView

from campaigns import floods
from campaigns.choices import LetterState
from campaigns.forms.letters import CodeForm, TakeUpForm, WriteForm
from campaigns.forms.refusing import RefusingFormView
from campaigns.models import Campaign, Letter
from campaigns.services import letters
from selection.forms import refusals_as_messages
from selection.reasons import Refused

from .board import OnTheSite, school_of
from .lookup import user_of

PUBLIC = [never_cache, sensitive_post_parameters(), sensitive_variables()]


@method_decorator(PUBLIC, name="dispatch")
class Write(OnTheSite, FormView):
    """Anybody's letter about a school's selections; the answer shows the receipt, once."""

    template_name = "campaigns/letter_write.html"
    form_class = WriteForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"school": school_of(self.kwargs["code"])}

    def form_valid(self, form: WriteForm) -> HttpResponse:
        school = school_of(self.kwargs["code"])
        try:
            floods.refuse_flood(self.request)
            written = letters.write(school, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, refusal.reasons)
            return self.form_invalid(form)
        return render(self.request, "campaigns/letter_receipt.html", {"school": school, "written": written})


@method_decorator(PUBLIC, name="dispatch")
class Follow(OnTheSite, FormView):
    """How far one's own letter is, by the receipt's code."""

    template_name = "campaigns/letter_follow.html"
    form_class = CodeForm

    def form_valid(self, form: CodeForm) -> HttpResponse:
        letter = letters.find(form.cleaned_data["code"])
        if letter is None:
            form.add_error("code", "没有这个回执码，请核对后再查")
            return self.form_invalid(form)
        return self.render_to_response(self.get_context_data(form=CodeForm(), letter=letter))


class Desk(LoginRequiredMixin, ListView):
    """Letters for the user to open, those that wait first."""

    template_name = "campaigns/letters.html"
    context_object_name = "letters"

    def get_queryset(self) -> Any:
        user = user_of(self.request)
        if not user.organisations_for("run_campaigns") and not user.organisations_for("answer_discipline"):
            raise Http404
        mine = Letter.objects.open_to(user)
        return mine.select_related("school").prefetch_related("objections").order_by("-received_on", "-pk")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = super().get_context_data(**kwargs)
        waiting = [each for each in found["letters"] if each.state == LetterState.RECEIVED]
        settled = [each for each in found["letters"] if each.state != LetterState.RECEIVED]
        return found | {"waiting": waiting, "settled": settled[:100]}


def letter_of(request: HttpRequest, pk: int) -> Letter:
    letter = Letter.objects.select_related("school").filter(pk=pk).first()
    if letter is None or not letters.may_open(letter, user_of(request)):
        raise Http404
    return letter


@method_decorator(sensitive_post_parameters(), name="dispatch")
class LetterPage(RefusingFormView):
    """One letter; its form takes it up as an objection to persons."""

    template_name = "campaigns/letter.html"
    form_class = TakeUpForm
    letter: Letter

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if request.user.is_authenticated:
            self.letter = letter_of(request, kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"school": self.letter.school}

    def get_initial(self) -> dict[str, Any]:
        return {"summary": self.letter.text[:2000]}

    def act(self, form: TakeUpForm) -> None:
        given = form.cleaned_data
        letters.take_up(self.letter, given.pop("people", []), by=user_of(self.request), **given)
        messages.success(self.request, "已受理，登记为反映事项，请安排核查")

    def get_success_url(self) -> str:
        return self.letter.get_absolute_url()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        is_discipline = user_of(self.request).may("answer_discipline", self.letter.school)
        return super().get_context_data(**kwargs) | {
            "letter": Letter.objects.select_related("school").get(pk=self.letter.pk),
            "photos": self.letter.photos.all(),
            "objections": self.letter.objections.select_related("staff"),
            "is_discipline": is_discipline,
            "is_running": Campaign.objects.running().filter(plan__organisation=self.letter.school).exists(),
        }


@login_required
@require_GET
@never_cache
def photo(request: HttpRequest, pk: int, photo: int) -> FileResponse:
    """One picture of a letter, to be saved and not shown within the page."""
    found = get_object_or_404(letter_of(request, pk).photos, pk=photo)
    return FileResponse(found.file.open(), as_attachment=True, filename=PurePath(str(found.file.name)).name)


@login_required
@require_POST
@never_cache
@sensitive_variables()
def show_writer(request: HttpRequest, pk: int) -> HttpResponse:
    """Who wrote it, on a page of its own that leaves no copy; the look is on record."""
    letter = letter_of(request, pk)
    try:
        writer = letters.writer_of(letter, by=user_of(request))
    except Refused:
        raise Http404 from None
    return render(
        request,
        "campaigns/letter_writer.html",
        {"letter": letter, "writer": writer, "back": letter.get_absolute_url()},
    )


@login_required
@require_POST
@refusals_as_messages("campaigns:letter")
def decline(request: HttpRequest, pk: int) -> HttpResponse:
    letters.decline(letter_of(request, pk), by=user_of(request), answer=request.POST.get("answer", "")[:1000])
    messages.success(request, "已登记不予受理，反映人凭回执码可以看到理由")
    return redirect("campaigns:letter", pk=pk)


@login_required
@require_POST
@refusals_as_messages("campaigns:letter")
def pass_on(request: HttpRequest, pk: int) -> HttpResponse:
    letters.pass_on(letter_of(request, pk), by=user_of(request))
    messages.success(request, "已转教育局纪检，学校不再办理")
    return redirect("campaigns:letters")


@login_required
@require_POST
@refusals_as_messages("campaigns:letter")
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    letters.reply(letter_of(request, pk), by=user_of(request), answer=request.POST.get("answer", "")[:1000])
    messages.success(request, "已答复，反映人凭回执码可以看到")
    return redirect("campaigns:letter", pk=pk)
