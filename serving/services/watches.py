"""察看期: who did badly is admonished, watched for the months that the ruleset says, and judged again (T047, T048)."""

from __future__ import annotations

from django.db import transaction

from campaigns import terms
from campaigns.eligibility.counting import months_after
from personnel import register
from selection import clock
from selection.accounts.models import User
from selection.reasons import Refused
from selection.records import ledgers
from serving import rulebooks
from serving.choices import WatchOutcome
from serving.models import WatchPeriod
from serving.services import tasks
from serving.services.entering import refuse_strangers


def set_end(watch: WatchPeriod) -> None:
    """Its last day, from the ruleset's months."""
    rules = rulebooks.of(watch.tenure.post.department.organisation)
    if rules is None or not rules.service.watch_months:
        raise Refused("本校适用的规则没有规定察看期，不能登记")
    watch.ends_on = terms.day_before(months_after(watch.happened_on, rules.service.watch_months))


@transaction.atomic
def conclude(watch: WatchPeriod, *, by: User, outcome: str, text: str) -> None:
    """Not before the last day, unless the person has improved earlier: nobody is judged too soon."""
    refuse_strangers(watch.staff, by)
    register.hold(watch.organisation)
    locked = WatchPeriod.objects.select_for_update(of=("self",)).get(pk=watch.pk)
    if not locked.is_confirmed:
        raise Refused("察看期尚待第二人核实，核实后才能登记结果")
    if locked.outcome:
        raise Refused("察看结果已经登记，不用再办")
    if outcome == WatchOutcome.NOT_IMPROVED and clock.today() < locked.ends_on:
        raise Refused("察看期未满，不能作出“仍无起色”的结论")
    if not text.strip():
        raise Refused("请写明考核情况")
    locked.outcome, locked.conclusion, locked.concluded_on = outcome, text.strip(), clock.today()
    register.validate(locked)
    locked.save(update_fields=["outcome", "conclusion", "concluded_on"])
    ledgers.append(
        ledgers.of_organisation(locked.organisation),
        "登记察看结果",
        by=by,
        about=f"watchperiod:{locked.pk}",
        said=f"{locked.staff.name}：{locked.get_outcome_display()}",
    )
    tasks.arise(locked.organisation)
