"""Was a member who is related to a candidate kept out of the vote, or why not?"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from personnel.models import StaffMember
from selection.accounts.models import User

from .rounds import Round


class Recusal(models.Model):
    """What the officer answered when one member's recusal from one vote was proposed (R-25).

    Without an answer the member is recused, and the vote can't be opened.
    """

    round = models.ForeignKey(Round, models.PROTECT, verbose_name="表决轮次", related_name="recusals")
    staff = models.ForeignKey(StaffMember, models.PROTECT, verbose_name="成员", related_name="+")
    is_recused = models.BooleanField("回避", default=True)
    reason = models.CharField("不回避的理由", max_length=200, blank=True)
    decided_by = models.ForeignKey(User, models.PROTECT, verbose_name="认定人", related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = "回避认定"
        default_permissions = ()
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "staff"],
                name="recusal_once",
                violation_error_message="同一人在一轮表决中只认定一次是否回避",
            ),
            models.CheckConstraint(
                condition=Q(is_recused=True) | ~Q(reason=""),
                name="recusal_or_reason",
                violation_error_message="不回避的须写明理由",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.staff}{'回避' if self.is_recused else '不回避'}"
