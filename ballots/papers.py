"""Which ballots of paper belong together, and when may they be printed?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from ballots.models import Poll
from ballots.permissions import may_run
from selection.reasons import Refused

if TYPE_CHECKING:
    from selection.accounts.models import User

PRINTED_IN = (Poll.State.DRAFT, Poll.State.OPEN)


def together(poll: Poll) -> list[Poll]:
    """The polls of the meeting whose papers a person takes in one go: this one and those not yet closed."""
    if poll.packet_id is None:
        return [poll]
    polls = Poll.objects.filter(packet=poll.packet_id, state__in=PRINTED_IN).select_related("organisation")
    return [poll if each.pk == poll.pk else each for each in polls.order_by("pk")]


def refuse_to_print(poll: Poll, by: User, wanted: Mapping[str, int]) -> None:
    if not may_run(poll, by):
        raise Refused(f"您没有对投票“{poll.title}”做这一步的权限，请联系本单位人事干部")
    if poll.state not in PRINTED_IN:
        raise Refused("投票已经截止，不再印制选票")
    if not any(wanted.values()):
        raise Refused("请填写要印制的张数")
