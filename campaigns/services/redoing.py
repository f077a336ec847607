"""重新办理: what was declared invalid is begun anew, from the motion on (A132)."""

from __future__ import annotations

from typing import NamedTuple

from django.db import transaction

from campaigns import permissions
from campaigns.choices import OVER
from campaigns.models import Appointment, Campaign, Opening
from selection import clock
from selection.accounts.models import User
from selection.reasons import Refused
from selection.records import ledgers

from .authority import hold, require
from .listing import put_on_list
from .starting import draft_plan

TITLE = "（重新办理）"


class Redoable(NamedTuple):
    """A post whose appointment never was, and how many seats are to be filled anew."""

    opening: Opening
    seats: int


def redoable(campaign: Campaign) -> list[Redoable]:
    """All seats of a post that was declared invalid; else those of the appointments that were, one by one."""
    annulled = Appointment.objects.filter(candidacy__opening__campaign=campaign, voided_on__isnull=False)
    of_opening = list(annulled.values_list("candidacy__opening", flat=True))
    found = []
    for opening in campaign.openings.select_related("post"):
        is_void = opening.result == Opening.Result.VOIDED
        if seats := opening.seats if is_void else of_opening.count(opening.pk):
            found.append(Redoable(opening, seats))
    return found


def may_be_redone(campaign: Campaign) -> bool:
    """Once, unless what was begun came to nothing itself."""
    return bool(redoable(campaign)) and not campaign.redone_by.exclude(stage__in=OVER).exists()


@transaction.atomic
def redo(campaign: Campaign, *, by: User) -> Campaign:
    """A new plan under today's rulebook for the same posts: neither an approval nor a vote is taken over."""
    locked = hold(campaign)
    require(permissions.may_run(locked, by), "重新办理")
    if not may_be_redone(locked):
        raise Refused("没有宣布无效而尚未重新办理的岗位")
    before = locked.plan
    plan = draft_plan(
        before.organisation,
        by=by,
        title=f"{before.title.removesuffix(TITLE)[:100]}{TITLE}",
        reference_on=clock.today(),
        starts_on=max(before.starts_on, clock.today()),
        track=locked.track,
    )
    anew = plan.campaigns.get()
    anew.redoes = locked
    anew.save(update_fields=["redoes"])
    for opening, seats in redoable(locked):
        facts = {name: getattr(opening, name) for name in ("post", "reason", "reason_text", "proof")}
        listed = put_on_list(anew, by, seats=seats, **facts)
        listed.ending.set(opening.ending.filter(ended_on=None, voided_on=None))
    ledgers.append(locked.ledger, "重新办理", by=by, about=f"campaign:{anew.pk}")
    return anew
