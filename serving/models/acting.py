"""Who was asked to look after a post (主持工作), by which meeting, from when and until when?"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from personnel.models import Body, Post, Tenure
from serving.models.acts import ServingAct, ServingRows


class ActingDuty(ServingAct):
    """Decided by a meeting on ``happened_on``; ``tenure`` is what it became in the register."""

    post = models.ForeignKey(Post, models.PROTECT, verbose_name="主持哪个岗位的工作", related_name="+")
    body = models.ForeignKey(Body, models.PROTECT, verbose_name="研究决定的会议", related_name="+")
    starts_on = models.DateField("主持工作起")
    ends_on = models.DateField("主持工作止", help_text="主持工作的最后一天，到期自动结束")
    text = models.TextField("理由")
    tenure = models.OneToOneField(
        Tenure, models.PROTECT, verbose_name="任职", related_name="decision", null=True, blank=True
    )

    objects = ServingRows.as_manager()

    class Meta(ServingAct.Meta):
        abstract = False
        verbose_name = verbose_name_plural = "主持工作的决定"
        ordering = ["-happened_on", "-pk"]
        constraints = [
            *ServingAct.Meta.constraints,
            models.CheckConstraint(
                condition=Q(starts_on__gte=F("happened_on")),
                name="acting_not_before_its_decision",
                violation_error_message="主持工作不能早于会议决定的日期，请核对。",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="acting_in_order",
                violation_error_message="主持工作止不能早于主持工作起，请核对。",
            ),
        ]

    def __str__(self) -> str:
        return f"主持{self.post}工作（{self.starts_on:%Y.%m.%d}至{self.ends_on:%Y.%m.%d}）"
