"""What stands on the wall of the meeting, and what do the phones in the room ask while they wait?

The two small answers are for anybody who knows a poll's address: they cost no session, and hold
nothing that the wall doesn't show.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.mixins import LoginRequiredMixin
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django.views.generic import DetailView

from ballots import meetings, packets, pulse, rolls, waiting
from ballots.models import Poll
from selection import clock
from selection.rendering import qr

PASS = "X-Waiting-Pass"


class Screen(LoginRequiredMixin, DetailView):
    """投屏: title, code to the papers, numbers of people, the light, the time that is left. Never a result."""

    template_name = "ballots/screen.html"
    slug_field = slug_url_kwarg = "public_id"
    context_object_name = "poll"

    def get_queryset(self) -> QuerySet[Poll]:
        return Poll.objects.visible_to(self.request.user).select_related("organisation", "packet")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        first = meetings.sitting(self.object).first() or self.object
        address = self.request.build_absolute_uri(first.get_vote_url())
        return super().get_context_data(
            address=address,
            code=qr(address),
            **_numbers(self.object.public_id),
            **kwargs,
        )


@login_not_required
@require_safe
@never_cache
def screen_numbers(request: HttpRequest, public_id: UUID) -> HttpResponse:
    return HttpResponse(render_to_string("ballots/_screen_numbers.html", _numbers(public_id)))


@login_not_required
@require_safe
@never_cache
def state(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One word for a phone that waits; once the poll is open, the paper itself for whoever shows a pass."""
    word = pulse.state_of(public_id)
    if not word:
        raise Http404
    if word == Poll.State.OPEN and (drawn := waiting.sheet(public_id, request.headers.get(PASS, ""))):
        return HttpResponse(drawn, headers={"Content-Encoding": "gzip"})
    return HttpResponse(word, content_type="text/plain")


def waiting_room(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """In place of a paper that isn't there yet, for whoever stands on its roll."""
    drafts = Poll.objects.filter(state=Poll.State.DRAFT, electors__user=request.user)
    poll = get_object_or_404(drafts.select_related("organisation"), public_id=public_id)
    papers = packets.coming(poll, request.user)
    context = {
        "poll": poll,
        "place": rolls.place(poll, request.user),
        "admission": waiting.admission(poll, papers) if papers else "",
    }
    return render(request, "ballots/waiting.html", context)


def _numbers(public_id: UUID) -> dict[str, Any]:
    seen = pulse.glances(public_id)
    asked = next((each for each in seen if each.public_id == public_id), None)
    if asked is None:
        raise Http404
    return {"asked": asked, "glances": seen, "seconds_left": _seconds_left(asked)}


def _seconds_left(seen: pulse.Glance) -> int | None:
    if not seen.is_open or seen.closes_at is None:
        return None
    return max(0, int((seen.closes_at - clock.now()).total_seconds()))
