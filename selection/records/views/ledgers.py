"""How is the record read?"""

from typing import Any

from django.contrib.auth.mixins import LoginRequiredMixin
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.views.generic import ListView

from selection.accounts.views.scope import user_of
from selection.records.lines import lines
from selection.records.models import Ledger, LedgerEntry, Look
from selection.records.models.ledgers import EntryQuerySet, LedgerQuerySet


class Ledgers(LoginRequiredMixin, ListView):
    template_name = "records/ledgers.html"
    context_object_name = "ledgers"
    paginate_by = 50

    def get_queryset(self) -> LedgerQuerySet:
        visible = Ledger.objects.visible_to(user_of(self.request)).filter(length__gt=0)
        return visible.select_related("organisation").order_by("organisation__path", "-is_general", "-pk")


class OfOneLedger(LoginRequiredMixin, ListView):
    """A page on one ledger, the latest first."""

    paginate_by = 100

    @cached_property
    def ledger(self) -> Ledger:
        visible = Ledger.objects.visible_to(user_of(self.request)).select_related("organisation")
        return get_object_or_404(visible, pk=self.kwargs["pk"])


class LedgerPage(OfOneLedger):
    template_name = "records/ledger.html"

    def get_queryset(self) -> EntryQuerySet:
        return LedgerEntry.objects.filter(ledger=self.ledger).order_by("-number")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        has_looks = self.ledger.looks.exists()
        context = super().get_context_data(ledger=self.ledger, has_looks=has_looks, **kwargs)
        return context | {"lines": lines(context["page_obj"])}


class Looks(OfOneLedger):
    """Who read names before they were public."""

    template_name = "records/looks.html"
    context_object_name = "looks"

    def get_queryset(self) -> QuerySet[Look]:
        return self.ledger.looks.select_related("user__organisation")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(ledger=self.ledger, **kwargs)
