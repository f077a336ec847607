"""What does a ruleset ask of a direct appointment (直接聘任), where nobody votes?"""

from __future__ import annotations

from dataclasses import dataclass

from campaigns.rulesets.values import item


@dataclass(frozen=True)
class DirectRules:
    """Who is told of it, and by whom."""

    announced: bool = item("直接聘任在全体教职工大会或教职工代表大会上通报", "A116", False)
    by_principal: bool = item("由校长向全体教师通报", "A117", False)
