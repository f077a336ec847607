"""What waits for the principal or the secretary: meetings, papers to sign, paper acts to confirm?"""

from __future__ import annotations

from typing import NamedTuple

from campaigns import permissions
from campaigns.desks.officer import Running, running_for
from campaigns.models import Campaign
from campaigns.overview import Unconfirmed, unconfirmed
from selection.accounts.models import User
from selection.records.models import Paper


class Desk(NamedTuple):
    meetings: list[Running]
    drafts: list[Paper]
    unconfirmed: list[tuple[Campaign, Unconfirmed]]
    running: list[Running]


def desk(user: User) -> Desk:
    running = running_for(user, "decide")
    return Desk(
        meetings=[each for each in running if "/meeting/" in (each.now.get("url") or "")],
        drafts=list(Paper.objects.visible_to(user).drafts().select_related("organisation").order_by("pk")),
        unconfirmed=[
            (each.campaign, done)
            for each in running
            if permissions.may_confirm(each.campaign.plan, user)
            for done in unconfirmed(each.campaign)
            if done.act.entered_by_id != user.pk
        ],
        running=running,
    )
