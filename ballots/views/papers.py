"""How are ballots of paper printed by those who hold a poll?"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST

from ballots import papers, permissions
from ballots.forms import CopiesForm
from ballots.homes import home_of
from ballots.models import Poll
from ballots.printing import blanks_as_pdf
from ballots.views.holding import HeldPoll
from selection.forms import refusals_as_messages
from selection.records.forms import accept
from selection.rendering import pdf_to_keep


class PapersPage(HeldPoll):
    """Blank ballots to print."""

    template_name = "ballots/papers.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        poll = self.object
        return {"copies_form": CopiesForm(poll=poll)} | super().get_context_data(
            may_run=permissions.may_run(poll, self.request.user),
            home=home_of(poll) or poll.get_absolute_url(),
            beside=[each for each in papers.together(poll) if each != poll],
            prints=poll.state in papers.PRINTED_IN,
            **kwargs,
        )


@login_required
@require_POST
@refusals_as_messages("ballots:papers")
def print_blanks(request: HttpRequest, public_id: UUID) -> HttpResponse:
    polls = Poll.objects.visible_to(request.user).select_related("organisation", "packet")
    poll = get_object_or_404(polls, public_id=public_id)
    wanted = accept(CopiesForm(request.POST, poll=poll)).wanted
    papers.refuse_to_print(poll, request.user, wanted)
    return pdf_to_keep(blanks_as_pdf(papers.together(poll), wanted), "空白选票")
