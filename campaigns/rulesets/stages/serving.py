"""What does a ruleset ask of those who hold a post, from the first day to the last?"""

from __future__ import annotations

from dataclasses import dataclass

from campaigns.rulesets.values import item


@dataclass(frozen=True)
class ServiceRules:
    """任后管理: terms, probation, reviews, rotation, leaving."""

    rotate_post_years: int = item(
        "同一岗位的任职年限", "A028", 0, says="同一单位同一岗位任职满{}年的，一般应交流轮岗", least=0, most=20
    )
    rotate_office_years: int = item(
        "同一处室的任职年限",
        "A029 AMB-7",
        0,
        says="在同一处室任正职、副职合计满{}年的，应当交流轮岗",
        least=0,
        most=30,
    )
    rotation_spares_the_leaving: bool = item(
        "将达退出年龄、距退出不满一个聘期的，一般不再交流轮岗", "A035", False
    )
