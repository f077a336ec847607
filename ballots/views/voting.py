"""How does a person vote in a browser?

Nothing of what is chosen leaves these functions but into the envelope: no log line, no session, no
address. Every answer forbids the browser to keep it.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.mixins import LoginRequiredMixin
from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_GET
from django.views.generic import TemplateView, View

from ballots import packets, services
from ballots.drawn import paper_of
from ballots.models import Poll
from ballots.pages import Filled
from ballots.promises import promises
from ballots.services import Standing
from ballots.views.screen import waiting_room
from ballots.waiting import blank_paper
from selection.reasons import Refused
from selection.strangers import invites_to_sign_in

logger = logging.getLogger(__name__)
NOT_SAVED = "未保存，请重试"


def unnamed(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Whatever is fetched after this page is not told its address: a proxy's log would keep it."""

    @wraps(view)
    def answer(*args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(*args, **kwargs)
        response["Referrer-Policy"] = "strict-origin"
        return response

    return answer


private = method_decorator([never_cache, unnamed, sensitive_post_parameters()], name="dispatch")


@method_decorator(invites_to_sign_in, name="dispatch")
@private
class MyPolls(LoginRequiredMixin, TemplateView):
    """待我参加的投票, and those in which the person has another part."""

    template_name = "ballots/my.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        return super().get_context_data(
            waiting=Poll.objects.waiting_for(user).select_related("organisation").order_by("closes_at", "pk"),
            coming=Poll.objects.whose_place_is_told(user).filter(state=Poll.State.DRAFT).order_by("pk"),
            handled=packets.handled_by(user),
            watched=Poll.objects.filter(scrutineers=user).visible_to(user).order_by("-pk")[:20],
            **kwargs,
        )


class Paper(View):
    """The paper, then the check page, then the envelope; all at one address, all in form bodies."""

    @method_decorator(sensitive_variables())
    def _answer(self, poll: Poll) -> HttpResponse:
        """What a form of this page asks for."""
        if self.request.method == "GET":
            return self._stopped(poll) or self._blank(poll)
        filled = Filled.read(paper_of(poll), self.request.POST)
        act = self.request.POST.get("act")
        if act in ("cast", "insist"):
            return self._cast(poll, filled, insists=act == "insist")
        if stopped := self._stopped(poll):
            return stopped
        return self._check(poll, filled) if act == "check" else self._page("ballots/vote.html", poll, filled)

    def _blank(self, poll: Poll) -> HttpResponse:
        filled, drawn = blank_paper(poll.public_id, poll)
        return self._page("ballots/vote.html", poll, filled, drawn=drawn)

    @method_decorator(sensitive_variables())
    def _check(self, poll: Poll, filled: Filled) -> HttpResponse:
        try:
            flaws = filled.flaws()
        except Refused as refusal:
            return self._page("ballots/vote.html", poll, filled, reasons=refusal.reasons)
        return self._page("ballots/check.html", poll, filled, flaws=flaws)

    @method_decorator(sensitive_variables())
    def _cast(self, poll: Poll, filled: Filled, insists: bool) -> HttpResponse:
        try:
            self._store(poll, filled, insists)
        except Refused as refusal:
            stopped = self._stopped(poll)
            return stopped or self._page("ballots/vote.html", poll, filled, reasons=refusal.reasons)
        except DatabaseError as error:
            logger.error("a ballot could not be stored: %s", type(error).__name__)
            return self._page("ballots/check.html", poll, filled, 503, reasons=[NOT_SAVED], progress=None)
        return self._onward(poll)

    def _paper(self, public_id: UUID) -> Poll | None:
        """What the opening fixed will do; how this voter stands to it is asked each time."""
        return packets.kept(public_id) or self._held(public_id)

    def _stopped(self, poll: Poll) -> HttpResponse | None:
        """A page with one sentence for whoever has no ballot to cast here."""
        standing = self._standing(poll)
        if standing is Standing.MAY_VOTE:
            return None
        if standing in (Standing.STRANGER, Standing.NO_SLIP):
            return self._unknown()
        following = self._following(poll) if standing is Standing.VOTED else None
        return self._page("ballots/notice.html", poll, standing=standing, following=following)

    @method_decorator(sensitive_variables())
    def _page(
        self, template: str, poll: Poll, filled: Filled | None = None, status: int = 200, **extra: Any
    ) -> HttpResponse:
        """Given its ``progress``, it asks the database nothing: that may be what failed."""
        if "progress" not in extra:
            extra["progress"] = self._progress(poll)
        context = {"poll": poll, "filled": filled, **extra}
        return render(self.request, template, context, status=status)

    def _held(self, public_id: UUID) -> Poll | None:
        raise NotImplementedError

    def _unknown(self) -> HttpResponse:
        raise NotImplementedError

    def _store(self, poll: Poll, filled: Filled, insists: bool) -> None:
        raise NotImplementedError

    def _standing(self, poll: Poll) -> Standing:
        raise NotImplementedError

    def _following(self, poll: Poll) -> Poll | None:
        raise NotImplementedError

    def _progress(self, poll: Poll) -> packets.Progress | None:
        raise NotImplementedError

    def _onward(self, poll: Poll) -> HttpResponse:
        raise NotImplementedError


@method_decorator(invites_to_sign_in, name="dispatch")
@private
class VotePage(LoginRequiredMixin, Paper):
    """The paper of whoever is signed in."""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.user = request.user

    @method_decorator(gzip_page)
    def get(self, request: HttpRequest, public_id: UUID) -> HttpResponse:
        poll = self._paper(public_id)
        return self._answer(poll) if poll else waiting_room(request, public_id)

    @method_decorator(sensitive_variables())
    def post(self, request: HttpRequest, public_id: UUID) -> HttpResponse:
        poll = self._paper(public_id)
        return self._answer(poll) if poll else self._unknown()

    def _held(self, public_id: UUID) -> Poll | None:
        return packets.held(public_id, self.user)

    def _unknown(self) -> HttpResponse:
        raise Http404

    @method_decorator(sensitive_variables())
    def _store(self, poll: Poll, filled: Filled, insists: bool) -> None:
        services.cast(poll, self.user, filled.answers, filled.remarks, insists=insists)

    def _standing(self, poll: Poll) -> Standing:
        return services.standing(poll, self.user)

    def _following(self, poll: Poll) -> Poll | None:
        return packets.following(poll, self.user)

    def _progress(self, poll: Poll) -> packets.Progress | None:
        return packets.progress(poll, self.user)

    def _onward(self, poll: Poll) -> HttpResponse:
        return redirect("ballots:done", poll.public_id)


@private
class Done(LoginRequiredMixin, View):
    """On to the next paper of the meeting, or 您的票已投出，可以关闭本页."""

    def get(self, request: HttpRequest, public_id: UUID) -> HttpResponse:
        poll = get_object_or_404(Poll.objects.of_voter(request.user), public_id=public_id)
        if services.standing(poll, request.user) is not Standing.VOTED:
            return redirect("ballots:vote", public_id)
        following = packets.following(poll, request.user)
        if following:
            return redirect("ballots:vote", following.public_id)
        return render(request, "ballots/done.html", {"poll": poll})


@login_not_required
@require_GET
def secrecy(request: HttpRequest) -> HttpResponse:
    """我的票保密吗？ It is for everybody, signed in or not, and says nothing of any poll."""
    return render(request, "ballots/secrecy.html", {"promises": promises()})
