"""The page of one campaign, top to bottom: steps, what to do now, checklist, persons, papers."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.mixins import LoginRequiredMixin
from django.db.models import Q
from django.views.generic import DetailView

from campaigns import permissions
from campaigns.checklists import checklist_lines, ways_back, without_figures
from campaigns.choices import Track
from campaigns.course import stage_bar
from campaigns.desks.here import now_here
from campaigns.forms.reasons import ReasonForm
from campaigns.grid import person_grid
from campaigns.lacking import lacking
from campaigns.models import Campaign
from campaigns.services import redoing, stages
from campaigns.tracks import step_label
from campaigns.unconfirmed import unconfirmed
from campaigns.voiding import consequences
from selection.reasons import Light
from selection.records.models import Review, ReviewDecision

from .lookup import persons_of, user_of

COME_FROM = {
    Track.NON_COMPETITIVE: "人选由组织提名或民主推荐产生",
    Track.COMPETITIVE: "报名截止后，由报名的人员产生",
    Track.DIRECT: "人选由组织提名产生",
}


class CampaignDetail(LoginRequiredMixin, DetailView):
    template_name = "campaigns/campaign.html"
    context_object_name = "campaign"

    def get_object(self, queryset: Any = None) -> Campaign:
        return persons_of(self.request, self.kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        campaign, user = self.object, user_of(self.request)
        may_run, may_void = permissions.may_run(campaign, user), permissions.may_void(campaign, user)
        lines = checklist_lines(campaign)
        if not permissions.may_see_figures(campaign.plan, user):
            lines = without_figures(lines)
        step = stages.next_step(campaign)
        return super().get_context_data(**kwargs) | {
            "plan": campaign.plan,
            "stages": stage_bar(campaign),
            "lines": [line for line in lines if line.light != Light.NOT_APPLICABLE],
            "inapplicable": [line for line in lines if line.light == Light.NOT_APPLICABLE],
            "now": now_here(campaign, lines, user) if campaign.is_running else None,
            "step": step,
            "step_label": step_label(campaign, step) if step else "",
            "approval": _approval(campaign.plan.review),
            "followers": campaign.followers.all(),
            "redone_by": campaign.redone_by.all(),
            "may_redo": may_run and redoing.may_be_redone(campaign),
            "ways_back": ways_back(campaign) if may_run else [],
            "may_run": may_run,
            "reason_form": ReasonForm(),
            "may_view_ledger": user.may("view_ledger", campaign.organisation),
            "may_void": may_void,
            "void_sentence": _void_sentence(campaign) if may_void else "",
            "may_confirm": permissions.may_confirm(campaign.plan, user),
            "unconfirmed": unconfirmed(campaign),
            "grid": person_grid(campaign),
            "come_from": COME_FROM[Track(campaign.track)],
            "openings": campaign.openings.select_related("post__department"),
            "meetings": campaign.plan.meetings.prefetch_related("items"),
            "documents": campaign.plan.documents.select_related("paper").filter(
                Q(campaign=campaign) | Q(campaign=None)
            ),
            "lacking": lacking(campaign),
            "waivers": campaign.waivers.select_related("candidacy__staff"),
        }


def _void_sentence(campaign: Campaign) -> str:
    """What goes with it, said before it is done."""
    also = "；".join(consequences(campaign))
    return f"宣布无效不能撤回，需要时重新办理。{f'同时：{also}。' if also else ''}"


def _approval(review: Review | None) -> ReviewDecision | None:
    """The decision by which the plan was approved last, with its day and number."""
    if review is None or not review.is_approved:
        return None
    given = ReviewDecision.objects.filter(submission__review=review, is_approval=True)
    return given.order_by("happened_on", "pk").last()
