"""How do people check themselves in by scanning the code that hangs at the door?"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.mixins import LoginRequiredMixin
from django.contrib.auth.views import redirect_to_login
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.generic import DetailView, View

from ballots import arrivals, meetings, rolls, services
from ballots.forms import DoorForm
from ballots.models import CheckIn, Poll
from selection.reasons import Refused
from selection.rendering import qr


@method_decorator(never_cache, name="dispatch")
class DoorCode(LoginRequiredMixin, DetailView):
    """签到码 of one door, on a screen or a tablet beside it; it asks for a new one by itself."""

    slug_field = slug_url_kwarg = "public_id"
    context_object_name = "poll"

    def get_queryset(self) -> QuerySet[Poll]:
        running = Poll.objects.filter(state__in=meetings.RUNNING)
        return running.visible_to(self.request.user).select_related("organisation", "packet")

    def get_template_names(self) -> list[str]:
        return ["ballots/_door_code.html" if self.request.htmx else "ballots/door_code.html"]  # type: ignore[attr-defined]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        door = DoorForm(self.request.GET)
        asked = urlencode({"at": arrivals.code(self.object, door.at)})
        address = f"{reverse('ballots:here', args=[self.object.public_id])}?{asked}"
        return super().get_context_data(
            door=door,
            venues=CheckIn.Venue.choices,
            code=qr(self.request.build_absolute_uri(address)),
            seconds=arrivals.SHOWN_ANEW,
            attendance=meetings.attendance(self.object),
            **kwargs,
        )


@method_decorator([login_not_required, never_cache], name="dispatch")
class Here(View):
    """What the scanned code opens: sign in if need be, then one button. The scan leaves the address at once."""

    def get(self, request: HttpRequest, public_id: UUID) -> HttpResponse:
        scanned = request.GET.get("at", "")
        if scanned:
            arrivals.remember(request, get_object_or_404(Poll, public_id=public_id), scanned)
            return redirect(request.path)
        if not request.user.is_authenticated:
            return redirect_to_login(request.path)
        return self._page(_told(request, public_id))

    def post(self, request: HttpRequest, public_id: UUID) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(request.path)
        poll = _told(request, public_id)
        venue = arrivals.venue_of(request, poll)
        if not venue:
            return self._page(poll, arrivals.STALE)
        try:
            services.arrive(poll, request.user, venue)
        except Refused as refusal:
            return self._page(poll, *refusal.reasons)
        return redirect("ballots:here", public_id)

    def _page(self, poll: Poll, *reasons: str) -> HttpResponse:
        here = CheckIn.objects.filter(elector__poll=poll, elector__user=self.request.user).first()
        context = {
            "poll": poll,
            "place": rolls.place(poll, self.request.user),
            "here": here,
            "venue": arrivals.venue_of(self.request, poll),
            "reasons": reasons,
        }
        return render(self.request, "ballots/here.html", context)


def _told(request: HttpRequest, public_id: UUID) -> Poll:
    polls = Poll.objects.whose_place_is_told(request.user).select_related("organisation", "packet")
    return get_object_or_404(polls, public_id=public_id)
