"""The pages of a contest for whoever runs it: how it stands, its arrangement, figures, ranking, and the hall's wall."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.generic import TemplateView

from campaigns import contest, permissions
from campaigns.forms.contest import ArrangeForm, DrawPaperForm, FiguresForm, JudgeForm, KeptForm
from campaigns.forms.reasons import ReasonForm
from campaigns.models import Campaign, Presentation, Slot
from campaigns.ranking import mean, shown
from campaigns.services import judging, presenting, weighing
from selection.reasons import Refused
from selection.records.versions import Edited, Versioned

from .lookup import campaign_of, edited_campaign, runner_only, user_of
from .running import CampaignFormView


def contest_of(request: HttpRequest, pk: int) -> Campaign:
    """A campaign on the competitive track; on another there is no such page."""
    campaign = campaign_of(request, pk)
    if not contest.is_contest(campaign):
        raise Http404
    return campaign


def presentation_of(campaign: Campaign) -> Presentation:
    held = contest.presentation_of(campaign)
    if held is None:
        raise Refused("请先确定竞岗演讲和量分办法")
    return held


class Contest(LoginRequiredMixin, TemplateView):
    """How the contest stands; nobody reads here what a sheet says."""

    template_name = "campaigns/contest.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, campaign = user_of(self.request), contest_of(self.request, kwargs["pk"])
        held = contest.presentation_of(campaign)
        may_run = permissions.may_run(campaign, user) and campaign.is_running
        context = super().get_context_data(**kwargs) | {
            "campaign": campaign,
            "plan": campaign.plan,
            "held": held,
            "rules": campaign.ruleset.contest,
            "may_run": may_run,
            "may_confirm": permissions.may_confirm(campaign.plan, user),
            "may_rank": permissions.may_see_figures(campaign.plan, user),
            "reason_form": ReasonForm(auto_id=False),
        }
        if held is None:
            return context
        turns = contest.progress(held)
        drawn = {each.slot.staff_id for each in turns}
        return context | {
            "draw": held.draw,
            "turns": turns,
            "late": [each for each in contest.speakers(campaign) if each.pk not in drawn] if turns else [],
            "judges": held.judges.prefetch_related("sheets__staff"),
            "judge_form": JudgeForm(campaign=campaign),
            "kept_form": KeptForm(),
            "missing": list(judging.missing_sheets(held)) if not held.is_closed else [],
        }


class Arrange(Versioned, CampaignFormView):
    template_name = "campaigns/contest_arrange.html"
    form_class = ArrangeForm

    def edited(self) -> Edited:
        return edited_campaign(self.campaign, presenting.ARRANGING)

    def act(self, form: ArrangeForm) -> None:
        reason = form.cleaned_data.get("reason", "")
        presenting.arrange(self.campaign, form.arrangement(), by=user_of(self.request), reason=reason)
        messages.success(self.request, "演讲和量分办法已保存")

    def get_success_url(self) -> str:
        if self.campaign.plan.is_final:
            return reverse("campaigns:contest", args=[self.campaign.pk])
        return reverse("campaigns:plan_setup", args=[self.campaign.plan_id])


class DrawPaper(CampaignFormView):
    """The draw as it was made in the hall."""

    template_name = "campaigns/contest_paper.html"
    form_class = DrawPaperForm
    extra_context = {"title": "补录现场抽签", "lead": "照签字的抽签记录录入序号，由第二人核实后生效。"}

    def act(self, form: DrawPaperForm) -> None:
        by = user_of(self.request)
        entered = form.entered(self.campaign.plan, by)
        presenting.enter_draw(presentation_of(self.campaign), form.order(), by=by, **entered)
        messages.success(self.request, "已补录抽签记录，由第二人核实后生效")

    def get_success_url(self) -> str:
        return reverse("campaigns:contest", args=[self.campaign.pk])


class Figures(CampaignFormView):
    """Further parts of the score, and written opinions in figures."""

    template_name = "campaigns/contest_paper.html"
    form_class = FiguresForm
    extra_context = {
        "title": "录入成绩和书面意见",
        "lead": "逐人录入笔试、面试等成绩，或收回的书面意见份数；上传原始记录，由第二人核实后计入。",
    }

    def act(self, form: FiguresForm) -> None:
        given, by = form.cleaned_data, user_of(self.request)
        entered = form.entered(self.campaign.plan, by)
        person = given["person"]
        if given.get("part"):
            weighing.enter_part(given["part"], person.staff, given["points"], by=by, **entered)
        else:
            weighing.enter_opinions(person, given["asked"], given["agreeing"], by=by, **entered)
        messages.success(self.request, f"已录入{person.staff.name}的数字，由第二人核实后计入")

    def get_success_url(self) -> str:
        return reverse("campaigns:contest_figures", args=[self.campaign.pk])


class Ranking(LoginRequiredMixin, TemplateView):
    """Every input and what it comes to, for those who may see figures; the scores once they are closed."""

    template_name = "campaigns/contest_ranking.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, campaign = user_of(self.request), contest_of(self.request, kwargs["pk"])
        if not permissions.may_see_figures(campaign.plan, user):
            raise Http404
        held = contest.presentation_of(campaign)
        is_open = held is not None and held.is_closed
        lines = contest.table(campaign) if is_open else []
        return super().get_context_data(**kwargs) | {
            "campaign": campaign,
            "plan": campaign.plan,
            "held": held,
            "lines": lines,
            "heads": list(lines[0].figures) if lines else [],
            "ties": contest.ties(lines),
            "awaited": contest.awaited(held, lines) if held is not None else [],
            "shows_sheets": held is not None and permissions.may_see_sheets(held, user),
            "names": campaign.ruleset.contest.sheets_shown == "names",
        }


@login_required
def screen(request: HttpRequest, pk: int) -> HttpResponse:
    """The wall of the hall: whose turn it is and how long; the countdown is the browser's own.

    It opens on the first who has not spoken; from there the host goes on by a link, whatever sheets are in.
    """
    campaign = contest_of(request, pk)
    runner_only(request, campaign.plan)
    held = contest.presentation_of(campaign)
    if held is None:
        raise Http404
    turns = contest.turns(held)
    present = [slot for slot in turns if not slot.absence]
    asked = [slot for slot in present if str(slot.number) == request.GET.get("turn")]
    now = asked or [slot for slot in present if slot.spoke_on is None][:1]
    context = {
        "campaign": campaign,
        "held": held,
        "drawn": turns,
        "now": now,
        "next": [slot for slot in present if now and slot.number > now[0].number][:1],
    }
    return render(request, "campaigns/contest_screen.html", context)


@login_required
def slot_screen(request: HttpRequest, pk: int) -> HttpResponse:
    """What one person's sheets come to, once all are in, where the plan says that it is read out."""
    slots = Slot.objects.visible_to(user_of(request)).select_related("staff", "draw__presentation__campaign")
    slot = get_object_or_404(slots, pk=pk)
    held = slot.draw.presentation
    runner_only(request, held.campaign.plan)
    turn = next((each for each in contest.progress(held) if each.slot == slot), None)
    if not held.shows_results or turn is None or not turn.is_whole:
        raise Http404
    totals = contest.Facts(held.campaign, held).totals[slot.staff_id]
    context = {
        "campaign": held.campaign,
        "held": held,
        "slot": slot,
        "totals": [shown(total) for total in totals],
        "mean": shown(mean(totals, held.drops_extremes)),
    }
    return render(request, "campaigns/contest_result.html", context)
