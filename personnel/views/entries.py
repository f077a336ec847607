"""How does an officer add to a person's file, or take out what was entered by mistake?"""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.mixins import LoginRequiredMixin
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.decorators.http import require_POST
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
from personnel.views.scope import ThroughService, kept_row, valid
from selection.forms import refusals_as_messages

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


class EntryCreate(LoginRequiredMixin, ThroughService, FormView):
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
        return reverse("personnel:staff_detail", args=[self.staff.pk])


@login_required
@require_POST
@refusals_as_messages
def strike(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    if kind not in STRUCK:
        raise Http404
    rows: QuerySet[Any] = STRUCK[kind].objects.select_related("staff__organisation")
    entry = kept_row(rows, request.user, pk)
    register.strike(entry, by=request.user)
    messages.success(request, f"已删除这条{entry._meta.verbose_name}。")
    return _to_file(entry.staff)


@login_required
@require_POST
@refusals_as_messages
def end_tenure(request: HttpRequest, pk: int) -> HttpResponse:
    tenure = kept_row(Tenure.objects.select_related("staff__organisation", "post"), request.user, pk)
    said = valid(forms.EndTenureForm(request.POST))
    register.end_tenure(tenure, on=said["on"], reason=said["reason"], by=request.user)
    messages.success(request, f"已登记{tenure.staff.name}不再担任{tenure.post.title}。")
    return _to_file(tenure.staff)


@login_required
@require_POST
@refusals_as_messages
def end_party_role(request: HttpRequest, pk: int) -> HttpResponse:
    role = kept_row(PartyRole.objects.select_related("staff__organisation"), request.user, pk)
    register.end_role(role, on=valid(forms.EndRoleForm(request.POST))["on"], by=request.user)
    messages.success(request, f"已登记{role.staff.name}不再担任{role}。")
    return _to_file(role.staff)


@login_required
@require_POST
@refusals_as_messages
def end_seat(request: HttpRequest, pk: int) -> HttpResponse:
    seats = BodyMember.objects.select_related("staff", "body__organisation")
    seat = kept_row(seats, request.user, pk)
    register.end_role(seat, on=valid(forms.EndRoleForm(request.POST))["on"], by=request.user)
    messages.success(request, f"{seat.staff.name}不再是{seat.body}成员。")
    return redirect("personnel:body_detail", seat.body_id)


def _to_file(staff: StaffMember) -> HttpResponseRedirect:
    return redirect("personnel:staff_detail", staff.pk)
