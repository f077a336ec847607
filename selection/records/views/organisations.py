"""How does a school say what its papers print about it?"""

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.forms import ModelForm
from django.shortcuts import get_object_or_404
from django.urls import reverse_lazy
from django.views.generic import UpdateView

from selection.accounts.acts import Act
from selection.accounts.forms import OrganisationForm
from selection.accounts.models import Organisation
from selection.accounts.views.scope import user_of
from selection.forms import ThroughService
from selection.records import ledgers, organisations
from selection.records.versions import Edited, Versioned


class OwnOrganisation(LoginRequiredMixin, Versioned, ThroughService, UpdateView):
    """Kept by the school's officer."""

    template_name = "records/organisation.html"
    form_class = OrganisationForm
    context_object_name = "organisation"
    success_url = reverse_lazy("accounts:profile")

    def get_object(self, queryset: Any = None) -> Organisation:
        kept = user_of(self.request).organisations_for(Act.MANAGE_REGISTER).schools()
        school = get_object_or_404(kept, code=self.kwargs["code"])
        self.ledger = ledgers.of_organisation(school)
        school.refresh_from_db()
        return school

    def edited(self) -> Edited:
        return Edited(self.ledger, f"organisation:{self.object.pk}")

    def act(self, form: ModelForm) -> None:
        organisations.describe(form.instance, by=user_of(self.request))
        messages.success(self.request, "本单位信息已保存，以后签发的文书按新的信息")
