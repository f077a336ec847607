"""What does a ruleset ask of a contest for a post (竞岗), from entering to the end?"""

from __future__ import annotations

from dataclasses import dataclass

from campaigns.rulesets.values import Level, item
from campaigns.rulesets.vocabulary import ENTRY_MODES, QUALIFIED_BY

MOST_PREFERENCES = 2  # which are also what may be given where a ruleset says nothing


@dataclass(frozen=True)
class RegistrationRules:
    """How people enter, and who finds out whether they may stand."""

    modes: tuple[str, ...] = item("报名方式", "A090", (), choices=ENTRY_MODES)
    preferences: int = item(
        "岗位志愿", "A092", 0, says="每人最多报{}个岗位志愿", least=0, most=MOST_PREFERENCES
    )
    school_screening: bool = item("报名人员由学校领导班子初审", "A093", False)
    screening: tuple[Level, ...] = item("报名人员资格审查的报审", "A094 A095", ())
    min_qualified: int = item(
        "资格审查合格人数",
        "A051 AMB-8",
        0,
        says="原则上每个职务有{}名以上资格审查合格的竞聘人员",
        least=0,
        most=5,
    )
    qualified_by: str = item("合格人数的算法", "AMB-8", "seat", choices=QUALIFIED_BY)

    @property
    def open_to(self) -> tuple[str, ...]:
        """The ways of entering; a ruleset that names none keeps none out."""
        return self.modes or tuple(ENTRY_MODES)

    @property
    def most_preferences(self) -> int:
        return self.preferences or MOST_PREFERENCES

    def needed(self, seats: int) -> int:
        """How many qualified persons a post with so many seats should have (AMB-8)."""
        return self.min_qualified * (seats if self.qualified_by == "seat" else 1)
