"""Was the register changed after a vote's roll was read off it, and before the vote?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime

from django.db.models import Q

from campaigns.models import Campaign, Round
from selection import clock
from selection.records.models import LedgerEntry

OF_THE_REGISTER = Q(text__contains='"about":"staffmember:') | Q(text__contains='"about":"rosterimport:')


def changed_before_opening(campaigns: Sequence[Campaign]) -> Iterator[tuple[int, str]]:
    held = Round.objects.filter(campaign__in=campaigns, poll__isnull=False, is_superseded=False)
    rounds = list(held.select_related("poll", "campaign__plan"))
    changes = _changes({each.campaign.plan.organisation_id for each in rounds})
    for each in rounds:
        assert each.poll is not None
        until = each.poll.opened_at or clock.now()
        of_school = changes[each.campaign.plan.organisation_id]
        if number := sum(each.entered_at < at <= until for at in of_school):
            said = f"{each.get_purpose_display()}的名册备好之后、投票开始之前，人员名册有{number}次变动"
            yield each.campaign_id, said


def _changes(schools: set[int]) -> dict[int, list[datetime]]:
    """When each school's register was changed."""
    entries = LedgerEntry.objects.filter(
        OF_THE_REGISTER, ledger__organisation__in=schools, ledger__is_general=True
    )
    found: dict[int, list[datetime]] = defaultdict(list)
    for entry in entries.select_related("ledger"):
        found[entry.ledger.organisation_id].append(entry.at)
    return found
