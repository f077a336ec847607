"""What was recorded wrongly, and how it was put right."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q

from selection import chinese
from selection.records.models import DatedAct

from .acts import Act
from .meetings import Meeting
from .plans import Plan
from .rounds import Round, Talk

Recorded = Act | Meeting | Round | Talk
SUBJECTS = ("act", "meeting", "round", "talk")


def _exactly_one() -> Q:
    """One of the subjects is named, and no other."""
    found = Q()
    for name in SUBJECTS:
        found |= Q(**{f"{each}__isnull": each != name for each in SUBJECTS})
    return found


class CorrectionQuerySet(models.QuerySet["Correction"]):
    def of_plan(self, plan: Plan) -> CorrectionQuerySet:
        return self.filter(
            Q(act__plan=plan)
            | Q(meeting__plan=plan)
            | Q(round__campaign__plan=plan)
            | Q(talk__campaign__plan=plan)
        )

    def waiting(self) -> CorrectionQuerySet:
        """Those that take effect when a second person confirms them."""
        return self.filter(is_backfilled=True, confirmed_at=None, is_dropped=False)

    def in_force(self) -> CorrectionQuerySet:
        confirmed = Q(is_backfilled=False) | Q(confirmed_at__isnull=False)
        return self.filter(confirmed, is_dropped=False)


class Correction(DatedAct):
    """One correction of what was recorded: struck out, or changed where ``after`` says so.

    ``before`` and ``after`` hold only what was changed. Like an act on paper, one that would open a
    gate, or undoes what two people vouched for, waits for a second person.
    """

    act = models.ForeignKey(
        Act, models.PROTECT, verbose_name="办理事项", null=True, blank=True, related_name="corrections"
    )
    meeting = models.ForeignKey(
        Meeting, models.PROTECT, verbose_name="会议", null=True, blank=True, related_name="corrections"
    )
    round = models.ForeignKey(
        Round, models.PROTECT, verbose_name="轮次", null=True, blank=True, related_name="corrections"
    )
    talk = models.ForeignKey(
        Talk, models.PROTECT, verbose_name="谈话", null=True, blank=True, related_name="corrections"
    )
    reason = models.CharField("原因", max_length=300)
    before = models.JSONField("更正前", default=dict, blank=True)
    after = models.JSONField("更正后", default=dict, blank=True)
    is_dropped = models.BooleanField("未予更正", default=False)

    objects = CorrectionQuerySet.as_manager()

    class Meta(DatedAct.Meta):
        abstract = False
        verbose_name = verbose_name_plural = "更正"
        ordering = ["pk"]
        constraints = [
            *DatedAct.Meta.constraints,
            models.CheckConstraint(
                condition=_exactly_one(),
                name="correction_of_one_record",
                violation_error_message="一次更正只能针对一项登记",
            ),
        ]

    def __str__(self) -> str:
        return f"{'作废' if self.is_strike else '更正'}{name_of(self.subject)}"

    @property
    def subject(self) -> Recorded:
        found: Recorded = next(each for name in SUBJECTS if (each := getattr(self, name)) is not None)
        return found

    @property
    def plan(self) -> Plan:
        subject: Any = self.subject
        plan: Plan = subject.plan if hasattr(subject, "plan") else subject.campaign.plan
        return plan

    @property
    def is_strike(self) -> bool:
        return not self.after


def name_of(subject: Recorded) -> str:
    """As anybody who reads the record may know it: whom a talk was with is not said."""
    if isinstance(subject, Talk):
        day = f"{chinese.day(subject.held_on)}的" if subject.held_on else ""
        return f"{day}一次{subject.get_kind_display()}"
    return str(subject)
