"""Take a step, go back, pause, end."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from campaigns.services import acknowledging, redoing, stages
from selection.forms import refusals_as_messages

from .lookup import campaign_of, user_of


@login_required
@require_POST
@refusals_as_messages(to=lambda request, pk, step: campaign_of(request, pk).get_absolute_url())
def advance(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    campaign = campaign_of(request, pk)
    stages.advance(campaign, step, by=user_of(request))
    messages.success(request, f"已办理，现在是“{campaign.get_stage_display()}”阶段")
    return redirect(campaign)


@login_required
@require_POST
@refusals_as_messages(to=lambda request, pk, step: campaign_of(request, pk).get_absolute_url())
def go_back(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    campaign = campaign_of(request, pk)
    stages.go_back(campaign, step, by=user_of(request), reason=request.POST.get("reason", ""))
    messages.success(request, f"已退回，现在是“{campaign.get_stage_display()}”阶段")
    return redirect(campaign)


@login_required
@require_POST
@refusals_as_messages("campaigns:campaign")
def suspend(request: HttpRequest, pk: int) -> HttpResponse:
    campaign = campaign_of(request, pk)
    stages.suspend(campaign, by=user_of(request), reason=request.POST.get("reason", ""))
    messages.success(request, "已暂停，恢复之前期限停止计算")
    return redirect(campaign)


@login_required
@require_POST
@refusals_as_messages("campaigns:campaign")
def resume(request: HttpRequest, pk: int) -> HttpResponse:
    campaign = campaign_of(request, pk)
    stages.resume(campaign, by=user_of(request))
    messages.success(request, "已恢复办理")
    return redirect(campaign)


@login_required
@require_POST
@refusals_as_messages("campaigns:campaign")
def terminate(request: HttpRequest, pk: int) -> HttpResponse:
    campaign = campaign_of(request, pk)
    stages.terminate(campaign, by=user_of(request), reason=request.POST.get("reason", ""))
    messages.success(request, "本次选拔任用已终止")
    return redirect(campaign)


@login_required
@require_POST
@refusals_as_messages("campaigns:campaign")
def void(request: HttpRequest, pk: int) -> HttpResponse:
    campaign = campaign_of(request, pk)
    stages.void(campaign, by=user_of(request), reason=request.POST.get("reason", ""))
    messages.success(request, "已宣布无效")
    return redirect(campaign)


@login_required
@require_POST
@refusals_as_messages("campaigns:campaign")
def redo(request: HttpRequest, pk: int) -> HttpResponse:
    anew = redoing.redo(campaign_of(request, pk), by=user_of(request))
    messages.success(request, "已按原来的岗位起草新的方案，请核对日期后办理")
    return redirect("campaigns:plan_setup", anew.plan_id)


@login_required
@require_POST
@refusals_as_messages("campaigns:campaign")
def acknowledge(request: HttpRequest, pk: int) -> HttpResponse:
    campaign = campaign_of(request, pk)
    acknowledging.acknowledge(
        campaign, request.POST.get("rule", ""), request.POST.get("sentence", ""), by=user_of(request)
    )
    return redirect(campaign)
