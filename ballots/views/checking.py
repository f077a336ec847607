"""How are people ticked at the door, on the phone of whoever watches the poll?"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib.auth.mixins import LoginRequiredMixin
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.generic import View

from ballots import meetings, rolls, services
from ballots.forms import DoorForm
from ballots.models import Elector, Poll
from selection.forms import refusals_as_messages


class Door(LoginRequiredMixin, View):
    """The roll to tick, found by name or number; each door ticks for all papers of the meeting."""

    def get(self, request: HttpRequest, public_id: UUID) -> HttpResponse:
        poll = _watched(request, public_id)
        door = DoorForm(request.GET)
        people = _people(poll, door.sought)
        template = "ballots/_door_people.html" if request.htmx else "ballots/door.html"  # type: ignore[attr-defined]
        return render(request, template, _context(poll, door) | {"people": people})

    def post(self, request: HttpRequest, public_id: UUID) -> HttpResponse:
        return _tick(request, public_id)


@refusals_as_messages("ballots:door")
def _tick(request: HttpRequest, public_id: UUID) -> HttpResponse:
    poll = _watched(request, public_id)
    asked = request.POST  # without a script ``at`` is the door for which the list was drawn
    door = DoorForm({"q": asked.get("q"), "venue": asked.get("venue") or asked.get("at")})
    number = request.POST.get("person", "")
    elector = get_object_or_404(poll.electors, pk=number if number.isdecimal() else 0)
    if request.POST.get("act") == "undo":
        services.take_back_check_in(poll, request.user, elector)
    else:
        services.check_in(poll, request.user, elector, door.at)
    if not request.htmx:  # type: ignore[attr-defined]
        return _back(poll, door)
    person = _people(poll).get(pk=elector.pk)
    return render(request, "ballots/_door_ticked.html", _context(poll, door) | {"person": person})


class DoorNumbers(LoginRequiredMixin, View):
    """应到 and 实到 of all doors, asked for again every few seconds."""

    def get(self, request: HttpRequest, public_id: UUID) -> HttpResponse:
        poll = _watched(request, public_id)
        return render(request, "ballots/_door_numbers.html", _context(poll, DoorForm(request.GET)))


def _watched(request: HttpRequest, public_id: UUID) -> Poll:
    polls = Poll.objects.visible_to(request.user).select_related("organisation", "packet")
    return get_object_or_404(polls, public_id=public_id)


def _people(poll: Poll, sought: str = "") -> QuerySet[Elector]:
    people = poll.electors.select_related("user", "check_in__entered_by")
    if sought:
        people = people.filter(Q(name__icontains=sought) | Q(user__username__icontains=sought))
    return people


def _context(poll: Poll, door: DoorForm) -> dict[str, Any]:
    return {
        "poll": poll,
        "door": door,
        "attendance": meetings.attendance(poll),
        "sum": rolls.sum_of(poll),
        "is_running": poll.state in meetings.RUNNING,
    }


def _back(poll: Poll, door: DoorForm) -> HttpResponseRedirect:
    asked = urlencode({"q": door.sought, "venue": door.at})
    return redirect(f"{reverse('ballots:door', args=[poll.public_id])}?{asked}")
