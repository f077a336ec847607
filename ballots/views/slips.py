"""How does the officer print slips, hand them out and declare them void, and who sees that they add up?"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_POST

from ballots import permissions, services, slips
from ballots.forms import PrintSlipsForm, ReissueForm, VoidSlipsForm
from ballots.homes import home_of
from ballots.models import Poll
from ballots.printing import sheets_as_pdf
from ballots.services.slipping import AT_ONCE, PrintedSheet
from ballots.views.holding import HeldPoll
from selection.forms import refusals_as_messages
from selection.reasons import Refused
from selection.records.forms import accept
from selection.rendering import pdf_to_keep


@method_decorator(never_cache, name="dispatch")
class SlipsPage(HeldPoll):
    """The balance for all who hold the poll; the acts for the officer."""

    template_name = "ballots/slips.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        poll = self.object
        if not poll.is_by_slip:
            raise Http404
        balances, electors = slips.balances(poll), poll.electors.select_related("user")
        is_held = poll.state in (Poll.State.OPEN, Poll.State.CLOSED)
        return {
            "print_form": PrintSlipsForm(poll=poll),
            "void_form": VoidSlipsForm(),
            "reissue_form": ReissueForm(),
        } | super().get_context_data(
            may_run=permissions.may_run(poll, self.request.user),
            home=home_of(poll) or poll.get_absolute_url(),
            beside=[each for each in slips.sharing(poll) if each != poll],
            balances=balances,
            faults=slips.faults(balances) if poll.state == Poll.State.CLOSED else [],
            prints=poll.state in (Poll.State.DRAFT, Poll.State.OPEN),
            voids=poll.state in slips.UNFINISHED,
            hands=is_held,
            lacking=electors.filter(is_recused=False, envelope=None) if is_held else [],
            handed=slips.handed_out(poll) if is_held else [],
            address=self.request.build_absolute_uri(reverse("ballots:slip")),
            **kwargs,
        )


def _held(request: HttpRequest, public_id: UUID) -> Poll:
    polls = Poll.objects.visible_to(request.user).select_related("organisation", "packet")
    return get_object_or_404(polls, public_id=public_id)


@login_required
@require_POST
@never_cache
@refusals_as_messages("ballots:slips")
def print_slips(request: HttpRequest, public_id: UUID) -> HttpResponse:
    poll = _held(request, public_id)
    wanted = accept(PrintSlipsForm(request.POST, poll=poll)).wanted
    if sum(wanted.values()) > AT_ONCE:
        return redirect("paperwork:poll_slips", public_id, preserve_request=True)
    return _pdf(request, poll, services.print_slips(poll, request.user, wanted))


@login_required
@require_POST
@refusals_as_messages("ballots:slips")
def hand_out(request: HttpRequest, public_id: UUID) -> HttpResponse:
    ticked = [int(pk) for pk in request.POST.getlist("elector") if pk.isdecimal()]
    if not ticked:
        raise Refused("请先勾选领取码条的人员")
    number = services.hand_out(_held(request, public_id), request.user, ticked)
    messages.success(request, f"已登记{number}人领取，请各人自取一张")
    return redirect("ballots:slips", public_id)


@login_required
@require_POST
@refusals_as_messages("ballots:slips")
def take_back(request: HttpRequest, public_id: UUID) -> HttpResponse:
    elector = request.POST.get("elector", "")
    services.take_back(_held(request, public_id), request.user, int(elector) if elector.isdecimal() else 0)
    messages.success(request, "领取登记已撤回")
    return redirect("ballots:slips", public_id)


@login_required
@require_POST
@sensitive_post_parameters("codes")
@sensitive_variables()
@never_cache
@refusals_as_messages("ballots:slips")
def void_slips(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """By pages or by codes. What was typed stays on the page of a refusal, and nowhere else."""
    poll, form = _held(request, public_id), VoidSlipsForm(request.POST)
    typed = accept(form).cleaned_data
    try:
        if typed["sheets"]:
            number = services.void_sheets(poll, request.user, typed["sheets"], typed["reason"])
        else:
            number = services.void_codes(poll, request.user, typed["codes"].splitlines(), typed["reason"])
    except Refused as refusal:
        for reason in refusal.reasons:
            messages.error(request, reason)
        page = SlipsPage()
        page.setup(request, public_id=public_id)
        page.object = page.get_object()
        return page.render_to_response(page.get_context_data(void_form=form))
    messages.success(request, f"已作废{number}张码条")
    return redirect("ballots:slips", public_id)


@login_required
@require_POST
@sensitive_post_parameters("code")
@sensitive_variables()
@never_cache
@refusals_as_messages("ballots:slips")
def reissue_slip(request: HttpRequest, public_id: UUID) -> HttpResponse:
    poll = _held(request, public_id)
    code = accept(ReissueForm(request.POST)).cleaned_data["code"]
    return _pdf(request, poll, services.reissue(poll, request.user, code))


@sensitive_variables()
def _pdf(request: HttpRequest, poll: Poll, sheets: list[PrintedSheet]) -> HttpResponse:
    address = request.build_absolute_uri(reverse("ballots:slip"))
    return pdf_to_keep(sheets_as_pdf(poll, sheets, address), "码条")
