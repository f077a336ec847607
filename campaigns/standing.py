"""Would what was passed still stand, if something recorded were otherwise?"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from django.db import transaction

from campaigns import guards
from campaigns.choices import WALK, Stage
from campaigns.models import Campaign, Plan
from campaigns.tracks import step_into
from selection.reasons import Rule, reasons_against
from selection.records.models import Review

Unmet = dict[tuple[int, str], list[str]]
HANDED_IN = (Review.State.PENDING, Review.State.APPROVED)


class Weighed(NamedTuple):
    """What a change would bring: sentences of gates it would leave unmet, and whether it opens one."""

    breaks: list[str]
    opens: bool


def weigh(plan: Plan, change: Callable[[], None]) -> Weighed:
    """Make the change, look, and take it back."""
    passed, ahead = _unmet(plan, _passed), _unmet(plan, _ahead)
    with transaction.atomic():
        change()
        passed_then, ahead_then = _unmet(plan, _passed), _unmet(plan, _ahead)
        transaction.set_rollback(True)
    return Weighed(
        list(dict.fromkeys(_more(passed, passed_then))),
        any(_more(passed_then, passed)) or any(_more(ahead_then, ahead)),
    )


def _more(before: Unmet, after: Unmet) -> list[str]:
    """What is said against a gate by more sentences than before; a gate that was unmet may stay so."""
    return [
        sentence
        for key, sentences in after.items()
        if len(sentences) > len(before.get(key, []))
        for sentence in sentences
        if sentence not in before.get(key, [])
    ]


def _unmet(plan: Plan, rules: Callable[[Campaign], list[Rule]]) -> Unmet:
    found: Unmet = {}
    for campaign in Campaign.objects.filter(plan=plan).order_by("pk"):
        for reason in reasons_against(campaign, rules(campaign)) if campaign.stage in WALK else ():
            if reason.stops:
                found.setdefault((campaign.pk, reason.rule.key), []).append(reason.sentence)
    return found


def _passed(campaign: Campaign) -> list[Rule]:
    """The rules of every step that was taken; those of the plan once it was handed in."""
    rules: dict[str, Rule] = {}
    review = campaign.plan.review
    if review is not None and review.state in HANDED_IN:
        rules |= {each.key: each for each in guards.PLAN_RULES}
    for step in _steps(campaign)[: _reached(campaign)]:
        rules |= {each.key: each for each in guards.BY_STEP[step]}
    return list(rules.values())


def _ahead(campaign: Campaign) -> list[Rule]:
    ahead = _steps(campaign)[_reached(campaign) :]
    return list(guards.BY_STEP[ahead[0]]) if ahead else []


def _steps(campaign: Campaign) -> list[str]:
    """Those of its track, in their order."""
    return [step_into(stage) for stage in campaign.walk[1:]]


def _reached(campaign: Campaign) -> int:
    return campaign.walk.index(Stage(campaign.stage))
