"""Single acts on a contest: draw, close, name judges, say who did not come, give a sheet back."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from campaigns import contest
from campaigns.forms.contest import JudgeForm, KeptForm
from campaigns.forms.reasons import ReasonForm
from campaigns.models import Campaign, Judge, ScoreSheet, Slot
from campaigns.services import judging, presenting
from selection.forms import refusals_as_messages
from selection.records.forms import accept

from .contest import contest_of, presentation_of
from .lookup import user_of


def _draw(request: HttpRequest, campaign: Campaign) -> str:
    presenting.draw_lots(presentation_of(campaign), by=user_of(request))
    return "已由系统抽签，演讲顺序如下"


def _close(request: HttpRequest, campaign: Campaign) -> str:
    judging.close(presentation_of(campaign), by=user_of(request))
    return "量分已结束，可以查看得分和排名"


def _judge(request: HttpRequest, campaign: Campaign) -> str:
    given = accept(JudgeForm(request.POST, campaign=campaign)).cleaned_data
    judge = judging.name_judge(presentation_of(campaign), by=user_of(request), **given)
    return f"已确定评委{judge.name}"


def _keep(request: HttpRequest, campaign: Campaign) -> str:
    given = accept(KeptForm(request.POST)).cleaned_data
    presenting.keep(presentation_of(campaign), given["kind"], given["text"], by=user_of(request))
    return "已记录"


def _late(request: HttpRequest, campaign: Campaign) -> str:
    asked = request.POST.get("staff", "")
    staff = next((each for each in contest.speakers(campaign) if str(each.pk) == asked), None)
    if staff is None:
        raise Http404
    slot = presenting.add_to_the_end(presentation_of(campaign), staff, by=user_of(request))
    return f"{staff.name}排在最后，{slot.number}号"


ACTS: dict[str, Callable[[HttpRequest, Campaign], str]] = {
    "draw-lots": _draw,
    "close": _close,
    "judge": _judge,
    "keep": _keep,
    "late": _late,
}


@login_required
@require_POST
@refusals_as_messages
def act(request: HttpRequest, pk: int, act: str) -> HttpResponse:
    campaign = contest_of(request, pk)
    if act not in ACTS:
        raise Http404
    messages.success(request, ACTS[act](request, campaign))
    return redirect("campaigns:contest", pk=pk)


@login_required
@require_POST
@refusals_as_messages
def slot_act(request: HttpRequest, pk: int, act: str) -> HttpResponse:
    """``absent`` proposes, ``confirm`` is the second person's, ``take-back`` undoes the proposal."""
    found = Slot.objects.visible_to(user_of(request)).select_related(
        "staff", "draw__presentation__campaign__plan"
    )
    slot, by = get_object_or_404(found, pk=pk), user_of(request)
    if act == "confirm":
        presenting.confirm_absence(slot, by=by)
        messages.success(request, f"已确认，{slot.staff.name}按自动放弃处理")
    elif act in ("absent", "take-back"):
        reason = accept(ReasonForm(request.POST)).cleaned_data["reason"]
        does = presenting.say_absent if act == "absent" else presenting.take_back_absence
        does(slot, by=by, reason=reason)
        messages.success(request, "已登记，由第二人确认后生效" if act == "absent" else "已撤回")
    else:
        raise Http404
    return redirect("campaigns:contest", pk=slot.draw.presentation.campaign_id)


@login_required
@require_POST
@refusals_as_messages
def relieve(request: HttpRequest, pk: int) -> HttpResponse:
    judge = get_object_or_404(Judge.objects.visible_to(user_of(request)), pk=pk)
    reason = accept(ReasonForm(request.POST)).cleaned_data["reason"]
    judging.relieve_judge(judge, by=user_of(request), reason=reason)
    messages.success(request, f"{judge.name}不再担任评委")
    return redirect("campaigns:contest", pk=judge.presentation.campaign_id)


@login_required
@require_POST
@refusals_as_messages
def give_back(request: HttpRequest, pk: int) -> HttpResponse:
    sheet = get_object_or_404(ScoreSheet.objects.visible_to(user_of(request)), pk=pk)
    reason = accept(ReasonForm(request.POST)).cleaned_data["reason"]
    judging.give_back(sheet, by=user_of(request), reason=reason)
    messages.success(request, "评分表已退回，请评委重新评分")
    return redirect("campaigns:contest", pk=sheet.campaign.pk)
