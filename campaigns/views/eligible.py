"""谁符合条件: the whole school against one opening, and which openings one may ask about."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET
from django.views.generic import TemplateView

from campaigns.choices import Conclusion
from campaigns.eligible import groups
from campaigns.models import Campaign

from .lookup import campaign_of, runner_only, user_of


class Eligible(LoginRequiredMixin, TemplateView):
    """``?opening=`` chooses the post, ``?found=`` which of the conclusions is shown."""

    template_name = "campaigns/eligible.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        campaign = campaign_of(self.request, kwargs["pk"])
        runner_only(self.request, campaign.plan)
        openings = list(campaign.openings.select_related("post__department", "campaign__plan__organisation"))
        asked = self.request.GET.get("opening", "")
        opening = next((each for each in openings if str(each.pk) == asked), next(iter(openings), None))
        found = groups(opening) if opening else []
        wanted = self.request.GET.get("found", Conclusion.ELIGIBLE)
        return super().get_context_data(**kwargs) | {
            "campaign": campaign,
            "plan": campaign.plan,
            "openings": openings,
            "opening": opening,
            "groups": found,
            "shown": next((each for each in found if each.conclusion == wanted), next(iter(found), None)),
        }


@login_required
@require_GET
def choose(request: HttpRequest) -> HttpResponse:
    """From the first page: the latest selection that is being prepared or runs, else any post."""
    user = user_of(request)
    mine = Campaign.objects.visible_to(user).running()
    mine = mine.filter(plan__organisation__in=user.organisations_for("run_campaigns"))
    if not user.organisations_for("run_campaigns"):
        raise Http404
    latest = mine.exclude(openings=None).order_by("-pk").first()
    return redirect("campaigns:eligible", latest.pk) if latest else redirect("campaigns:find_eligible")
