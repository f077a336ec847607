"""From whom was a post taken, by which meeting, why, and from which day?"""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q

from personnel.models import Body, Tenure
from selection.chinese import day
from selection.records.models import Paper
from serving.choices import RemovalReason
from serving.models.acts import ServingAct, ServingRows


class RemovalQuerySet(ServingRows):
    def due(self, on: date) -> RemovalQuerySet:
        """Vouched for, and its day has come."""
        return self.in_force().filter(carried_out_on=None, effective_on__lte=on)


class Removal(ServingAct):
    """免职、解聘 of one person from one post, as a meeting decided it on ``happened_on`` (A122–A124)."""

    tenure = models.ForeignKey(Tenure, models.PROTECT, verbose_name="任职", related_name="removals")
    reason = models.CharField("免职（解聘）原因", max_length=2, choices=RemovalReason)
    text = models.TextField("具体情况")
    body = models.ForeignKey(Body, models.PROTECT, verbose_name="研究决定的会议", related_name="+")
    effective_on = models.DateField("生效日期", help_text="不再任职的第一天")
    carried_out_on = models.DateField("名册变更日期", null=True, blank=True)
    paper = models.OneToOneField(
        Paper, models.PROTECT, verbose_name="文书", related_name="removal", null=True, blank=True
    )

    objects = RemovalQuerySet.as_manager()

    class Meta(ServingAct.Meta):
        abstract = False
        verbose_name = verbose_name_plural = "免职（解聘）"
        ordering = ["-happened_on", "-pk"]
        constraints = [
            *ServingAct.Meta.constraints,
            models.UniqueConstraint(
                fields=["tenure"],
                condition=Q(struck_on=None),
                name="removal_once",
                violation_error_message="这段任职的免职（解聘）已经登记。",
            ),
            models.CheckConstraint(
                condition=Q(effective_on__gte=F("happened_on")) | Q(reason="X1"),
                name="removal_not_before_its_decision",
                violation_error_message="生效日期不能早于会议决定的日期。",
            ),
        ]

    def __str__(self) -> str:
        return f"免去{self.tenure.post}：{self.get_reason_display()}，{day(self.effective_on)}起"
