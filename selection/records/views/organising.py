"""How does a zone, or the bureau, say which small schools the zone organises?"""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.mixins import LoginRequiredMixin
from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST
from django.views.generic import ListView

from selection.accounts.models import Organisation, OrganisationQuerySet, ZoneOrganising
from selection.accounts.views.scope import user_of
from selection.forms import refusals_as_messages
from selection.records import organising
from selection.records.forms import ReasonForm, accept


class Organising(LoginRequiredMixin, ListView):
    """The schools of the zones, those organised by their zone with since when, why and by whom decided."""

    template_name = "records/organising.html"
    context_object_name = "schools"
    paginate_by = 50

    def get_queryset(self) -> OrganisationQuerySet:
        schools = organising.schools_of(user_of(self.request))
        if not schools.exists():
            raise Http404
        running = ZoneOrganising.objects.running().select_related("began_by")
        marks = Prefetch("zone_organising", running, to_attr="running")
        return schools.select_related("parent").prefetch_related(marks).order_by("path")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(reason_form=ReasonForm(auto_id=False), **kwargs)


def _back(_request: HttpRequest, code: str) -> str:
    return reverse("records:organising")


def _school(request: HttpRequest, code: str) -> Organisation:
    return get_object_or_404(organising.schools_of(user_of(request)), code=code)


def _act(request: HttpRequest, code: str, act: Callable[..., Any], said: str) -> HttpResponse:
    school = _school(request, code)
    act(school, by=user_of(request), reason=accept(ReasonForm(request.POST)).cleaned_data["reason"])
    messages.success(request, f"{school.name}{said}")
    return redirect("records:organising")


@login_required
@require_POST
@refusals_as_messages(to=_back)
def begin(request: HttpRequest, code: str) -> HttpResponse:
    return _act(request, code, organising.begin, "改由学区组织，学区组织员现在可以办理")


@login_required
@require_POST
@refusals_as_messages(to=_back)
def end(request: HttpRequest, code: str) -> HttpResponse:
    return _act(request, code, organising.end, "不再由学区组织")
