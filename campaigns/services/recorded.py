"""What striking out and correcting share: hold the record, weigh the change, write it down.

Nobody opens a gate after the fact: what a passed step relies on stays, and what would meet a rule that
is unmet now, or undoes what two people vouched for, waits for a second person.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from campaigns.models import Campaign, Correction, Plan, Talk
from campaigns.models.corrections import Recorded, name_of
from campaigns.standing import weigh
from selection import chinese
from selection.accounts.models import User
from selection.reasons import Refused
from selection.records import ledgers
from selection.records.models import Attachment

from .acts import plan_of
from .authority import take


def hold(subject: Recorded) -> Plan:
    """The plan, with its campaigns held, and the record as it stands now."""
    plan = plan_of(subject)
    ledgers.hold(plan.ledger_id)
    campaigns = list(
        Campaign.objects.select_for_update(of=("self",), no_key=True).filter(plan=plan).order_by("pk")
    )
    own = getattr(subject, "campaign", None)
    running = [own] if own else [each for each in campaigns if each.is_running]
    if not running:
        raise Refused("选拔任用已经结束，不能再更正")
    for each in running:
        take(each, "更正")
    subject.refresh_from_db()
    if subject.is_superseded:
        raise Refused("这项登记已经作废或已被取代")
    if subject.corrections.waiting().exists():
        raise Refused("这项登记已有更正待第二人核实，请先核实或撤回")
    return plan


def is_confirmed(subject: Recorded) -> bool:
    return isinstance(subject, Talk) or subject.is_confirmed


def needs_a_second_person(plan: Plan, subject: Recorded, change: Callable[[], None]) -> bool:
    """Refused where a passed step would no longer stand."""
    weighed = weigh(plan, change)
    subject.refresh_from_db()
    if weighed.breaks:
        first = f"{name_of(subject)}是已办步骤的依据，这样改动后就不符合要求，请先补办或退回相应阶段："
        raise Refused([first, *weighed.breaks])
    return weighed.opens or getattr(subject, "confirmed_by_id", None) is not None


def ask(
    subject: Recorded,
    by: User,
    reason: str,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    attachment: Attachment | None = None,
) -> Correction:
    return Correction.objects.create(
        **{str(subject._meta.model_name): subject},
        reason=reason,
        before=before or {},
        after=after or {},
        attachment=attachment,
        entered_by=by,
    )


def wait(correction: Correction, by: User) -> Correction:
    """It takes effect when a second person confirms it."""
    correction.is_backfilled = True
    correction.save(update_fields=["is_backfilled"])
    write(correction, by, "申请作废" if correction.is_strike else "申请更正")
    return correction


def write(correction: Correction, by: User, act: str) -> None:
    subject = correction.subject
    ledgers.append(
        correction.plan.ledger,
        act,
        by=by,
        about=f"{subject._meta.model_name}:{subject.pk}",
        title=name_of(subject),
        correction_id=correction.pk,
        changed=sorted(correction.after),
        days=_days(correction),
        reason=correction.reason,
    )


def _days(correction: Correction) -> str:
    """From which day to which, where the day was wrong."""
    if "happened_on" not in correction.after:
        return ""
    then, now = (date.fromisoformat(each["happened_on"]) for each in (correction.before, correction.after))
    return f"日期由{chinese.day(then)}改为{chinese.day(now)}"
