"""核查: the investigator's own pages, which open neither the selection nor anything else of it."""

from __future__ import annotations

from pathlib import PurePath
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_GET, require_POST

from campaigns import permissions
from campaigns.forms.investigating import NoteForm, ProposeForm, ResolveForm
from campaigns.forms.refusing import RefusingFormView
from campaigns.models import Investigator, LetterPhoto, Objection
from campaigns.services import investigating, letters
from selection.reasons import Refused
from selection.records.models import Attachment
from selection.records.versions import Edited, Versioned

from .lookup import user_of

SECRET = [never_cache, sensitive_post_parameters()]


def _assigned(request: HttpRequest, pk: int) -> Objection:
    """What the user is named to look into, and may still."""
    user = user_of(request)
    named = Investigator.objects.visible_to(user).filter(objection=pk)
    found = named.select_related(
        "objection__campaign__plan__organisation",
        "objection__campaign__plan__ledger",
        "objection__staff__department",
    ).first()
    if found is None or not permissions.may_investigate(found.objection, user):
        raise Http404
    return found.objection


@method_decorator(SECRET, name="dispatch")
class InvestigationPage(RefusingFormView):
    """What was written, what was gone into so far; the form on it notes down one talk or paper more."""

    template_name = "campaigns/investigation.html"
    form_class: Any = NoteForm
    objection: Objection

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if request.user.is_authenticated:
            self.objection = _assigned(request, kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def act(self, form: Any) -> None:
        investigating.note(self.objection, by=user_of(self.request), **form.cleaned_data)
        messages.success(self.request, "已记下")

    def get_success_url(self) -> str:
        return reverse("campaigns:investigation", args=[self.objection.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        objection = self.objection
        return super().get_context_data(**kwargs) | {
            "objection": objection,
            "campaign": objection.campaign,
            "person": objection.candidacy,
            "staff": objection.staff,
            "letters": objection.letters.prefetch_related("photos"),
            "investigators": [each.user for each in objection.current_investigators],
            "notes": objection.notes.select_related("made_by").prefetch_related("attachments"),
            "may_act": objection.is_open
            and objection.campaign.is_running
            and not objection.campaign.is_suspended,
        }


class Proposal(Versioned, InvestigationPage):
    """What the investigators make of it."""

    template_name = "campaigns/investigation_proposal.html"
    form_class = ProposeForm

    def edited(self) -> Edited:
        ledger, about = self.objection.campaign.ledger, f"objection:{self.objection.pk}"
        return Edited(ledger, about, frozenset({investigating.PROPOSING}))

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"objection": self.objection}

    def get_initial(self) -> dict[str, Any]:
        return ResolveForm.proposed(self.objection)

    def act(self, form: Any) -> None:
        investigating.propose(self.objection, by=user_of(self.request), **form.cleaned_data)
        messages.success(self.request, "已提出核查结论，由安排核查的人作出结论")


@login_required
@require_POST
@never_cache
@sensitive_variables()
def writer(request: HttpRequest, pk: int, letter: int) -> HttpResponse:
    """Who wrote it, on a page of its own that leaves no copy; every look is on record."""
    objection = _assigned(request, pk)
    found = get_object_or_404(objection.letters.select_related("school"), pk=letter)
    try:
        name = letters.writer_of(found, by=user_of(request))
    except Refused:
        raise Http404 from None
    back = reverse("campaigns:investigation", args=[pk])
    return render(request, "campaigns/letter_writer.html", {"letter": found, "writer": name, "back": back})


@login_required
@require_GET
@never_cache
def photo(request: HttpRequest, pk: int, photo: int) -> FileResponse:
    """One picture that came with the letter, to be saved and not shown within the page."""
    objection = _assigned(request, pk)
    found = get_object_or_404(LetterPhoto.objects.filter(letter__objections=objection), pk=photo)
    return FileResponse(found.file.open(), as_attachment=True, filename=PurePath(str(found.file.name)).name)


@login_required
@require_GET
@never_cache
def file(request: HttpRequest, pk: int, file: int) -> FileResponse:
    """A document of the investigation, for investigators and discipline."""
    objection = get_object_or_404(Objection.objects.select_related("campaign__plan__organisation"), pk=pk)
    if not permissions.may_read_notes(objection, user_of(request)):
        raise Http404
    kept = get_object_or_404(Attachment.objects.filter(noted_in__objection=objection), pk=file)
    return FileResponse(
        kept.file.open(), as_attachment=True, filename=kept.name, content_type=kept.content_type
    )
