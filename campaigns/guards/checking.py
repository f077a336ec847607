"""Is each person's sheet filled in, and nothing wanting on it? (R-9, R-15, R-16, R-17)"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from campaigns.checks import SHEETS
from selection.reasons import ADVISE, rule

from .announce import has_people


def asks(sheet: str) -> Callable[..., bool]:
    return lambda campaign: sheet in campaign.ruleset.inspection.sheets


def lacking(campaign, sheet: str) -> Iterator[str]:
    from campaigns.checking import state

    persons = {each.staff_id: each for each in campaign.live().prefetch_related("person_checks")}
    for person in persons.values():
        found, name = state(person, sheet), person.staff.name
        if found.unchecked:  # a sheet is filled in whole
            yield f"{name}的“{SHEETS[sheet].title}”尚未核查"
        for said in found.wanting:
            yield f"{name}{SHEETS[sheet].wanting}：{said}"


@rule(
    "没有不得列为考察对象的情形",
    cites="R-9",
    about="campaign",
    effect=ADVISE,
    mend="campaigns:checks",
    applies=asks("barred"),
    once=has_people,
)
def nobody_is_barred(campaign):
    yield from lacking(campaign, "barred")


@rule(
    "凡提四必已逐人办理",
    cites="R-15",
    about="campaign",
    effect=ADVISE,
    mend="campaigns:checks",
    applies=asks("four"),
    once=has_people,
)
def four_checks_are_made(campaign):
    yield from lacking(campaign, "four")


@rule(
    "档案的三龄二历一身份已核对",
    cites="R-16 TRAP-25",
    about="campaign",
    effect=ADVISE,
    mend="campaigns:checks",
    applies=asks("archive"),
    once=has_people,
)
def archives_agree(campaign):
    yield from lacking(campaign, "archive")


@rule(
    "廉洁自律结论已双签字",
    cites="R-17",
    about="campaign",
    effect=ADVISE,
    mend="campaigns:checks",
    applies=asks("signed"),
    once=has_people,
)
def integrity_is_signed_twice(campaign):
    yield from lacking(campaign, "signed")


BEFORE_INSPECTION = (nobody_is_barred,)
BEFORE_DECISION = (four_checks_are_made, archives_agree, integrity_is_signed_twice)
