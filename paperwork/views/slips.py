"""Many slips at once: asked for, waited for, fetched once by the browser that asked."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_POST
from nacl.public import PrivateKey

from ballots.forms import PrintSlipsForm
from ballots.models import Poll
from ballots.services import slipping
from campaigns.views.lookup import user_of
from paperwork import making, slips
from paperwork.models import SEALED_FOR, Job
from selection.accounts.views.people import chosen_for_slips
from selection.forms import refusals_as_messages
from selection.records.forms import accept
from selection.rendering import pdf_to_keep


@login_required
@require_POST
@never_cache
@refusals_as_messages("accounts:people")
def of_accounts(request: HttpRequest) -> HttpResponse:
    people = chosen_for_slips(request)
    address = request.build_absolute_uri(reverse("accounts:set_password"))
    asked = {"users": [each.pk for each in people], "number": len(people), "address": address}
    return _start(request, Job.Kind.ACCOUNT_SLIPS, asked | {"home": reverse("accounts:people")})


@login_required
@require_POST
@never_cache
@refusals_as_messages("ballots:slips")
def of_poll(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """What speaks against it is said at once."""
    poll = get_object_or_404(Poll.objects.visible_to(request.user), public_id=public_id)
    wanted = accept(PrintSlipsForm(request.POST, poll=poll)).wanted
    slipping.draw_sheets(poll, user_of(request), wanted)
    address = request.build_absolute_uri(reverse("ballots:slip"))
    asked = {"poll": poll.pk, "wanted": wanted, "number": sum(wanted.values()), "address": address}
    return _start(request, Job.Kind.POLL_SLIPS, asked | {"home": reverse("ballots:slips", args=[public_id])})


@login_required
@require_POST
@never_cache
@sensitive_variables()
@refusals_as_messages("paperwork:job")
def fetch(request: HttpRequest, pk: int) -> HttpResponse:
    job = get_object_or_404(Job.objects.of(user_of(request)), pk=pk, campaign=None)
    pdf = slips.hand_over(job, request.COOKIES.get(_cookie(job), ""))
    answer = pdf_to_keep(pdf, job.get_kind_display())
    answer.delete_cookie(_cookie(job), path=_path(job), samesite="Strict")
    return answer


@sensitive_variables()
def _start(request: HttpRequest, kind: str, asked: dict[str, Any]) -> HttpResponse:
    """A second click finds the job that goes on, and the key that its browser has."""
    key = PrivateKey.generate()
    seal = bytes(key.public_key)
    job = making.start(None, kind, user_of(request), slips.name_of(asked), asked=asked, seal=seal)
    answer = redirect("paperwork:job", job.pk)
    if bytes(job.seal) == seal:
        answer.set_cookie(
            _cookie(job),
            bytes(key).hex(),
            max_age=SEALED_FOR,
            path=_path(job),
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Strict",
        )
    return answer


def _cookie(job: Job) -> str:
    return f"slips-{job.pk}"


def _path(job: Job) -> str:
    """Where alone the key is sent."""
    return reverse("paperwork:slips_fetch", args=[job.pk])
