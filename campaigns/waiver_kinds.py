"""Under which name does an exception go?"""

from __future__ import annotations

from campaigns.choices import WaiverKind
from selection.reasons import Rule

BY_ROW = {
    "A021": WaiverKind.EXTRAORDINARY,
    "A022": WaiverKind.SKIPPING,
    "A023": WaiverKind.SKIPPING,
    "A013": WaiverKind.EXTENSION,
    "A015": WaiverKind.EXTENSION,
    "A028": WaiverKind.NO_ROTATION,
    "A029": WaiverKind.NO_ROTATION,
    "A037": WaiverKind.NO_ROTATION,
    "A009": WaiverKind.AGE,
    "B013": WaiverKind.AGE,
    "A050": WaiverKind.SCOPE,
    "B016": WaiverKind.SCOPE,
    "A051": WaiverKind.TOO_FEW,
    "A107": WaiverKind.TOO_FEW,
    "T018": WaiverKind.TOO_FEW,
    "R-8": WaiverKind.TOO_FEW,
}


def kind_of(rule: Rule) -> WaiverKind:
    """By the first row that the rule cites and that has a name; most exceptions have none."""
    return next((BY_ROW[row] for row in rule.cites if row in BY_ROW), WaiverKind.OTHER)
