"""Enter what a round held on paper, outside the system, came to."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction

from campaigns import adopting
from campaigns.choices import Purpose
from campaigns.models import Campaign, Opening, Round
from selection import chinese
from selection.accounts.models import User
from selection.reasons import Refused
from selection.records import ledgers
from selection.records.models import Attachment

from .acts import check_day, may_record
from .authority import ask_to_confirm, take
from .drawing_up import NOUNS, next_number, opening_of_run_off, refuse_second
from .earliest import refuse_too_early
from .figures import faults
from .rounds import refuse_other_attendance


@transaction.atomic
def enter_on_paper(
    campaign: Campaign,
    purpose: Purpose | str,
    figures: Mapping[str, Any],
    *,
    by: User,
    happened_on: date,
    attachment: Attachment | None,
    opening: Opening | None = None,
    run_off_of: Round | None = None,
) -> Round:
    """Figures of a round held on paper; they count once a second person has confirmed them."""
    purpose = Purpose(purpose)
    may_record(campaign.plan, by)
    check_day(happened_on, True, attachment)
    campaign = take(campaign)
    if purpose in NOUNS:
        refuse_too_early(campaign, purpose)
    if run_off_of is not None:
        figures = _figures_of_run_off(campaign, run_off_of, figures)
    elif purpose in NOUNS:
        refuse_second(campaign, purpose, opening)
    refuse_other_attendance(campaign, purpose, happened_on, figures.get("present"))
    if purpose == Purpose.DECISION:
        _refuse_other_than_members(campaign, figures["entitled"], happened_on)
    persons = {str(person.pk): person for person in campaign.candidacies()}
    if wrong := list(faults(purpose, figures, persons)):
        raise Refused(wrong)
    held = Round.objects.create(
        campaign=campaign,
        purpose=purpose,
        opening=opening,
        number=next_number(campaign, purpose, opening),
        figures=dict(figures),
        run_off_of=run_off_of,
        happened_on=happened_on,
        is_backfilled=True,
        attachment=attachment,
        entered_by=by,
    )
    ledgers.append(
        campaign.ledger,
        f"{purpose.label}{'（再次投票）' if run_off_of else ''}（线下·补录）",
        by=by,
        about=f"round:{held.pk}",
        happened_on=happened_on,
        backfilled=True,
    )
    ask_to_confirm(campaign.plan, by)
    return held


def _figures_of_run_off(campaign: Campaign, held: Round, figures: Mapping[str, Any]) -> dict[str, Any]:
    """With the seats that are left, and of those only whom the round left undecided."""
    opening = opening_of_run_off(campaign, held)
    persons = {str(person.pk) for person in adopting.run_off_persons(opening, held)}
    if set(figures["subjects"]) != persons:
        raise Refused("再次投票只就上一次没有分出的人选，票上的人选与之不符，请重新录入")
    return {**figures, "seats": adopting.adopted(opening, held).seats_left}


def _refuse_other_than_members(campaign: Campaign, entitled: int, day: date) -> None:
    """应到 of a decision is the body as it was that day; who was recused is still due (R-21, R-25)."""
    body = campaign.plan.body
    if body is None:
        return
    members = len(body.members_on(day))
    if entitled != members:
        raise Refused(
            f"{body}在{chinese.day(day)}有成员{members}人，应到人数应为{members}人（回避的也计入应到），请核对"
        )
