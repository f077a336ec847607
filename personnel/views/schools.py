"""Which schools' registers and quotas can a user look into?"""

from __future__ import annotations

from typing import Any

from django.contrib.auth.mixins import LoginRequiredMixin
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.generic import ListView

from personnel import quota
from selection.accounts.acts import Act
from selection.accounts.models import Organisation


class Schools(LoginRequiredMixin, ListView):
    """A user with one school is taken straight to it."""

    leads_to = "personnel:staff_list"
    context_object_name = "schools"
    paginate_by = 50

    def get_queryset(self) -> QuerySet[Organisation]:
        return self.request.user.organisations_for(Act.VIEW_REGISTER).schools()

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        only = list(self.get_queryset()[:2])
        if len(only) == 1:
            return redirect(self.leads_to, only[0].code)
        return super().get(request, *args, **kwargs)


class RegisterSchools(Schools):
    template_name = "personnel/schools.html"

    def get_queryset(self) -> QuerySet[Organisation]:
        here = Q(staff__left_on__isnull=True)
        return super().get_queryset().annotate(people=Count("staff", filter=here)).order_by("path")


class QuotaSchools(Schools):
    template_name = "personnel/quota_schools.html"
    leads_to = "personnel:quota_overview"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return context | {"summaries": quota.summaries(context["schools"])}
