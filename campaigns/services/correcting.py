"""A second person agrees to a correction, or to what was entered: does it still stand?"""

from __future__ import annotations

from campaigns.models import Act, Correction
from selection.accounts.models import User
from selection.reasons import Refused

from . import amending, recorded, striking


def on_confirmed(correction: Correction, by: User) -> None:
    """The correction takes effect, if what was passed still stands with it."""
    correction.refresh_from_db(fields=["is_dropped"])
    if correction.is_dropped:
        raise Refused("该更正已经撤回")
    subject = correction.subject
    plan = recorded.hold(subject)
    if correction.is_strike:
        striking.weigh(subject, plan)
        striking.put_in_force(correction, by)
    elif subject.entered_by_id == by.pk:  # type: ignore[union-attr]
        raise Refused("补录事项须由录入人以外的人确认")
    else:
        amending.weigh(correction, plan)
        amending.put_in_force(correction, by)


def refuse_withdrawn(done: Act, by: User) -> None:
    """What was withdrawn meanwhile cannot be confirmed any more."""
    done.refresh_from_db(fields=["is_superseded"])
    if done.is_superseded:
        raise Refused("这项补录已经撤回，不必再核实")
