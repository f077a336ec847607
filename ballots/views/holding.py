"""What do the people who hold a poll see, and what can they do?

While a poll is open they see how many envelopes there are and nothing else.
"""

from __future__ import annotations

import io
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.mixins import LoginRequiredMixin
from django.db.models import F, QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_GET, require_POST
from django.views.generic import DetailView

from ballots import (
    demo,
    disclosure,
    exporting,
    papers,
    permissions,
    progress,
    results,
    services,
    slips,
    workbooks,
)
from ballots.forms import OpeningForm, PassphrasesForm, PresentForm, VoidForm
from ballots.homes import above, home_of
from ballots.models import Channel, Poll
from ballots.services import entrusting
from selection.chinese import deadline
from selection.forms import refusals_as_messages
from selection.reasons import Refused
from selection.records.forms import accept


class HeldPoll(LoginRequiredMixin, DetailView):
    """A poll as its officers and scrutineers find it."""

    slug_field = slug_url_kwarg = "public_id"
    context_object_name = "poll"

    def get_queryset(self) -> QuerySet[Poll]:
        return Poll.objects.visible_to(self.request.user).select_related("organisation", "packet")


class PollPage(HeldPoll):
    """State, numbers and the next act of one poll."""

    template_name = "ballots/poll.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        home = home_of(self.get_object())
        return redirect(home) if home else super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        poll, user = self.object, self.request.user
        obstacles = progress.obstacles(poll)
        return super().get_context_data(
            may_run=permissions.may_run(poll, user),
            may_count=permissions.may_count(poll, user),
            collected=progress.collected(poll),
            obstacles=obstacles,
            gives_away=disclosure.notes(poll)
            if poll.state == Poll.State.DRAFT
            else disclosure.of_paper(poll),
            balances=slips.balances(poll),
            on_paper=sum(pile.issued for pile in papers.piles(poll)),
            table=results.table(poll),
            remarks=results.remarks(poll) if poll.state == Poll.State.RELEASED else {},
            opening_form=OpeningForm(poll=poll),
            present_form=PresentForm(initial={"present": poll.present}),
            void_form=VoidForm.of(poll, obstacles),
            passphrases_form=PassphrasesForm(poll=poll),
            key_step=entrusting.next_step(poll, user),
            notice=_notice(poll, self.request),
            subjects=poll.subjects.all(),
            scrutineers=poll.scrutineers.all(),
            may_export=Poll.objects.exportable_by(user).filter(pk=poll.pk).exists(),
            above=above(poll, user),
            is_demo=settings.DEMO,
            beside=Poll.objects.of_meeting(poll).filter(state=Poll.State.DRAFT).exclude(pk=poll.pk),
            **kwargs,
        )


class RollPage(HeldPoll):
    """应到名册: who may vote, who is recused, who was deducted and why."""

    template_name = "ballots/roll.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        poll = self.object
        electors = poll.electors.select_related("user")
        may_run = permissions.may_run(poll, self.request.user)
        shows_turnout = poll.state == Poll.State.CLOSED and may_run and poll.channel == Channel.ONLINE
        if shows_turnout:
            electors = electors.annotate(way=F("envelope__channel"))
        return super().get_context_data(
            electors=electors,
            deductions=poll.deductions.all(),
            register=poll.electors.count() + poll.deductions.count(),
            recused=poll.electors.filter(is_recused=True).count(),
            shows_turnout=shows_turnout,
            **kwargs,
        )


@login_required
@require_GET
def archive(request: HttpRequest, public_id: UUID) -> FileResponse:
    """The data of a released poll for a recount, for those who hold it and may read its record."""
    poll = get_object_or_404(Poll.objects.exportable_by(request.user), public_id=public_id)
    return FileResponse(
        io.BytesIO(exporting.archive(poll)), as_attachment=True, filename=exporting.name(poll)
    )


@login_required
@require_GET
def result_workbook(request: HttpRequest, public_id: UUID) -> FileResponse:
    """The result as an Excel file; of a poll that has a home, whoever may see figures gets it there."""
    poll = get_object_or_404(Poll.objects.visible_to(request.user), public_id=public_id)
    if home_of(poll) or not poll.is_counted:
        raise Http404
    return workbooks.answer(results.table(poll))


def _notice(poll: Poll, request: HttpRequest) -> str:
    """Text for the staff's chat group; it goes to everybody, so it names nobody."""
    until = f"，{deadline(poll.closes_at)}截止" if poll.closes_at else ""
    begun = f"各位老师：“{poll.title}”现已开始{until}。"
    address = request.build_absolute_uri(poll.get_vote_url())
    if poll.is_by_slip:
        return f"{begun}请到现场领取码条，扫码或打开{address}输入码投票，不用登录。"
    if poll.is_on_paper:
        return f"{begun}请到现场领取纸质票，当场填写、投入票箱。"
    return f"{begun}请用本人账号登录后投票：{address}"


def _held(request: HttpRequest, public_id: UUID) -> Poll:
    poll = get_object_or_404(Poll.objects.visible_to(request.user), public_id=public_id)
    if home_of(poll):
        raise Refused(f"“{poll.title}”在这一页办理，请从这里操作")
    return poll


@login_required
@require_POST
@refusals_as_messages("ballots:poll")
def open_poll(request: HttpRequest, public_id: UUID) -> HttpResponse:
    poll = _held(request, public_id)
    entered = accept(OpeningForm(request.POST, poll=poll)).cleaned_data
    how = request.user, entered["present"], entered["closes_at"]
    if poll.packet and poll.state == Poll.State.DRAFT:
        services.open_packet(poll.packet, *how)
    else:
        services.open_poll(poll, *how)
    messages.success(request, "投票已开始，名册和票样已封存")
    return redirect("ballots:poll", public_id)


@login_required
@require_POST
@refusals_as_messages("ballots:poll")
def close_poll(request: HttpRequest, public_id: UUID) -> HttpResponse:
    poll = _held(request, public_id)
    services.close(poll, request.user)
    messages.success(request, progress.sentence_of_close(poll))
    return redirect("ballots:poll", public_id)


@login_required
@require_POST
@refusals_as_messages("ballots:poll")
def correct_present(request: HttpRequest, public_id: UUID) -> HttpResponse:
    poll = _held(request, public_id)
    services.correct_present(poll, request.user, accept(PresentForm(request.POST)).cleaned_data["present"])
    messages.success(request, f"实到人数已记为{poll.present}人")
    return redirect("ballots:poll", public_id)


@login_required
@require_POST
@sensitive_post_parameters()
@sensitive_variables()
@refusals_as_messages("ballots:poll")
def count_poll(request: HttpRequest, public_id: UUID) -> HttpResponse:
    poll = _held(request, public_id)
    services.count(poll, request.user, accept(PassphrasesForm(request.POST, poll=poll)).entered)
    messages.success(request, f"已启封计票：有效票{poll.valid}张，废票{poll.spoiled}张")
    return redirect("ballots:poll", public_id)


@login_required
@require_POST
@refusals_as_messages("ballots:poll")
def release_result(request: HttpRequest, public_id: UUID) -> HttpResponse:
    services.release(_held(request, public_id), request.user)
    messages.success(request, "结果已提供给有权知悉的人员")
    return redirect("ballots:poll", public_id)


@login_required
@require_POST
@refusals_as_messages("ballots:poll")
def void_poll(request: HttpRequest, public_id: UUID) -> HttpResponse:
    poll = _held(request, public_id)
    services.void(poll, request.user, accept(VoidForm(request.POST)).cleaned_data["reason"])
    messages.success(request, "本轮已作废，密封票和密钥已销毁，参加情况留存")
    return redirect("ballots:poll", public_id)


@login_required
@require_POST
@refusals_as_messages("ballots:poll")
def demo_vote(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Demo only: the remaining people of the roll vote."""
    if not settings.DEMO:
        raise Http404
    poll = _held(request, public_id)
    voted = services.cast_for_remaining(poll, demo.chooser(poll))
    messages.success(request, f"演示：其余{voted}人已投票")
    return redirect("ballots:poll", public_id)
