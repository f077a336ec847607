"""How does an officer add to a person's file, or take out what was entered by mistake?"""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.forms import Form
from django.http import Http404
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import FormView

from personnel import register
from personnel.forms import entries as forms
from personnel.models import (
    Appraisal,
    BodyMember,
    Commendation,
    PartyRole,
    Relation,
    Sanction,
    StaffMember,
    Tenure,
)
from personnel.views.scope import LeadsBack, back_query, kept_row, ledger_before
from selection.forms import ThroughService, named_next
from selection.records.versions import Edited, Versioned

FORMS: dict[str, type[forms.EntryForm]] = {
    "tenures": forms.TenureForm,
    "appraisals": forms.AppraisalForm,
    "commendations": forms.CommendationForm,
    "sanctions": forms.SanctionForm,
    "relations": forms.RelationForm,
    "party-roles": forms.PartyRoleForm,
}
STRUCK: dict[str, Any] = {
    "appraisals": Appraisal,
    "commendations": Commendation,
    "sanctions": Sanction,
    "relations": Relation,
}


class EntryCreate(LoginRequiredMixin, ThroughService, LeadsBack, FormView):
    """One more entry in a person's file; the address says of which kind."""

    template_name = "personnel/entry_form.html"

    @cached_property
    def staff(self) -> StaffMember:
        people = StaffMember.objects.select_related("organisation")
        return kept_row(people, self.request.user, self.kwargs["pk"])

    def get_form_class(self) -> type[forms.EntryForm]:
        if self.kwargs["kind"] not in FORMS:
            raise Http404
        return FORMS[self.kwargs["kind"]]

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"staff": self.staff}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        label = context["form"].instance._meta.verbose_name
        return context | {"staff": self.staff, "school": self.staff.organisation, "label": label}

    def act(self, form: Any) -> None:
        entry = register.enter(form.instance, by=self.request.user)
        messages.success(self.request, f"已登记{self.staff.name}的{entry._meta.verbose_name}。")

    def get_success_url(self) -> str:
        """The file again, where more may be missing, and from there back."""
        return reverse("personnel:staff_detail", args=[self.staff.pk]) + back_query(named_next(self.request))


class TenureUpdate(Versioned, EntryCreate):
    """Correct a tenure, e.g. the end of the term or the document."""

    @cached_property
    def tenure(self) -> Tenure:
        tenures = Tenure.objects.select_related("staff__organisation", "post")
        tenure: Tenure = kept_row(tenures, self.request.user, self.kwargs["pk"])
        self.ledger = ledger_before(tenure, tenure.staff.organisation)
        return tenure

    def edited(self) -> Edited:
        staff, of_it = self.tenure.staff, {"entry": self.tenure.pk}
        return Edited(self.ledger, f"staffmember:{staff.pk}", payload=of_it)

    @cached_property
    def staff(self) -> StaffMember:
        return self.tenure.staff

    def get_form_class(self) -> type[forms.EntryForm]:
        return forms.TenureForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"instance": self.tenure}


class Ending(LoginRequiredMixin, ThroughService, FormView):
    """A small page that ends or takes out one row of a file; subclasses say which and how."""

    template_name = "personnel/ending_form.html"
    form_class: type[Form] = forms.EndRoleForm
    rows: Any
    title = "登记离任"
    sentence = ""
    button = "登记离任"

    @cached_property
    def row(self) -> Any:
        return kept_row(self.rows, self.request.user, self.kwargs["pk"])

    @property
    def person(self) -> StaffMember:
        return self.row.staff

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            row=self.row, staff=self.person, page=self, back=self.get_success_url(), **kwargs
        )

    def get_success_url(self) -> str:
        return reverse("personnel:staff_detail", args=[self.person.pk])


class TenureEnd(Ending):
    rows = Tenure.objects.select_related("staff__organisation", "post")
    form_class = forms.EndTenureForm
    sentence = "登记后此人不再占这个岗位的职数。"

    def act(self, form: Any) -> None:
        said = form.cleaned_data
        register.end_tenure(self.row, on=said["on"], reason=said["reason"], by=self.request.user)
        messages.success(self.request, f"已登记{self.row.staff.name}不再担任{self.row.post.title}。")


class PartyRoleEnd(Ending):
    rows = PartyRole.objects.select_related("staff__organisation")
    sentence = "登记后此人不再担任这项党内职务。"

    def act(self, form: Any) -> None:
        register.end_role(self.row, on=form.cleaned_data["on"], by=self.request.user)
        messages.success(self.request, f"已登记{self.row.staff.name}不再担任{self.row}。")


class SeatEnd(Ending):
    rows = BodyMember.objects.select_related("staff", "body__organisation")
    sentence = "登记后开会时不再计入应到人数。"

    def act(self, form: Any) -> None:
        register.end_role(self.row, on=form.cleaned_data["on"], by=self.request.user)
        messages.success(self.request, f"{self.row.staff.name}不再是{self.row.body}成员。")

    def get_success_url(self) -> str:
        return reverse("personnel:body_detail", args=[self.row.body_id])


class Leave(Ending):
    """The person leaves the school."""

    rows = StaffMember.objects.select_related("organisation", "user")
    form_class = forms.LeaveForm
    title = button = "登记离校"
    sentence = "离校后不再列入名册，账号同时停用；记录都会保留。"

    @property
    def person(self) -> StaffMember:
        return self.row

    def act(self, form: Any) -> None:
        register.leave(self.row, on=form.cleaned_data["on"], by=self.request.user)
        messages.success(self.request, f"已登记{self.row.name}离校，账号同时停用。")


class Strike(Ending):
    """Take out what was entered by mistake."""

    form_class = Form
    title = "删除误录的内容"
    sentence = "只用于删除误录的内容，全程纪实里会留下记录。"
    button = "删除"

    @property
    def rows(self) -> Any:
        if self.kwargs["kind"] not in STRUCK:
            raise Http404
        return STRUCK[self.kwargs["kind"]].objects.select_related("staff__organisation")

    def act(self, form: Any) -> None:
        register.strike(self.row, by=self.request.user)
        messages.success(self.request, f"已删除这条{self.row._meta.verbose_name}。")
