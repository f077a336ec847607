"""What do those who hold the meeting of a poll read out, send round and sign?"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.contrib.auth.mixins import LoginRequiredMixin
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_safe
from django.views.generic import DetailView

from ballots import words
from ballots.models import Poll
from selection.rendering import pdf_to_keep


class Words(LoginRequiredMixin, DetailView):
    """主持词, and until the opening the text by which people are asked to come."""

    template_name = "ballots/words.html"
    slug_field = slug_url_kwarg = "public_id"
    context_object_name = "poll"

    def get_queryset(self) -> QuerySet[Poll]:
        return Poll.objects.visible_to(self.request.user).select_related("organisation")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        poll = self.object
        address = self.request.build_absolute_uri(reverse("ballots:on_roll", args=[poll.public_id]))
        return super().get_context_data(
            script=words.script(poll),
            announcement=words.announcement(poll, address) if poll.state == Poll.State.DRAFT else "",
            **kwargs,
        )


@login_required
@require_safe
def scrutiny_report(request: HttpRequest, public_id: UUID) -> HttpResponse:
    poll = get_object_or_404(
        Poll.objects.visible_to(request.user).select_related("organisation"), public_id=public_id
    )
    if poll.turnout is None:
        raise Http404
    return pdf_to_keep(words.report(poll), f"{poll.title}监票计票报告单")
