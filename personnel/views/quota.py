"""How many posts has a school, how many are held, and what does it ask for?"""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.mixins import LoginRequiredMixin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST
from django.views.generic import DetailView, TemplateView, UpdateView

from personnel import quota
from personnel.forms.offices import QuotaForm
from personnel.models import QuotaTable
from personnel.views.scope import Seen, kept, kept_row, ledger_before
from selection import clock
from selection.accounts.acts import Act
from selection.forms import ThroughService, refusals_as_messages
from selection.reasons import Refused
from selection.records.models import Review
from selection.records.parts import Returned
from selection.records.versions import Edited, Versioned


class QuotaOverview(Seen, TemplateView):
    """核定 现任 空缺 today, against the table in force."""

    template_name = "personnel/quota_overview.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        tables = QuotaTable.objects.of(self.school).select_related("review")
        overview = quota.overview(self.school)
        return super().get_context_data(
            overview=overview,
            tables=tables,
            unfinished=next((table for table in tables if table.is_editable), None),
            pending=any(not table.is_approved for table in tables),
            **kwargs,
        )


class QuotaDetail(LoginRequiredMixin, DetailView):
    """One table as it was filled in; handing it in and its review are the campaigns' pages."""

    template_name = "personnel/quota_detail.html"
    context_object_name = "table"

    def get_queryset(self) -> QuerySet[QuotaTable]:
        seen = QuotaTable.objects.visible_to(self.request.user)
        return seen.select_related("organisation", "review")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        table = self.object
        may_manage = self.request.user.may(Act.MANAGE_REGISTER, table.organisation)
        return super().get_context_data(
            school=table.organisation,
            overview=quota.overview(table.organisation, table.reference_on, table),
            may_manage=may_manage,
            may_edit=may_manage and table.is_editable,
            **kwargs,
        )


class QuotaUpdate(LoginRequiredMixin, Versioned, Returned, ThroughService, UpdateView):
    template_name = "personnel/quota_form.html"
    form_class = QuotaForm
    context_object_name = "table"

    def get_object(self, queryset: Any = None) -> QuotaTable:
        rows = QuotaTable.objects.select_related("organisation", "review")
        table: QuotaTable = kept_row(rows, self.request.user, self.kwargs["pk"])
        self.ledger = ledger_before(table, table.organisation)
        return table

    def review_of_form(self) -> Review | None:
        return self.object.review

    def edited(self) -> Edited:
        return Edited(self.ledger, f"quotatable:{self.object.pk}")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """What nobody can save is not offered to be filled in."""
        table = self.get_object()
        try:
            quota.refuse_if_fixed(table)
        except Refused as refusal:
            messages.error(request, str(refusal))
            return redirect("personnel:quota_detail", table.pk)
        return super().get(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        table = self.object
        overview = quota.overview(table.organisation, clock.today(), table)
        return super().get_form_kwargs() | {"overview": overview}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        in_force = quota.table_in_force(self.object.organisation)
        return super().get_context_data(school=self.object.organisation, in_force=in_force, **kwargs)

    def act(self, form: Any) -> None:
        quota.save_lines(form.instance, form.numbers, by=self.request.user)
        messages.success(self.request, "职数核定表已保存，还没有报送。")

    def get_success_url(self) -> str:
        return reverse("personnel:quota_detail", args=[self.object.pk])


@login_required
@require_POST
@refusals_as_messages("personnel:quota_overview")
def open_table(request: HttpRequest, code: str) -> HttpResponse:
    school = kept(request.user, code)
    table = quota.open_table(school, reference_on=clock.today(), by=request.user)
    return redirect("personnel:quota_update", table.pk)
