"""What rests on a count, and who was moved by it? Asked when the count is not to stand."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from campaigns.choices import WALK, Purpose, Stage, Standing
from campaigns.models import Campaign, Candidacy, Round
from campaigns.tracks import again
from campaigns.voices import TALK_PURPOSES, support
from selection.accounts.models import User
from selection.reasons import Refused

from . import people
from .authority import take

STAGE_OF = {
    Purpose.RECOMMENDATION: Stage.RECOMMEND,
    Purpose.EVALUATION: Stage.EVALUATE,
    Purpose.DECISION: Stage.DECIDE,
}


class Moved(NamedTuple):
    """A person whom the figures moved, and where that person stood before."""

    person: Candidacy
    stood: Standing


def what_rests_on(held: Round) -> Iterator[str]:
    """Later acts, by which it can't be struck out alone; whom it moved is no such act: they go back."""
    purpose, campaign = Purpose(held.purpose), held.campaign
    if purpose in TALK_PURPOSES.values():
        return
    if held.standing_run_offs:
        yield f"{held}之后已就并列的人选再次投票，不能单独作废；{_way(campaign, purpose)}"
    if WALK.index(Stage(campaign.stage)) > WALK.index(STAGE_OF[purpose]):
        yield f"已进入“{campaign.get_stage_display()}”阶段，{held}不能单独作废；{_way(campaign, purpose)}"
    elif purpose == Purpose.EVALUATION and (chosen := campaign.live().filter(standing=Standing.INSPECTEE)):
        names = "、".join(person.staff.name for person in chosen)
        yield f"{names}已据{held}列为考察对象，不能再作废；{_way(campaign, purpose)}"


def _way(campaign: Campaign, purpose: Purpose) -> str:
    if campaign.stage in (Stage.FILE, Stage.CLOSED):
        return "现在不能退回重新组织，影响结果的请报教育局处理"
    if purpose == Purpose.DECISION:
        return "请办理“补充考察”或“复议”后重新组织"
    if campaign.stage in (Stage.DECIDE, Stage.PUBLICIZE):
        return f"请先办理“补充考察”，再办理“{again(campaign)}”，然后重新组织"
    return f"请办理“{again(campaign)}”后重新组织"


def moved_by(held: Round) -> list[Moved]:
    """What a conclusion writes on whom it moves is the finding of the round."""
    if held.purpose in TALK_PURPOSES.values():
        return []
    return [
        Moved(person, stood)
        for person in held.campaign.candidacies().order_by("pk")
        if (stood := _stood(person, held)) is not None
    ]


def _stood(person: Candidacy, held: Round) -> Standing | None:
    """Where the person stood before the figures of this round; None for whom they did not move."""
    verdict = support(held, person)
    is_of_the_round = verdict is not None and verdict.finding in person.standing_reason
    if person.standing == Standing.HELD and is_of_the_round:
        return Standing(person.held_from)
    if person.standing == Standing.EXCLUDED and is_of_the_round:
        return people.before_the_votes(person)
    if held.purpose != Purpose.DECISION or held.opening is None:
        return None
    is_adopted = person.standing == Standing.PROPOSED and verdict is not None
    is_elsewhere = person.standing_reason == f"讨论决定任用到{held.opening.post}"
    is_passed_over = person.standing == Standing.NOT_SELECTED and (is_of_the_round or is_elsewhere)
    return Standing.INSPECTEE if is_adopted or is_passed_over else None


def return_the_moved(held: Round, by: User, because: str) -> None:
    """They are judged anew by the count that takes this one's place."""
    for person, stood in moved_by(held):
        people.return_to(person, stood, by=by, reason=because)


def on_confirmed(held: Round, by: User) -> None:
    """What was withdrawn meanwhile cannot be confirmed any more."""
    take(held.campaign)
    held.refresh_from_db(fields=["is_superseded"])
    if held.is_superseded:
        raise Refused("这一轮已经撤回或作废，不必再核实")
