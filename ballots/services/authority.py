"""May this user take this step of this poll?"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from django_fsm import can_proceed, has_transition_perm

from selection.reasons import Refused

if TYPE_CHECKING:
    from ballots.models import Poll
    from selection.accounts.models import User


def require(step: Callable[[], None], by: User | None) -> None:
    """Refuse a step that isn't the next one, or whose actor lacks the permission (None is the clock)."""
    poll: Poll = step.__self__  # type: ignore[attr-defined]
    if not can_proceed(step):
        raise Refused(f"投票“{poll.title}”现为“{poll.get_state_display()}”，不能做这一步")
    if by is not None and not has_transition_perm(step, by):
        raise Refused(f"您没有对投票“{poll.title}”做这一步的权限，请联系本单位人事干部")
