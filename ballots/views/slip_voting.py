"""How does a person vote who holds a slip and is not signed in?

The code is typed, or stands in the address's fragment, which a browser sends to nobody; from then on
it travels in form bodies only. It is in no address, session, cookie, cache or log.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.gzip import gzip_page
from django.views.generic import TemplateView

from ballots import guesses, packets, services, waiting
from ballots.models import Poll
from ballots.pages import Filled
from ballots.services import Standing
from ballots.views.voting import Paper, private
from selection import errors


@method_decorator(login_not_required, name="dispatch")
@private
class SlipPage(Paper):
    """The code, then the papers to which it admits, one after the other."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return render(request, "ballots/slip.html")

    @method_decorator(sensitive_variables())
    def post(self, request: HttpRequest) -> HttpResponse:
        self.code = request.POST.get("code", "")[:200]
        named = request.POST.get("paper", "")
        if named:
            poll = self._paper(UUID(named)) if _is_uuid(named) else None
            return self._answer(poll) if poll else self._unknown()
        poll = packets.next_by_slip(self.code)
        if poll:
            return self._blank(poll)
        poll = packets.last_by_slip(self.code)
        return (self._stopped(poll) if poll else None) or self._unknown()

    def _stopped(self, poll: Poll) -> HttpResponse | None:
        if self._standing(poll) is Standing.WAITING:
            admission = waiting.admission(poll, packets.coming_by_slip(poll, self.code))
            return self._page("ballots/waiting.html", poll, progress=None, admission=admission)
        return super()._stopped(poll)

    @method_decorator(sensitive_variables())
    def _unknown(self) -> HttpResponse:
        """Only wrong codes are stopped: a whole school votes from one address, and one of it may be guessing."""
        if guesses.CODES.is_spent(guesses.address(self.request)):
            return errors.page(errors.Troubles.TOO_MANY)
        guesses.CODES.note(guesses.address(self.request))
        return render(
            self.request, "ballots/slip.html", {"reasons": [Standing.NO_SLIP.label], "typed": self.code}
        )

    @method_decorator(sensitive_variables())
    def _blank(self, poll: Poll) -> HttpResponse:
        page = super()._blank(poll)
        return gzip_page(lambda _request: page)(self.request)

    @method_decorator(sensitive_variables())
    def _page(
        self, template: str, poll: Poll, filled: Filled | None = None, status: int = 200, **extra: Any
    ) -> HttpResponse:
        return super()._page(template, poll, filled, status, code=self.code, **extra)

    @method_decorator(sensitive_variables())
    def _held(self, public_id: UUID) -> Poll | None:
        return packets.held_by_slip(public_id, self.code)

    @method_decorator(sensitive_variables())
    def _store(self, poll: Poll, filled: Filled, insists: bool) -> None:
        services.cast_by_slip(poll, self.code, filled.answers, filled.remarks, insists=insists)

    def _standing(self, poll: Poll) -> Standing:
        return services.slip_standing(poll, self.code)

    def _following(self, poll: Poll) -> Poll | None:
        return packets.next_by_slip(self.code)

    def _progress(self, poll: Poll) -> packets.Progress | None:
        return packets.progress_by_slip(poll, self.code)

    def _onward(self, poll: Poll) -> HttpResponse:
        following = packets.next_by_slip(self.code) if poll.packet_id else None
        return self._blank(following) if following else redirect("ballots:slip_done")


@method_decorator(login_not_required, name="dispatch")
@private
class SlipDone(TemplateView):
    """您的票已投出, without a word of which; then the code page for the next person."""

    template_name = "ballots/slip_done.html"


def _is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
