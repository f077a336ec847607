"""Draw up, open, close, count, void a round; conclude what it found."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_POST

from ballots import demo, progress
from ballots import services as polls
from ballots.forms import OpeningForm, PassphrasesForm, PresentForm, VoidForm
from ballots.models import Channel, Elector, Envelope, Poll
from campaigns import recusal
from campaigns.choices import Purpose
from campaigns.forms.rounds import DrawUpForm, MergeForm, RecusalForm, RunOffForm
from campaigns.services import acts, categories, concluding, deciding, drawing_up, recusing, rounds, sittings
from selection.forms import refusals_as_messages
from selection.reasons import Refused
from selection.records.forms import accept

from .lookup import campaign_of, purpose_of, round_of, user_of


@login_required
@require_POST
@refusals_as_messages("campaigns:rounds")
def draw_up(request: HttpRequest, pk: int, purpose: str) -> HttpResponse:
    """``together`` draws up recommendation and evaluation for one sitting."""
    campaign, kind = campaign_of(request, pk), purpose_of(purpose)
    last = campaign.standing_round(kind) if kind != Purpose.DECISION else None
    asked = accept(DrawUpForm(request.POST, campaign=campaign, purpose=kind, last=last)).cleaned_data
    channel = asked.get("channel", Channel.ONLINE)
    if "together" in request.POST:
        drawn = sittings.draw_up(campaign, by=user_of(request), closes_at=asked["closes_at"], channel=channel)
        messages.success(request, "推荐票和测评票均已准备，开始时一并发出")
        return redirect("campaigns:round", drawn[0].pk)
    if kind == Purpose.DECISION and asked["opening"] is None:
        raise Refused("请选择要表决的岗位")
    opening = asked["opening"] if kind == Purpose.DECISION else None
    held = drawing_up.draw_up(
        campaign,
        kind,
        by=user_of(request),
        opening=opening,
        closes_at=asked["closes_at"],
        channel=channel,
        keeps_merged=asked.get("keeps_merged", False),
    )
    messages.success(request, "票样和应到名册已准备，请核对后开始")
    return redirect("campaigns:round", held.pk)


@login_required
@require_POST
@refusals_as_messages("campaigns:round")
def draw_up_run_off(request: HttpRequest, pk: int) -> HttpResponse:
    """再次投票, among those only whom the round left undecided."""
    asked = accept(RunOffForm(request.POST)).cleaned_data
    held = drawing_up.draw_up_run_off(
        round_of(request, pk), by=user_of(request), closes_at=asked["closes_at"]
    )
    messages.success(request, "再次投票的票样已准备，名册与上一次相同，请核对后开始")
    return redirect("campaigns:round", held.pk)


@login_required
@require_POST
@refusals_as_messages("campaigns:round")
def open_(request: HttpRequest, pk: int) -> HttpResponse:
    held = round_of(request, pk)
    asked = accept(OpeningForm(request.POST, poll=rounds.poll_of(held))).cleaned_data
    sittings.open_(held, by=user_of(request), present=asked["present"], closes_at=asked["closes_at"])
    messages.success(request, "投票已开始，名册和票样已封存")
    return redirect("campaigns:round", pk)


@login_required
@require_POST
@refusals_as_messages("campaigns:round")
def redraw(request: HttpRequest, pk: int) -> HttpResponse:
    sittings.redraw(round_of(request, pk), by=user_of(request))
    messages.success(request, "票样和应到名册已按现在的人选和名册重新准备")
    return redirect("campaigns:round", pk)


@login_required
@require_POST
@refusals_as_messages("campaigns:round")
def settle_recusals(request: HttpRequest, pk: int) -> HttpResponse:
    held = round_of(request, pk)
    form = accept(RecusalForm(request.POST, proposed=recusal.proposals(held)))
    recusing.settle(held, form.kept(), by=user_of(request))
    messages.success(request, "已确认回避，记入全程纪实")
    return redirect("campaigns:round", pk)


@login_required
@require_POST
@refusals_as_messages("campaigns:round")
def merge_categories(request: HttpRequest, pk: int) -> HttpResponse:
    held = round_of(request, pk)
    asked = accept(MergeForm(request.POST, lines=categories.of_draft(held))).cleaned_data
    categories.merge(held, asked["categories"], asked["into"], by=user_of(request))
    messages.success(request, f"已合并为“{asked['into']}”")
    return redirect("campaigns:round", pk)


@login_required
@require_POST
@refusals_as_messages("campaigns:round")
def correct_present(request: HttpRequest, pk: int) -> HttpResponse:
    poll = rounds.poll_of(round_of(request, pk))
    polls.correct_present(poll, user_of(request), accept(PresentForm(request.POST)).cleaned_data["present"])
    messages.success(request, f"实到人数已记为{poll.present}人")
    return redirect("campaigns:round", pk)


@login_required
@require_POST
@refusals_as_messages("campaigns:round")
def close(request: HttpRequest, pk: int) -> HttpResponse:
    held = round_of(request, pk)
    rounds.close(held, by=user_of(request))
    messages.success(request, progress.sentence_of_close(rounds.poll_of(held)))
    return redirect("campaigns:round", pk)


@login_required
@require_POST
@sensitive_post_parameters()
@sensitive_variables()
@refusals_as_messages("campaigns:round")
def count(request: HttpRequest, pk: int) -> HttpResponse:
    """Open the urn; for a round that was counted elsewhere or on paper, draw up what is missing."""
    held, by = round_of(request, pk), user_of(request)
    if held.is_counted:
        acts.may_record(held.campaign.plan, by)
        rounds.finish(held, by=by)
        messages.success(request, "结果表已生成")
        return redirect("campaigns:round", pk)
    poll = rounds.poll_of(held)
    rounds.count(held, by=by, passphrases=accept(PassphrasesForm(request.POST, poll=poll)).entered)
    messages.success(request, f"已启封计票：有效票{poll.valid}张，废票{poll.spoiled}张")
    return redirect("campaigns:round", pk)


@login_required
@require_POST
@refusals_as_messages("campaigns:round")
def void(request: HttpRequest, pk: int) -> HttpResponse:
    held = round_of(request, pk)
    rounds.void(held, by=user_of(request), reason=accept(VoidForm(request.POST)).cleaned_data["reason"])
    messages.success(request, "本轮已作废，可以重新组织")
    return redirect("campaigns:round", pk)


def _back_to_rounds(request: HttpRequest, pk: int, purpose: str) -> str:
    return reverse("campaigns:rounds", args=[pk, purpose_of(purpose)])


@login_required
@require_POST
@refusals_as_messages(to=_back_to_rounds)
def conclude(request: HttpRequest, pk: int, purpose: str) -> HttpResponse:
    """Low voices are concluded by a named person; of a decision, whom the body adopted."""
    campaign, kind = campaign_of(request, pk), purpose_of(purpose)
    if kind == Purpose.DECISION:
        proposed = deciding.conclude(campaign, by=user_of(request))
        names = "、".join(person.staff.name for person in proposed)
        messages.success(
            request, f"已确认表决结果，拟聘人选：{names}" if names else "已确认表决结果，没有人选通过"
        )
        return redirect("campaigns:campaign", pk)
    found = concluding.conclude_low(campaign, kind, by=user_of(request))
    names = "、".join(person.staff.name for person in found)
    messages.success(request, f"已处理票数较低的人选：{names}" if names else "没有票数较低的人选")
    return redirect("campaigns:rounds", pk, kind)


@login_required
@require_POST
@refusals_as_messages("campaigns:round")
def demo_vote(request: HttpRequest, pk: int) -> HttpResponse:
    """Demo only: the remaining people of the roll vote, as many as are present."""
    if not settings.DEMO:
        raise Http404
    held = round_of(request, pk)
    acts.may_record(held.campaign.plan, user_of(request))
    poll = rounds.poll_of(held)
    voted = polls.cast_for_remaining(poll, _as_many_as_came(poll))
    messages.success(request, f"演示：其余{voted}人已投票")
    return redirect("campaigns:round", pk)


def _as_many_as_came(poll: Poll) -> Callable[[Elector], dict[str, Any] | None]:
    choose, room = demo.chooser(poll), poll.electors.count()
    if poll.present is not None:
        room = poll.present - Envelope.objects.of(poll).filter(channel=Channel.ONLINE).count()

    def limited(elector: Elector) -> dict[str, Any] | None:
        nonlocal room
        chosen = choose(elector) if room > 0 else None
        room -= chosen is not None
        return chosen

    return limited
