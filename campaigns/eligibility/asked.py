"""What does an opening ask of whoever stands for it?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from campaigns.eligibility.dossier import Dossier

if TYPE_CHECKING:
    from campaigns.models import Opening
    from campaigns.rulesets.stages.starting import EligibilityRules
    from campaigns.rulesets.values import ByGender

COVERS = {"kindergarten": 1, "primary": 2, "junior": 3, "senior": 4, "vocational": 4, "higher": 5}  # AMB-1


AGE_TABLE = (
    "age_chief_new",
    "age_chief_again",
    "age_deputy_new",
    "age_deputy_again",
    "age_zone_chief_new",
    "age_zone_deputy_new",
)


def terms(opening: Opening) -> EligibilityRules:
    return opening.ruleset.eligibility


def lowest_level(opening: Opening) -> str | None:
    """Of a school with several levels either part will do (AMB-1)."""
    levels = opening.post.department.organisation.school_levels
    return min(levels, key=lambda level: COVERS[level], default=None)


def needed_degree(opening: Opening) -> str | None:
    level = lowest_level(opening)
    return terms(opening).education_by_level.for_(level) if level else None


def age_cell(dossier: Dossier, opening: Opening) -> ByGender:
    """Of the age table: by rank, by whether the person comes to it new, and by where the unit belongs."""
    rules, rank = terms(opening), opening.post.rank
    if dossier.has_held(rank):
        return rules.age_chief_again if rank == "chief" else rules.age_deputy_again
    of_zone = rules.age_zone_chief_new if rank == "chief" else rules.age_zone_deputy_new
    if of_zone.is_limited and opening.post.department.organisation.zone is not None:
        return of_zone
    return rules.age_chief_new if rank == "chief" else rules.age_deputy_new


def has_age_table(opening: Opening) -> bool:
    rules = terms(opening)
    return any(getattr(rules, name).is_limited for name in AGE_TABLE)


def asks_party_member(opening: Opening) -> bool:
    post = opening.post
    return post.party_member_only or post.department.name in terms(opening).party_departments


def own_conditions(opening: Opening) -> str:
    """What the post asks besides what its rank asks (T069)."""
    words: str = opening.post.conditions
    return words


def counts_as_new(dossier: Dossier, opening: Opening) -> bool:
    """Whom the age limit of a new appointment binds (AMB-29)."""
    if terms(opening).age_applies_to == "promotion":
        return not dossier.has_held(opening.post.rank)
    return dossier.is_first_appointment
