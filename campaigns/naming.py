"""How is a person written so that nobody takes one for another of the same name?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from selection.reasons import RULES

if TYPE_CHECKING:
    from campaigns.models import Candidacy


def who(person: Candidacy) -> str:
    """王某某（教务处，工号g00012）"""
    place = f"{person.staff.department}，" if person.staff.department else ""
    return f"{person.staff.name}（{place}工号{person.staff.staff_number}）"


def who_for_what(person: Candidacy) -> str:
    return f"{who(person)}　拟任{person.opening.post}"


def exception(subject: Any, with_figures: bool = True) -> str:
    """An exception asked for, or still to be asked for: the person, and what is not met.

    To whom a person's votes are not released, such a sentence gives way to its rule's title.
    """
    rule = RULES[subject.rule]
    if rule.tells_figures and not with_figures:
        return f"未做到“{rule.title}”（票数只供有权知悉的人员查阅）"
    about = f"{who(subject.candidacy)}：" if subject.candidacy else ""
    return f"{about}{subject.sentence}"
