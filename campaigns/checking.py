"""What does each person's sheet say so far, and what does the register know of it already?"""

from __future__ import annotations

from dataclasses import dataclass

from campaigns.checks import SHEETS, Found, Sheet
from campaigns.eligibility.dossier import Dossier
from campaigns.eligibility.loading import load
from campaigns.eligibility.rules import PASSING
from campaigns.models import Campaign, Candidacy, PersonCheck
from personnel.models import StaffMember
from selection.chinese import day

Result = PersonCheck.Result


@dataclass(frozen=True)
class State:
    """One sheet of one person: what is still unchecked, and what was found wanting."""

    key: str
    sheet: Sheet
    unchecked: list[str]
    wanting: list[str]


def state(person: Candidacy, key: str) -> State:
    """Read off the checks that were fetched with the person."""
    known = {each.item: each for each in person.person_checks.all() if each.sheet == key}
    wanting = [each for each in known.values() if each.result == Result.WANTING]
    return State(
        key,
        SHEETS[key],
        [label for item, label in SHEETS[key].items.items() if item not in known],
        [f"{each.label}（{each.remark}）" for each in wanting],
    )


def known_to_register(person: Candidacy, key: str) -> dict[str, Found]:
    """What the register tells of the sheet's items, for a named person to confirm; nothing is made up."""
    if key == "archive" and person.staff.born_differs_from_identity:
        return {"age": Found(Result.WANTING, "登记的出生年月与身份证号不一致，以档案认定的为准")}
    if key == "barred":
        [facts] = load(StaffMember.objects.filter(pk=person.staff_id), person.campaign.plan.reference_on)
        return {item: found for item, found in _barred(facts).items() if found is not None}
    return {}


def _barred(facts: Dossier) -> dict[str, Found | None]:
    year = facts.grade_of(facts.on.year - 1)
    running = [each for each in facts.penalties if each.until is None or each.until >= facts.on]
    said = "、".join(
        f"{each.label}，影响期{f'至{day(each.until)}' if each.until else '未登记'}" for each in running
    )
    judged = year is not None and year.grade != "none"
    return {
        "appraisal": Found(
            Result.CLEAR if year.grade in PASSING else Result.WANTING, f"{year.year}年度{year.label}"
        )
        if judged and year
        else None,
        "sanction": Found(Result.WANTING, said) if running else None,
    }


def people(campaign: Campaign) -> list[tuple[Candidacy, str, list[State]]]:
    """Everybody who is live, once, for which posts, with the state of every sheet that the rules ask for."""
    asked = campaign.ruleset.inspection.sheets
    by_person: dict[int, list[Candidacy]] = {}
    for person in campaign.live().prefetch_related("person_checks"):
        by_person.setdefault(person.staff_id, []).append(person)
    return [
        (one, "、".join(str(each.opening.post) for each in (one, *more)), [state(one, key) for key in asked])
        for one, *more in by_person.values()
    ]
