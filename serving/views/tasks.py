"""What is to be done about those who hold a post, and what was done?"""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST
from django.views.generic import ListView

from personnel.models import Tenure
from selection import clock
from selection.accounts.acts import Act
from selection.accounts.views.scope import user_of
from selection.forms import refusals_as_messages
from selection.records.forms import accept
from serving import ways
from serving.forms.acts import DoneForm
from serving.models import Task
from serving.models.tasks import TaskQuerySet
from serving.services import tasks


class Tasks(LoginRequiredMixin, ListView):
    """Open ones, the most urgent first; ``?done=1`` those that are done, the latest first."""

    template_name = "serving/tasks.html"
    context_object_name = "tasks"
    paginate_by = 50

    def get_queryset(self) -> TaskQuerySet:
        user = user_of(self.request)
        if not any(act == Act.VIEW_REGISTER for act, _path in user.reach):
            raise Http404
        found = Task.objects.visible_to(user).select_related("organisation", "staff", "done_by")
        if self.is_done:
            return found.exclude(done_on=None).order_by("-done_on", "-pk")
        return found.open()

    @property
    def is_done(self) -> bool:
        return self.request.GET.get("done") == "1"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kept = user_of(self.request).organisations_for(Act.MANAGE_REGISTER)
        context = super().get_context_data(**kwargs)
        keeps = {each.pk for each in kept}
        rows = [(each, ways.ways(each) if each.organisation_id in keeps else []) for each in context["tasks"]]
        return context | {
            "is_done": self.is_done,
            "rows": rows,
            "acting": Tenure.objects.visible_to(user_of(self.request))
            .acting(clock.today())
            .select_related("decision__body"),
            "today": clock.today(),
            "may_transfer": any(act == Act.REVIEW_BUREAU for act, _path in user_of(self.request).reach),
            "form": DoneForm(),
        }


@login_required
@require_POST
@refusals_as_messages
def finish(request: HttpRequest, pk: int) -> HttpResponse:
    task = get_object_or_404(Task.objects.visible_to(user_of(request)), pk=pk)
    tasks.finish(task, by=user_of(request), how=accept(DoneForm(request.POST)).cleaned_data["how"])
    messages.success(request, "已办结")
    return redirect("serving:tasks")
