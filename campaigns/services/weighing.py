"""Enter what else is weighed of each person: further parts of the score, written opinions in figures (A103, AMB-15).

Both are figures from a record of their own, and count once a second person compared them with it.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction

from campaigns import contest
from campaigns.models import Candidacy, PartResult, ScorePart, WrittenOpinion
from personnel.models import StaffMember
from selection.accounts.models import User
from selection.reasons import Refused
from selection.records import ledgers
from selection.records.models import Attachment

from .acts import check_day, may_record
from .authority import ask_to_confirm, take
from .presenting import ARRANGED_IN, PRESENTED_IN


@transaction.atomic
def enter_part(
    part: ScorePart,
    staff: StaffMember,
    points: Decimal,
    *,
    by: User,
    happened_on: date,
    attachment: Attachment | None,
) -> PartResult:
    """A figure of 100 from its own record, checked by a second person."""
    held = part.presentation
    may_record(held.campaign.plan, by)
    check_day(happened_on, True, attachment)
    campaign = take(held.campaign, "录入量分项目成绩", *ARRANGED_IN)
    if staff not in contest.speakers(campaign):
        raise Refused(f"{staff.name}不是本次竞岗的人选")
    if not points.is_finite() or not 0 <= points <= 100 or points != round(points, 2):
        raise Refused("成绩按百分制录入，应在0到100之间，最多保留两位小数")
    if part.results.filter(staff=staff, is_superseded=False).exists():
        raise Refused(f"{staff.name}的{part}成绩已经录入")
    return _entered(
        PartResult(part=part, staff=staff, points=points),
        by,
        happened_on,
        attachment,
        person=staff.name,
        part=part.title,
        points=str(points),
    )


@transaction.atomic
def enter_opinions(
    person: Candidacy,
    asked: int,
    agreeing: int,
    *,
    by: User,
    happened_on: date,
    attachment: Attachment | None,
) -> WrittenOpinion:
    """书面征求意见 in figures, so that it can weigh; what was written stays in its own record (A103)."""
    may_record(person.campaign.plan, by)
    check_day(happened_on, True, attachment)
    take(person.campaign, "录入书面意见", PRESENTED_IN)
    if asked < 1 or not 0 <= agreeing <= asked:
        raise Refused("赞成的人数应在0到收回的份数之间")
    if person.written_opinions.filter(is_superseded=False).exists():
        raise Refused(f"{person}的书面意见已经录入")
    return _entered(
        WrittenOpinion(candidacy=person, asked=asked, agreeing=agreeing),
        by,
        happened_on,
        attachment,
        person=person.staff.name,
        asked=asked,
        agreeing=agreeing,
    )


def _entered(row: Any, by: User, happened_on: date, attachment: Attachment | None, **said: Any) -> Any:
    row.entered_by, row.happened_on, row.attachment, row.is_backfilled = by, happened_on, attachment, True
    row.save()
    campaign = row.candidacy.campaign if isinstance(row, WrittenOpinion) else row.campaign
    ledgers.append(
        campaign.ledger,
        f"录入{row._meta.verbose_name}",
        by=by,
        about=f"{row._meta.model_name}:{row.pk}",
        happened_on=happened_on,
        backfilled=True,
        **said,
    )
    ask_to_confirm(campaign.plan, by)
    return row
