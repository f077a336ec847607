"""How are ballots of paper printed and handed out, and how does what came back get into the count?"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_POST
from django.views.generic import FormView

from ballots import batches, disclosure, meetings, papers, permissions, services
from ballots.drawn import paper_of
from ballots.forms import AgainForm, BatchForm, CopiesForm
from ballots.homes import home_of
from ballots.models import Channel, Poll
from ballots.models.papers import CLERKS
from ballots.printing import blanks_as_pdf
from ballots.views.holding import HeldPoll
from selection.forms import ThroughService, refusals_as_messages
from selection.records.forms import accept
from selection.rendering import pdf_to_keep


class PapersPage(HeldPoll):
    """Blank ballots to print, whom they were handed to, and how far their count is."""

    template_name = "ballots/papers.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        poll = self.object
        is_open = poll.state == Poll.State.OPEN
        return {"copies_form": CopiesForm(poll=poll)} | super().get_context_data(
            may_run=permissions.may_run(poll, self.request.user),
            home=home_of(poll) or poll.get_absolute_url(),
            beside=[each for each in services.papers_of_meeting(poll) if each != poll],
            prints=poll.state in meetings.RUNNING,
            hands=is_open,
            lacking=papers.lacking(poll).select_related("user") if is_open else [],
            handed=papers.handed_out(poll) if is_open else [],
            one_by_one=poll.channel == Channel.ONLINE,
            rows=_rows(poll),
            gives_away=disclosure.of_paper(poll),
            **kwargs,
        )


def _rows(poll: Poll) -> list[dict[str, Any]]:
    """Each pile with its batch, as far as that is."""
    begun = {
        batch.category: batch
        for batch in poll.paper_batches.select_related("signed_by").prefetch_related("entries__clerk")
    }
    return [
        {"pile": pile, "number": number, "batch": begun.get(pile.category)}
        for number, pile in enumerate(papers.piles(poll), start=1)
    ]


@method_decorator([never_cache, sensitive_post_parameters()], name="dispatch")
class BatchPage(LoginRequiredMixin, ThroughService, FormView):
    """One pile: a clerk's own numbers, in which cells the two differ, and what the scrutineer signs."""

    template_name = "ballots/paper_batch.html"
    form_class = BatchForm

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        if request.user.is_authenticated:
            self.poll = _held(request, kwargs["public_id"])
            self.pile = _pile(self.poll, kwargs["number"])
            batches = self.poll.paper_batches.select_related("signed_by").prefetch_related("entries__clerk")
            self.batch = batches.filter(category=self.pile.category).first()
            self.entries = list(self.batch.entries.all()) if self.batch else []
            self.mine = next((e for e in self.entries if e.clerk_id == request.user.pk), None)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"poll": self.poll, "pile": self.pile}

    def get_initial(self) -> dict[str, Any]:
        """One's own numbers; a cell in which the other counted otherwise is to be counted again."""
        kept = self.mine.numbers if self.mine else {}
        return {key: number for key, number in kept.items() if key not in self.differing}

    @property
    def differing(self) -> list[str]:
        return self.batch.differing if self.batch else []

    @method_decorator(sensitive_variables())
    def act(self, form: BatchForm) -> None:
        services.enter_paper(self.poll, self.request.user, self.pile.category, form.cleaned_data)
        messages.success(self.request, "已录入")

    def get_success_url(self) -> str:
        return reverse("ballots:paper_batch", args=[self.poll.public_id, self.kwargs["number"]])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        known = batches.cells(paper_of(self.poll))
        return super().get_context_data(
            poll=self.poll,
            pile=self.pile,
            number=self.kwargs["number"],
            batch=self.batch,
            clerks=[entry.clerk for entry in self.entries],
            mine=self.mine,
            differing=[known[key].label for key in self.differing],
            again_form=AgainForm(),
            gives_away=disclosure.of_paper(self.poll),
            **self._acts(),
            **kwargs,
        )

    def _acts(self) -> dict[str, Any]:
        """What this person may do now. Numbers are shown to who counted or signs them, until the count."""
        poll, user = self.poll, self.request.user
        is_closed, may_sign = poll.state == Poll.State.CLOSED, permissions.may_sign(poll, user)
        is_signed, is_agreed = (self.batch.is_signed, self.batch.is_agreed) if self.batch else (False, False)
        may_enter = is_closed and not is_signed and permissions.may_enter(poll, user)
        shows = is_closed and is_agreed and (may_sign or self.mine is not None)
        return {
            "enters": may_enter and not is_agreed and (bool(self.mine) or len(self.entries) < CLERKS),
            "signs": is_closed and is_agreed and not is_signed and may_sign and self.mine is None,
            "sends_back": may_enter and bool(self.entries),
            "counted": batches.read(paper_of(poll), self.entries[0].numbers) if shows else None,
        }


def _held(request: HttpRequest, public_id: UUID) -> Poll:
    polls = Poll.objects.visible_to(request.user).select_related("organisation", "packet")
    return get_object_or_404(polls, public_id=public_id)


def _pile(poll: Poll, number: int) -> papers.Pile:
    piles = papers.piles(poll)
    if poll.state not in papers.COUNTED_IN or not 1 <= number <= len(piles):
        raise Http404
    return piles[number - 1]


@login_required
@require_POST
@refusals_as_messages("ballots:papers")
def print_blanks(request: HttpRequest, public_id: UUID) -> HttpResponse:
    poll = _held(request, public_id)
    wanted = accept(CopiesForm(request.POST, poll=poll)).wanted
    services.refuse_to_print(poll, request.user, wanted)
    return pdf_to_keep(blanks_as_pdf(services.papers_of_meeting(poll), wanted), "空白选票")


@login_required
@require_POST
@refusals_as_messages("ballots:papers")
def hand_out(request: HttpRequest, public_id: UUID) -> HttpResponse:
    ticked = [int(pk) for pk in request.POST.getlist("elector") if pk.isdecimal()]
    number = services.hand_out_paper(_held(request, public_id), request.user, ticked)
    messages.success(request, f"已登记{number}人领取纸质票，请当面交给本人")
    return redirect("ballots:papers", public_id)


@login_required
@require_POST
@refusals_as_messages("ballots:papers")
def take_back(request: HttpRequest, public_id: UUID) -> HttpResponse:
    elector = request.POST.get("elector", "")
    poll = _held(request, public_id)
    services.take_back_paper(poll, request.user, int(elector) if elector.isdecimal() else 0)
    messages.success(request, "领取登记已撤回，请把收回的空白票剪角作废")
    return redirect("ballots:papers", public_id)


@login_required
@require_POST
@refusals_as_messages("ballots:paper_batch")
def sign(request: HttpRequest, public_id: UUID, number: int) -> HttpResponse:
    poll = _held(request, public_id)
    services.sign_paper(poll, request.user, _pile(poll, number).category)
    messages.success(request, "已签字，这批纸质票计入收回")
    return redirect("ballots:papers", public_id)


@login_required
@require_POST
@refusals_as_messages("ballots:paper_batch")
def again(request: HttpRequest, public_id: UUID, number: int) -> HttpResponse:
    poll = _held(request, public_id)
    reason = accept(AgainForm(request.POST)).cleaned_data["reason"]
    services.enter_paper_again(poll, request.user, _pile(poll, number).category, reason)
    messages.success(request, "两份录入都已删除，请重新录入")
    return redirect("ballots:paper_batch", public_id, number)
