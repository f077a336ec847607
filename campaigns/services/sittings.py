"""Two ballots at one sitting: 会议推荐 and 民主测评 drawn up and opened together where the rules allow it."""

from __future__ import annotations

from datetime import datetime
from types import EllipsisType

from django.db import transaction

from ballots.models import Channel, Packet, Poll
from campaigns.choices import Purpose
from campaigns.models import Campaign, Round
from selection.accounts.models import User
from selection.reasons import Refused

from . import drafts, drawing_up, rounds

TOGETHER = (Purpose.RECOMMENDATION, Purpose.EVALUATION)


@transaction.atomic
def draw_up(
    campaign: Campaign, *, by: User, closes_at: datetime | None = None, channel: str = Channel.ONLINE
) -> list[Round]:
    """Both papers in one packet: people fill in one after the other, by one slip (B042)."""
    if not campaign.ruleset.evaluation.with_recommendation:
        raise Refused("按规定，民主测评在会议推荐之后进行，不能一并组织")
    packet = Packet.objects.create(
        organisation=campaign.organisation, title=f"{campaign.plan.title}推荐和测评"[:120]
    )
    return [
        drawing_up.draw_up(campaign, purpose, by=by, closes_at=closes_at, packet=packet, channel=channel)
        for purpose in TOGETHER
    ]


def may_be_together(campaign: Campaign) -> bool:
    """Where the rules allow it, for the first sitting and for one after both its ballots came to nothing."""
    standing = [campaign.standing_round(purpose) for purpose in TOGETHER]
    return campaign.ruleset.evaluation.with_recommendation and all(
        held is None or drawing_up.may_run_again(held) for held in standing
    )


@transaction.atomic
def open_(
    held: Round, *, by: User, present: int | None = None, closes_at: datetime | EllipsisType | None = ...
) -> list[Round]:
    """Open the round, and with it the drafts that lie in its packet; all or none."""
    opened = [held, *beside(held)]
    for each in opened:
        rounds.open_(each, by=by, present=present, closes_at=closes_at)
    return opened


@transaction.atomic
def redraw(held: Round, *, by: User) -> None:
    """重新准备 the round, and with it the drafts that lie in its packet."""
    for each in (held, *beside(held)):
        drafts.redraw(each, by=by)


def beside(held: Round) -> list[Round]:
    """The drafts of the same packet, which are opened with this one."""
    if held.poll is None or held.poll.packet_id is None or held.poll.state != Poll.State.DRAFT:
        return []
    drafts = held.campaign.rounds.filter(poll__packet=held.poll.packet_id, poll__state=Poll.State.DRAFT)
    return list(drafts.exclude(pk=held.pk).select_related("campaign__plan", "poll"))
