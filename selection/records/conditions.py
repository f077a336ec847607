"""Under which conditions did a level approve, and has the school seen to them?"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.db import transaction

from selection import clock
from selection.accounts.models import User
from selection.reasons import Refused
from selection.records import ledgers
from selection.records.models import Condition, Review, ReviewDecision
from selection.records.models.reviews import may_submit
from selection.records.review_news import write

# The kinds of which a later step asks whether the conditions were met; filled by the apps above
HELD_TO: set[str] = set()

# kind → the numbers asked for, of which a level may approve fewer, by the name of the part; filled likewise
NUMBERS: dict[str, Callable[[Mapping[str, Any]], dict[str, int]]] = {}


def numbers_of(review: Review) -> dict[str, int]:
    """As the latest hand-in asks for them; of nothing there is nothing less."""
    asked = NUMBERS[review.kind](review.what_is_asked.content) if review.kind in NUMBERS else {}
    return {part: number for part, number in asked.items() if number}


def keep(decision: ReviewDecision, texts: Iterable[str], limits: Mapping[str, int]) -> None:
    """To go ``along`` with a decision: ``limits`` by the name of the part, those as asked for left out."""
    texts, asked = list(texts), numbers_of(decision.submission.review)
    lower = {part: number for part, number in limits.items() if number != asked.get(part)}
    if (texts or lower) and not decision.is_approval:
        raise Refused("附加条件随同意一并提出；退回修改的，请把要求写在审核意见里")
    if texts and decision.submission.review.kind not in HELD_TO:
        raise Refused("这类事项没有后续步骤核对附加条件，请退回修改或写在审核意见里")
    if over := [part for part, number in lower.items() if number > asked.get(part, -1)]:
        raise Refused(f"“{over[0]}”核定的不能多于申报的，请核对")
    Condition.objects.bulk_create(
        [Condition(decision=decision, text=text) for text in texts]
        + [
            Condition(decision=decision, text=f"{part}{asked[part]}，核定{number}", part=part, at_most=number)
            for part, number in lower.items()
        ]
    )


def limits_on(review: Review) -> dict[str, int]:
    """The lowest number that a level approved, of each part that one has limited."""
    found: dict[str, int] = {}
    for each in Condition.objects.standing().filter(
        decision__submission__review=review, at_most__isnull=False
    ):
        found[each.part] = min(each.at_most or 0, found.get(each.part, each.at_most or 0))
    return found


@transaction.atomic
def meet(condition: Condition, how: str, *, by: User) -> None:
    """The school writes down how a condition was met."""
    ledgers.hold(condition.decision.submission.review.ledger_id)
    locked = Condition.objects.select_for_update(of=("self",), no_key=True).get(pk=condition.pk)
    review = locked.decision.submission.review
    if not may_submit(review, by):
        raise Refused("您没有办理该事项的权限，请由本单位人事干部写明落实情况")
    if locked.at_most is not None or locked.met_on is not None:
        raise Refused("这一条不用再写落实情况")
    if not locked.decision.is_confirmed:
        raise Refused("附有这一条的批复还没有确认，请在确认之后写明落实情况")
    if not how.strip():
        raise Refused("请写明怎样落实的")
    locked.how, locked.met_on, locked.met_by = how.strip(), clock.today(), by
    locked.save(update_fields=["how", "met_on", "met_by"])
    write(review, "落实附加条件", by=by, condition=locked.pk, title=locked.text, how=locked.how)
