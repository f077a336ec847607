"""Who is to be talked to and how far the talks have come; record one, or sum up those held on paper."""

from __future__ import annotations

from random import Random
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST
from django.views.generic import TemplateView

from campaigns import permissions, talking
from campaigns.choices import TalkKind, TalkScope, View
from campaigns.corrections import Row, rows
from campaigns.forms.reasons import ReasonForm
from campaigns.forms.refusing import RefusingFormView
from campaigns.forms.talks import TalkForm, TalksPaperForm
from campaigns.models import Campaign, Round, Talk
from campaigns.services import earliest, talks
from campaigns.voices import TALK_PURPOSES, talk_summary
from personnel.models import StaffMember
from selection.accounts.models import User
from selection.forms import refusals_as_messages
from selection.reasons import Refused

from .lookup import campaign_of, runner_only, user_of
from .running import CampaignFormView

LIKELY = (View.AGREE, View.AGREE, View.AGREE, View.AGREE, View.OPPOSE, View.ABSTAIN)
DEMO_NOTES = "演示：谈话情况从略。"


def kind_of(given: str) -> TalkKind:
    if given not in TalkKind:
        raise Http404
    return TalkKind(given)


class Talks(LoginRequiredMixin, TemplateView):
    """One kind of talks: progress for all, names for those who run or hold them, figures if entitled."""

    template_name = "campaigns/talks.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, kind = user_of(self.request), kind_of(kwargs["kind"])
        campaign = campaign_of(self.request, kwargs["pk"])
        plan, progress = campaign.plan, talking.progress(campaign, kind)
        may_run = permissions.may_run(campaign, user) and campaign.is_running
        may_inspect = permissions.may_inspect(plan, user) and campaign.is_running
        may_list, listed = talking.may_list(campaign, user), _listed(campaign, kind)
        figures = permissions.may_see_figures(plan, user)
        return super().get_context_data(**kwargs) | {
            "campaign": campaign,
            "plan": plan,
            "kind": kind,
            "kinds": talking.kinds(campaign),
            "progress": progress,
            "not_yet": earliest.not_yet(campaign, kind),
            "is_asked_for": talking.is_asked_for(campaign, kind),
            "talks": listed if may_list else [],
            "may_list": may_list,
            "openable": set(
                talking.readable(user).filter(campaign__in=campaign.lineage).values_list("pk", flat=True)
            ),
            "voices": talking.voices(campaign, kind, progress.count) if figures else [],
            "papers": _summaries(campaign, kind),
            "may_confirm": permissions.may_confirm(plan, user),
            "may_run": may_run,
            "may_inspect": may_inspect,
            "reason_form": ReasonForm(auto_id=False),
            "team": plan.inspectors,
            "choices": talking.choices(campaign, kind) if may_run else [],
            "may_demo": settings.DEMO
            and (may_run or may_inspect)
            and any(not each.record.held_on for each in listed),
        }


def _summaries(campaign: Campaign, kind: TalkKind) -> list[Round]:
    """The summary that counts, and the one that waits to take its place."""
    found = (talk_summary(campaign, kind), campaign.standing_round(TALK_PURPOSES[kind]))
    return list(dict.fromkeys(each for each in found if each is not None))


def _listed(campaign: Campaign, kind: TalkKind) -> list[Row]:
    """Those to be talked to first, then those talked to, then what was struck out."""
    found = (
        Talk.objects.filter(campaign__in=campaign.sources_of(TALK_PURPOSES[kind]), kind=kind)
        .select_related("person__department")
        .prefetch_related("talkers")
    )
    talks = rows(found)
    return sorted(
        talks,
        key=lambda each: (each.is_struck, each.record.held_on is not None, each.record.scope, each.record.pk),
    )


@login_required
@require_POST
@refusals_as_messages("campaigns:talks")
def add(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """Put the ticked persons, or all of a quick pick, on the list."""
    campaign, chosen_kind = campaign_of(request, pk), kind_of(kind)
    runner_only(request, campaign.plan)
    people = _chosen(request, talking.choices(campaign, chosen_kind))
    if not people:
        is_pick = "pick" in request.POST
        raise Refused("这一范围的人员都已在名单上" if is_pick else "请勾选谈话对象，或点按范围添加的按钮")
    added = talks.list_people(campaign, chosen_kind, people, by=user_of(request))
    messages.success(request, f"已列入{len(added)}人")
    return redirect("campaigns:talks", pk=pk, kind=kind)


def _chosen(request: HttpRequest, choices: list[talking.Choice]) -> dict[StaffMember, TalkScope]:
    if pick := request.POST.get("pick"):
        return {each: choice.scope for choice in choices if choice.key == pick for each in choice.present}
    ticked = set(request.POST.getlist("people"))
    return {each: choice.scope for choice in choices for each in choice.people if str(each.pk) in ticked}


class TalksPaper(CampaignFormView):
    """The signed summary of talks held on paper; it counts once a second person has confirmed it."""

    template_name = "campaigns/talks_paper.html"
    form_class = TalksPaperForm

    @property
    def kind(self) -> TalkKind:
        return kind_of(self.kwargs["kind"])

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"kind": self.kind}

    def act(self, form: TalksPaperForm) -> None:
        by = user_of(self.request)
        entered = form.entered(self.campaign.plan, by)
        talks.enter_on_paper(self.campaign, self.kind, form.figures(), by=by, **entered)
        messages.success(self.request, f"已补录{self.kind.label}汇总，由第二人核实后生效")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"kind": self.kind}

    def get_success_url(self) -> str:
        return reverse("campaigns:talks", args=[self.campaign.pk, self.kind])


class TalkPage(RefusingFormView):
    """One talk, for the team and discipline: the record, or the form by which a member writes it."""

    template_name = "campaigns/talk.html"
    form_class = TalkForm
    talk: Talk

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if request.user.is_authenticated:
            found = talking.readable(user_of(request)).select_related(
                "campaign__plan__organisation", "person__department"
            )
            self.talk = get_object_or_404(found, pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"talk": self.talk}

    def get_initial(self) -> dict[str, Any]:
        return {"talkers": [self.request.user.pk]}

    def act(self, form: TalkForm) -> None:
        given = form.cleaned_data
        talks.hold(
            self.talk,
            by=user_of(self.request),
            talkers=given["talkers"],
            happened_on=given["held_on"],
            place=given["place"],
            notes=given["notes"],
            voices=form.voices(),
        )
        messages.success(self.request, f"已登记与{self.talk.person.name}的谈话")
        if len(given["talkers"]) == 1:
            messages.warning(self.request, "谈话一般由两名考察组成员进行，这次只登记了一名")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        talk = self.talk
        campaign = talk.campaign
        may_inspect = permissions.may_inspect(campaign.plan, user_of(self.request))
        is_own = talk.person.user_id == self.request.user.pk
        return super().get_context_data(**kwargs) | {
            "talk": talk,
            "campaign": campaign,
            "plan": campaign.plan,
            "may_record": may_inspect and not is_own and talk.held_on is None and campaign.is_running,
            "said": talk.voices.select_related("candidacy__staff__department", "candidacy__opening__post"),
        }

    def get_success_url(self) -> str:
        return reverse("campaigns:talks", args=[self.talk.campaign_id, self.talk.kind])


@login_required
@require_POST
@refusals_as_messages("campaigns:talks")
def demo(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """Demo only: the team talks to everybody who is still on the list."""
    campaign, chosen_kind = campaign_of(request, pk), kind_of(kind)
    user, plan = user_of(request), campaign.plan
    allowed = permissions.may_run_plan(plan, user) or permissions.may_inspect(plan, user)
    if not (settings.DEMO and allowed):
        raise Http404
    listed = campaign.talks.filter(kind=chosen_kind, is_superseded=False, held_on=None)
    waiting = list(listed.select_related("person"))
    held = _hold_all(waiting, campaign, plan.inspectors)
    messages.success(request, f"演示：已与其余{held}人谈话")
    if left := len(waiting) - held:
        messages.warning(request, f"还有{left}名考察组成员没有谈：谈话由两人进行，请先增加考察组成员")
    return redirect("campaigns:talks", pk=pk, kind=kind)


def _hold_all(waiting: list[Talk], campaign: Campaign, team: list[User]) -> int:
    if not team:
        raise Refused("请先在方案中指定考察组，再进行谈话")
    persons, held = list(campaign.live()), 0
    for talk in waiting:
        dice, talkers = Random(talk.pk), [user for user in team if user.pk != talk.person.user_id]
        if len(talkers) < min(2, len(team)):  # nobody talks with himself, and nobody alone
            continue
        held += 1
        voices = {person: dice.choice(LIKELY) for person in persons if person.staff_id != talk.person_id}
        talks.hold(
            talk, by=talkers[0], talkers=talkers[:2], place="学校小会议室", notes=DEMO_NOTES, voices=voices
        )
    return held
