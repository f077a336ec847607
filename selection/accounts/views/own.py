"""What does a person see of the own account: roles, notices?"""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST
from django.views.generic import ListView, TemplateView

from selection import clock
from selection.accounts import messengers, notices, second_factor
from selection.accounts.acts import Act
from selection.accounts.models import Notification, User
from selection.accounts.views.scope import user_of


class Profile(LoginRequiredMixin, TemplateView):
    template_name = "accounts/profile.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = user_of(self.request)
        kept = user.organisations_for(Act.MANAGE_REGISTER).schools()
        return super().get_context_data(
            held=user.roles,
            kept=kept,
            second_step=_second_step(user),
            messengers=[
                (name, label, messengers.binding(user, name))
                for name, label in messengers.configured().items()
            ],
            **kwargs,
        )


def _second_step(user: User) -> dict[str, Any] | None:
    """Is it set up, and how many recovery codes are left? Nothing where the program does without."""
    if not second_factor.is_on():
        return None
    return {"is_set_up": second_factor.is_set_up(user), "codes_left": second_factor.codes_left(user)}


class Notifications(LoginRequiredMixin, ListView):
    template_name = "accounts/notifications.html"
    context_object_name = "notes"
    paginate_by = 30

    def get_queryset(self) -> Any:
        return Notification.objects.visible_to(user_of(self.request))


@login_required
@require_POST
def read_notification(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark one as read and go where it leads."""
    note = get_object_or_404(Notification.objects.visible_to(user_of(request)), pk=pk)
    note.read_at = note.read_at or clock.now()
    note.save(update_fields=["read_at"])
    return redirect(note.url or "accounts:notifications")


@login_required
@require_POST
def read_all_notifications(request: HttpRequest) -> HttpResponse:
    notices.mark_read(user_of(request))
    return redirect("accounts:notifications")
