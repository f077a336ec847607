"""What does an opening ask of whoever stands for it?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from campaigns.eligibility.dossier import Dossier

if TYPE_CHECKING:
    from campaigns.models import Opening
    from campaigns.rulesets.stages.starting import EligibilityRules

COVERS = {"kindergarten": 1, "primary": 2, "junior": 3, "senior": 4, "vocational": 4, "higher": 5}  # AMB-1


def terms(opening: Opening) -> EligibilityRules:
    return opening.ruleset.eligibility


def lowest_level(opening: Opening) -> str | None:
    """Of a school with several levels either part will do (AMB-1)."""
    levels = opening.post.department.organisation.school_levels
    return min(levels, key=lambda level: COVERS[level], default=None)


def needed_degree(opening: Opening) -> str | None:
    level = lowest_level(opening)
    return terms(opening).education_by_level.for_(level) if level else None


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
