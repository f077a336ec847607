"""Which posts does a plan offer, and on what ground?"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction

from campaigns.choices import TrackReason
from campaigns.models import Campaign, Opening
from personnel.models import Post, Tenure
from selection.accounts.models import User
from selection.reasons import Refused
from selection.records import ledgers
from selection.records.models import Attachment

from .plans import open_for_change


@transaction.atomic
def add_opening(
    campaign: Campaign,
    *,
    by: User,
    post: Post,
    seats: int,
    reason: str,
    reason_text: str = "",
    ending: Iterable[Tenure] = (),
    proof: Attachment | None = None,
) -> Opening:
    open_for_change(campaign.plan, by)
    if post.department.organisation_id != campaign.plan.organisation_id:
        raise Refused("只能选择本校的岗位")
    _refuse_reason_of_another_track(campaign, reason)
    opening = put_on_list(
        campaign, by, post=post, seats=seats, reason=reason, reason_text=reason_text, proof=proof
    )
    opening.ending.set(ending)
    return opening


def put_on_list(campaign: Campaign, by: User, **facts: Any) -> Opening:
    opening = Opening(campaign=campaign, **facts)
    opening.full_clean()
    opening.save()
    ledgers.append(
        campaign.ledger,
        "列入岗位",
        by=by,
        about=f"opening:{opening.pk}",
        seats=opening.seats,
        reason=opening.reason,
    )
    return opening


@transaction.atomic
def revise_opening(
    opening: Opening,
    *,
    by: User,
    seats: int,
    reason: str,
    reason_text: str = "",
    ending: Iterable[Tenure] = (),
    proof: Attachment | None = None,
) -> None:
    """Change what is said of a post on offer; another post is another opening."""
    open_for_change(opening.campaign.plan, by)
    _refuse_reason_of_another_track(opening.campaign, reason)
    opening.seats, opening.reason, opening.reason_text = seats, reason, reason_text
    opening.proof = proof or opening.proof
    opening.full_clean()
    opening.save()
    opening.ending.set(ending)
    ledgers.append(
        opening.campaign.ledger, "修改岗位", by=by, about=f"opening:{opening.pk}", seats=seats, reason=reason
    )


def _refuse_reason_of_another_track(campaign: Campaign, reason: str) -> None:
    if TrackReason(reason).track != campaign.track:
        raise Refused(f"“{TrackReason(reason).label}”不是采用{campaign.get_track_display()}的情形，请另选")


@transaction.atomic
def remove_opening(opening: Opening, *, by: User) -> None:
    open_for_change(opening.campaign.plan, by)
    if opening.candidacies.exists():
        raise Refused("该岗位已有人选，不能删除；如不再选拔，请登记空缺原因")
    ledgers.append(opening.campaign.ledger, "移出岗位", by=by, about=f"opening:{opening.pk}")
    opening.delete()
