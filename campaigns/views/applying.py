"""Enter a contest on one's own phone, and see what became of it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST
from django.views.generic import DetailView

from campaigns import entrants
from campaigns.choices import Stage
from campaigns.documents import application
from campaigns.forms.entries import ApplicationForm
from campaigns.forms.reasons import ReasonForm
from campaigns.forms.refusing import RefusingFormView
from campaigns.models import Entry
from campaigns.services import applying
from selection.forms import refusals_as_messages

from .lookup import user_of


class Apply(RefusingFormView):
    """The application: what the register says, the posts, the reasons, the pledge."""

    template_name = "campaigns/apply.html"
    form_class = ApplicationForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if request.user.is_authenticated:
            found = entrants.contest_for(user_of(request), kwargs["pk"])
            if found is None:
                raise Http404
            self.campaign, self.staff = found
            if entered := self.campaign.entries.standing().filter(staff=self.staff).first():
                return redirect("campaigns:my_entry", pk=entered.pk)
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"campaign": self.campaign}

    def act(self, form: ApplicationForm) -> None:
        self.entry = applying.apply(self.campaign, form.said(), by=user_of(self.request))
        messages.success(self.request, "您已报名，资格审查的结果会在这里告诉您")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "campaign": self.campaign,
            "plan": self.campaign.plan,
            "window": entrants.last_window(self.campaign),
            "late": entrants.late_permission(self.campaign, self.staff),
            "is_open": entrants.may_still_enter(self.campaign, self.staff),
            "facts": application.lines(application.facts(self.staff, self.campaign.plan)),
        }

    def get_success_url(self) -> str:
        return reverse("campaigns:my_entry", args=[self.entry.pk])


def own_entry(request: HttpRequest, pk: int) -> Entry:
    own = Entry.objects.of(user_of(request)).select_related("campaign__plan__organisation", "staff")
    found = own.prefetch_related("preferences__opening__post__department", "preferences__candidacy")
    return get_object_or_404(found, pk=pk)


class MyEntry(LoginRequiredMixin, DetailView):
    """我的报名: its state, the reasons of its result, and the way out."""

    template_name = "campaigns/my_entry.html"
    context_object_name = "entry"

    def get_object(self, queryset: Any = None) -> Entry:
        return own_entry(self.request, self.kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        entry = self.object
        is_open = entry.state in (Entry.State.ENTERED, Entry.State.QUALIFIED)
        return super().get_context_data(**kwargs) | {
            "facts": application.lines(entry.facts),
            "may_withdraw": is_open and entry.campaign.stage == Stage.RECOMMEND,
            "may_enter_again": entrants.may_still_enter(entry.campaign, entry.staff),
            "reason_form": ReasonForm(),
        }


@login_required
@require_POST
@refusals_as_messages("campaigns:my_entry")
def leave(request: HttpRequest, pk: int) -> HttpResponse:
    applying.withdraw(own_entry(request, pk), by=user_of(request), reason=request.POST.get("reason", ""))
    messages.success(request, "您已退出报名")
    return redirect("campaigns:my_entry", pk=pk)
