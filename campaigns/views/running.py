"""A form page by which whoever runs a campaign takes one act of it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from campaigns.forms.refusing import RefusingFormView
from campaigns.models import Campaign

from .lookup import campaign_of, runner_only


class CampaignFormView(RefusingFormView):
    """``self.campaign`` is the one that the address names; for those who don't run it, it does not exist."""

    campaign: Campaign

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if request.user.is_authenticated:
            self.campaign = campaign_of(request, kwargs["pk"])
            self.allow(request, self.campaign)
        return super().dispatch(request, *args, **kwargs)

    def allow(self, request: HttpRequest, campaign: Campaign) -> None:
        runner_only(request, campaign.plan)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"campaign": self.campaign}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"campaign": self.campaign, "plan": self.campaign.plan}

    def get_success_url(self) -> str:
        return self.campaign.get_absolute_url()
