"""What was entered from paper and waits for a second person?"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain
from typing import Any, NamedTuple

from django.db.models import Q

from campaigns.corrections import Change, told
from campaigns.models import (
    Appointment,
    Campaign,
    Correction,
    DisciplineOpinion,
    Draw,
    FilingPackage,
    FilingReply,
    Inspection,
    Meeting,
    PartResult,
    ScoreSheet,
    WrittenOpinion,
)
from campaigns.services import resolutions
from selection.records.models import DatedAct


class Unconfirmed(NamedTuple):
    """One act entered from paper: the model's name for its address, its name in Chinese, the row."""

    model: str
    label: str
    act: DatedAct

    @property
    def changes(self) -> list[Change]:
        return told(self.act).changes if isinstance(self.act, Correction) else []

    @property
    def said(self) -> list[str]:
        """What was entered, line by line, to be compared with the paper by those who may."""
        lines: list[str] = getattr(self.act, "said", [])
        return lines

    @property
    def follows(self) -> list[str]:
        """What will be carried out once a meeting counts."""
        return resolutions.follows(self.act) if isinstance(self.act, Meeting) else []


def unconfirmed(campaign: Campaign) -> list[Unconfirmed]:
    """By the order of the procedure."""
    plan = campaign.plan
    waiting = {"is_backfilled": True, "confirmed_at": None}
    of_persons = waiting | {"candidacy__opening__campaign": campaign}

    def of_contest(path: str) -> dict[str, Any]:
        return waiting | {f"{path}presentation__campaign": campaign}

    rows: Iterable[DatedAct] = chain(
        plan.acts.filter(Q(campaign=campaign) | Q(campaign=None), **waiting, is_superseded=False),
        plan.meetings.filter(**waiting, is_superseded=False),
        campaign.rounds.filter(**waiting, is_superseded=False),
        Inspection.objects.filter(**of_persons, is_superseded=False),
        DisciplineOpinion.objects.filter(**of_persons, is_superseded=False),
        campaign.publicities.filter(**waiting).exclude(state="revoked"),
        Appointment.objects.filter(**of_persons),
        FilingPackage.objects.filter(**waiting, filing__campaign=campaign),
        FilingReply.objects.filter(**waiting, package__filing__campaign=campaign),
        campaign.entries.standing().unconfirmed(),
        campaign.late_entries.filter(**waiting),
        Draw.objects.filter(**of_contest(""), is_superseded=False),
        ScoreSheet.objects.filter(**of_contest("judge__"), is_superseded=False),
        PartResult.objects.filter(**of_contest("part__"), is_superseded=False),
        WrittenOpinion.objects.filter(**of_persons, is_superseded=False),
        Correction.objects.of_plan(plan).waiting(),
    )
    return [Unconfirmed(str(row._meta.model_name), str(row._meta.verbose_name), row) for row in rows]
