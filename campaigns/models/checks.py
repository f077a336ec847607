"""What was found of one person on one item of a sheet?"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from campaigns.checks import SHEETS
from selection.records.models import Attachment

from .candidacies import Candidacy


class PersonCheck(models.Model):
    """One item of one person's sheet, with the result, and by whom and when it was checked."""

    class Result(models.TextChoices):
        CLEAR = "clear", "没有问题"
        WANTING = "wanting", "有问题"
        NOT_APPLICABLE = "na", "不适用"

    candidacy = models.ForeignKey(
        Candidacy, models.PROTECT, verbose_name="人选", related_name="person_checks"
    )
    sheet = models.CharField(
        "核查表", max_length=20, choices=[(key, each.title) for key, each in SHEETS.items()]
    )
    item = models.CharField("核查事项", max_length=20)
    result = models.CharField("核查结果", max_length=10, choices=Result)
    remark = models.CharField("情况说明", max_length=300, blank=True)
    checked_on = models.DateField("核查日期")
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="核查人", related_name="+"
    )
    attachment = models.ForeignKey(
        Attachment, models.PROTECT, verbose_name="核查材料", null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = verbose_name_plural = "逐人核查"
        ordering = ["candidacy", "sheet", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["candidacy", "sheet", "item"],
                name="person_check_once",
                violation_error_message="这一事项已经登记核查结果",
            ),
            models.CheckConstraint(
                condition=Q(result="clear") | ~Q(remark=""),
                name="person_check_is_explained",
                violation_error_message="有问题或不适用的，请写明情况",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.label}：{self.get_result_display()}"

    @property
    def label(self) -> str:
        return SHEETS[self.sheet].items[self.item]
