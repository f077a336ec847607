"""交流方案, 暂不交流的报告, 延长任职的请示: handed in by the school, answered by the bureau."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import DetailView, FormView, ListView

from selection.accounts.acts import Act
from selection.accounts.models import Organisation
from selection.accounts.views.scope import user_of
from selection.forms import ThroughService
from selection.records import attachments, ledgers
from selection.records.models import Review
from selection.records.parts import Returned
from serving.choices import PetitionKind
from serving.forms.school import PetitionForm
from serving.models import Petition
from serving.models.petitions import PetitionQuerySet
from serving.services import petitions


class Petitions(LoginRequiredMixin, ListView):
    template_name = "serving/petitions.html"
    context_object_name = "petitions"
    paginate_by = 50

    def get_queryset(self) -> PetitionQuerySet:
        user = user_of(self.request)
        if not any(act == Act.VIEW_REGISTER for act, _path in user.reach):
            raise Http404
        return Petition.objects.visible_to(user).select_related("organisation", "review")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        schools = user_of(self.request).organisations_for(Act.RUN_CAMPAIGNS).schools()
        return super().get_context_data(kinds=PetitionKind.choices, schools=schools, **kwargs)


class PetitionPage(LoginRequiredMixin, DetailView):
    """What is asked, with its history and answer."""

    template_name = "serving/petition.html"
    context_object_name = "petition"

    def get_queryset(self) -> PetitionQuerySet:
        found = Petition.objects.visible_to(user_of(self.request))
        return found.select_related("organisation", "review", "proof", "requested_by")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        tenures = self.object.tenures.select_related("staff", "post")
        return super().get_context_data(tenures=tenures, **kwargs)


class PetitionNew(LoginRequiredMixin, ThroughService, FormView):
    template_name = "serving/petition_form.html"
    form_class = PetitionForm

    def whole(self) -> AbstractContextManager[None]:
        return attachments.all_or_nothing()

    @cached_property
    def school(self) -> Organisation:
        return run_by(self.request, self.kwargs["code"])

    @property
    def kind(self) -> str:
        if self.kwargs["kind"] not in PetitionKind.values:
            raise Http404
        kind: str = self.kwargs["kind"]
        return kind

    def get_initial(self) -> dict[str, Any]:
        """With whom the to-do is about that led here."""
        staff = self.request.GET.get("staff", "")
        asked = petitions.open_tenures(self.school).filter(staff=staff) if staff.isdecimal() else ()
        return {"tenures": [each.pk for each in asked]}

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"kind": self.kind, "school": self.school}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(school=self.school, label=PetitionKind(self.kind).label, **kwargs)

    def act(self, form: PetitionForm) -> None:
        by, petition = user_of(self.request), form.instance
        if scan := form.cleaned_data["scan"]:
            ledger = ledgers.of_organisation(self.school)
            petition.proof = attachments.keep(scan, self.school, by, ledger=ledger)
        petitions.submit(petition, form.cleaned_data["tenures"], by=by)
        messages.success(self.request, f"{petition.get_kind_display()}已报送")

    def get_success_url(self) -> str:
        return reverse("serving:petitions")


class PetitionMend(Returned, PetitionNew):
    """What came back, as it should have been."""

    @cached_property
    def petition(self) -> Petition:
        mine = Petition.objects.visible_to(user_of(self.request)).select_related("organisation", "review")
        petition: Petition = get_object_or_404(mine, pk=self.kwargs["pk"])
        run_by(self.request, petition.organisation.code)
        if petition.review.state not in (Review.State.SENT_BACK, Review.State.WITHDRAWN):
            raise Http404
        return petition

    @cached_property
    def school(self) -> Organisation:
        return self.petition.organisation

    @property
    def kind(self) -> str:
        return self.petition.kind

    def review_of_form(self) -> Review:
        return self.petition.review

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"instance": self.petition}

    def get_success_url(self) -> str:
        return self.petition.get_absolute_url()


def run_by(request: HttpRequest, code: str) -> Organisation:
    """A school for which the user hands things in."""
    schools = user_of(request).organisations_for(Act.RUN_CAMPAIGNS).schools()
    return get_object_or_404(schools, code=code)
