"""What does a person see of the own account: roles, notices?"""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST
from django.views.generic import ListView, TemplateView

from selection import clock
from selection.accounts import notices
from selection.accounts.models import Notification
from selection.accounts.views.scope import actor


class Profile(LoginRequiredMixin, TemplateView):
    template_name = "accounts/profile.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(held=actor(self.request).roles, **kwargs)


class Notifications(LoginRequiredMixin, ListView):
    template_name = "accounts/notifications.html"
    context_object_name = "notes"
    paginate_by = 30

    def get_queryset(self) -> Any:
        return Notification.objects.visible_to(actor(self.request))


@login_required
@require_POST
def read_notification(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark one as read and go where it leads."""
    note = get_object_or_404(Notification.objects.visible_to(actor(request)), pk=pk)
    note.read_at = note.read_at or clock.now()
    note.save(update_fields=["read_at"])
    return redirect(note.url or "accounts:notifications")


@login_required
@require_POST
def read_all_notifications(request: HttpRequest) -> HttpResponse:
    notices.mark_read(actor(request))
    return redirect("accounts:notifications")
