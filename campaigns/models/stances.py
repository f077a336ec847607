"""What did each member say of each person when the body decided?"""

from __future__ import annotations

from django.db import models

from campaigns.choices import Outcome
from personnel.models import StaffMember

from .candidacies import Candidacy
from .meetings import AgendaItem


class Stance(models.Model):
    """One member's stance on one person under one item (A127, D018, R-23); 缓议 is a stance, 弃权 is none."""

    item = models.ForeignKey(AgendaItem, models.PROTECT, verbose_name="议题", related_name="stances")
    candidacy = models.ForeignKey(Candidacy, models.PROTECT, verbose_name="人选", related_name="stances")
    member = models.ForeignKey(StaffMember, models.PROTECT, verbose_name="成员", related_name="+")
    position = models.PositiveSmallIntegerField("发言次序")
    stance = models.CharField("表态", max_length=10, choices=Outcome)
    words = models.CharField("发言要点", max_length=300, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "成员表态"
        default_permissions = ()
        ordering = ["position", "candidacy"]
        constraints = [
            models.UniqueConstraint(
                fields=["item", "candidacy", "member"],
                name="stance_once",
                violation_error_message="同一成员对同一人选只有一种表态",
            )
        ]

    def __str__(self) -> str:
        return f"{self.member.name}{self.get_stance_display()}"
