"""Figures of a paper count that were entered wrongly: may they be taken back?"""

from __future__ import annotations

from collections.abc import Iterator

from django.db import transaction

from campaigns import permissions
from campaigns.choices import WALK, Purpose, Stage, Standing
from campaigns.models import Campaign, Candidacy, Round
from campaigns.voices import support
from selection.accounts.models import User
from selection.reasons import Refused
from selection.records import ledgers

from .acts import may_record
from .authority import need, require, take, tell

STAGE_OF = {
    Purpose.RECOMMENDATION: Stage.RECOMMEND,
    Purpose.EVALUATION: Stage.EVALUATE,
    Purpose.DECISION: Stage.DECIDE,
}
WAY_BACK = {
    Purpose.RECOMMENDATION: "重新推荐",
    Purpose.EVALUATION: "重新推荐",
    Purpose.DECISION: "补充考察或复议",
}
DECIDED = (Standing.PROPOSED, Standing.NOT_SELECTED)


@transaction.atomic
def take_back(held: Round, *, by: User, reason: str) -> None:
    """Withdrawn or sent back before it is confirmed; void afterwards, while nothing rests on it."""
    campaign = take(held.campaign, "作废计票结果")
    held.refresh_from_db()
    need((reason, "请写明原因"))
    if held.is_superseded:
        raise Refused("这一轮已经作废或已被取代")
    if held.is_confirmed:
        may_record(campaign.plan, by)
        if rests := list(_what_rests_on(campaign, held)):
            raise Refused(rests)
    else:
        is_party = permissions.may_run(campaign, by) or permissions.may_confirm(campaign.plan, by)
        require(is_party, "退回线下计票")
    held.is_superseded = True
    held.save(update_fields=["is_superseded"])
    ledgers.append(campaign.ledger, _act(held, by), by=by, about=f"round:{held.pk}", reason=reason.strip())
    if by.pk != held.entered_by_id:
        tell([held.entered_by], f"您补录的{held}已退回：{reason.strip()}", held.campaign.get_absolute_url())


def _act(held: Round, by: User) -> str:
    if held.is_confirmed:
        return "作废线下计票"
    return "撤回线下计票" if by.pk == held.entered_by_id else "退回线下计票"


def _what_rests_on(campaign: Campaign, held: Round) -> Iterator[str]:
    purpose = Purpose(held.purpose)
    way = f"请办理“{WAY_BACK[purpose]}”后重新组织"
    if WALK.index(Stage(campaign.stage)) > WALK.index(STAGE_OF[purpose]):
        yield f"已进入“{campaign.get_stage_display()}”阶段，{held}不能单独作废；{way}"
        return
    moved = "、".join(person.staff.name for person in campaign.candidacies() if _was_moved(person, held))
    if moved:
        yield f"{moved}已按{held}的票数作出处理，不能再作废；{way}"


def _was_moved(person: Candidacy, held: Round) -> bool:
    """What a conclusion writes on whom it moves is the finding of the round."""
    verdict = support(held, person)
    if verdict is not None and person.standing_reason and verdict.finding in person.standing_reason:
        return True
    if held.purpose == Purpose.EVALUATION:
        return person.standing == Standing.INSPECTEE
    return held.purpose == Purpose.DECISION and person.standing in DECIDED and held.tally(person) is not None


def on_confirmed(held: Round, by: User) -> None:
    """What was withdrawn meanwhile cannot be confirmed any more."""
    take(held.campaign)
    held.refresh_from_db(fields=["is_superseded"])
    if held.is_superseded:
        raise Refused("这一轮已经撤回或作废，不必再核实")
