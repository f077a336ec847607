"""May I vote, and who signs at the door?"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.contrib.auth.mixins import LoginRequiredMixin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_safe
from django.views.generic import DetailView

from ballots import rolls
from ballots.models import Poll
from selection.rendering import pdf_to_keep
from selection.strangers import invites_to_sign_in


@method_decorator(invites_to_sign_in, name="dispatch")
class OnRoll(LoginRequiredMixin, DetailView):
    """我在名册上吗？ One's own place and the sum; of others, nothing."""

    template_name = "ballots/on_roll.html"
    slug_field = slug_url_kwarg = "public_id"
    context_object_name = "poll"

    def get_queryset(self) -> QuerySet[Poll]:
        return Poll.objects.whose_place_is_told(self.request.user).select_related("organisation")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        poll = self.object
        return super().get_context_data(
            place=rolls.place(poll, self.request.user), sum=rolls.sum_of(poll), **kwargs
        )


@login_required
@require_safe
def roll_pdf(request: HttpRequest, public_id: UUID) -> HttpResponse:
    poll = get_object_or_404(
        Poll.objects.visible_to(request.user).select_related("organisation"), public_id=public_id
    )
    return pdf_to_keep(rolls.sheet(poll), f"{poll.title}应到名册")
