"""Who may act on a poll?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from selection.records.models import Ledger

if TYPE_CHECKING:
    from ballots.models import Poll
    from selection.accounts.models import User


def may_run(poll: Poll, user: User) -> bool:
    """Draw up, release, declare void: who runs the organisation's, unless barred from this poll or concerned."""
    return user.runs(poll.organisation) and not _is_barred(poll, user)


def may_watch(poll: Poll, user: User) -> bool:
    """Open and close the poll, and say who came: whoever runs it, and its scrutineers."""
    return may_run(poll, user) or (_is_scrutineer(poll, user) and not _is_barred(poll, user))


def may_count(poll: Poll, user: User) -> bool:
    """Open the urn: one of the scrutineers where any are named, not the officer alone."""
    if poll.scrutineers.exists():
        return _is_scrutineer(poll, user) and not _is_barred(poll, user)
    return may_run(poll, user)


def may_enter(poll: Poll, user: User) -> bool:
    """Count ballots of paper: who watches the poll, unless recused from it."""
    return may_watch(poll, user) and not _is_recused(poll, user)


def may_sign(poll: Poll, user: User) -> bool:
    """Sign for what two others entered: who may open the urn, unless recused from the poll."""
    return may_count(poll, user) and not _is_recused(poll, user)


def _is_recused(poll: Poll, user: User) -> bool:
    return poll.electors.filter(user=user, is_recused=True).exists()


def _is_scrutineer(poll: Poll, user: User) -> bool:
    return poll.scrutineers.filter(pk=user.pk).exists()


def _is_barred(poll: Poll, user: User) -> bool:
    own = Ledger.objects.concerning(user).filter(pk=poll.ledger_id)
    return own.exists() or poll.barred.filter(pk=user.pk).exists()
