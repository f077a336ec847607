"""Which disposition goes with which conclusion, by which row, and what follows from it? (T036–T038, B066–B069)"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from campaigns.choices import Disposition, ObjectionConclusion, Standing
from campaigns.models import Objection

UNFOUNDED, NOT_AFFECTING, AFFECTING = ObjectionConclusion


class Way(NamedTuple):
    """Where one disposition is open: after which conclusions, about whom; the row, and what is done at once."""

    after: frozenset[ObjectionConclusion]
    of_a_person: bool
    of_the_selection: bool
    cites: str
    follows: str


WAYS = {
    Disposition.PROCEED: Way(
        frozenset({UNFOUNDED, NOT_AFFECTING}), True, True, "T036 T038", "因此暂缓的，恢复办理"
    ),
    Disposition.CLEAR_UP: Way(
        frozenset({UNFOUNDED}),
        True,
        False,
        "T036 T038",
        "因此暂缓的，恢复办理；在公示页上写明予以澄清，并告知本人",
    ),
    Disposition.ADMONISH: Way(
        frozenset({NOT_AFFECTING}), True, False, "T036 T038", "因此暂缓的，恢复办理；登记谈话之后才能聘任"
    ),
    Disposition.DEFER: Way(frozenset({AFFECTING}), True, False, "T037", "暂缓办理，本次不再恢复"),
    Disposition.REJECT: Way(frozenset({AFFECTING}), True, False, "T037 T038", "不再列为人选"),
    Disposition.MEND: Way(
        frozenset({NOT_AFFECTING, AFFECTING}), False, True, "B066 B067 B068 B069", "通知经办人纠正"
    ),
    Disposition.REFER: Way(
        frozenset({AFFECTING}), False, True, "B066 B067 B068 B069", "通知教育局，由教育局决定是否宣布无效"
    ),
}


def open_to(objection: Objection, conclusion: ObjectionConclusion | str = "") -> list[Disposition]:
    """Those of a person or of the selection, all or after the conclusion."""
    is_person = objection.staff_id is not None
    return [
        disposition
        for disposition, way in WAYS.items()
        if (way.of_a_person if is_person else way.of_the_selection)
        and (not conclusion or conclusion in way.after)
    ]


def misfits(objection: Objection, conclusion: str, disposition: str) -> Iterator[str]:
    """Why the two do not go together here, and which would."""
    if not conclusion or not disposition:
        return
    chosen, fitting = Disposition(disposition), open_to(objection, conclusion)
    if chosen not in fitting:
        names = "或".join(f"“{each.label}”" for each in fitting)
        about = f"反映{objection.subject}、结论为“{ObjectionConclusion(conclusion).label}”的"
        yield f"{about}，处理意见可选{names}，不能是“{chosen.label}”"
    elif chosen == Disposition.DEFER and _is_appointed(objection):
        yield f"{objection.subject}已聘任，不能暂缓；不宜任用的，请选“{Disposition.REJECT.label}”，报教育局处理"


def _is_appointed(objection: Objection) -> bool:
    person = objection.candidacy
    return person is not None and person.standing == Standing.APPOINTED
