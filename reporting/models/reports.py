"""Whose report on which year is being written, or was issued?"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from selection.accounts.models import Organisation
from selection.records.models import Paper


class Report(models.Model):
    """选拔任用工作情况报告 of one organisation on one year: the paper that holds its texts, and the figures
    that its author counted. What the program counts is not kept before the paper is issued."""

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name="单位", related_name="yearly_reports"
    )
    year = models.PositiveSmallIntegerField("年度")
    paper = models.OneToOneField(Paper, models.PROTECT, verbose_name="文书", related_name="yearly_report")
    figures = models.JSONField("填报的数字", default=dict, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "年度汇报"
        default_permissions = ()
        ordering = ["-year", "organisation"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "year"],
                name="one_report_a_year",
                violation_error_message="这个单位这一年的汇报已经起草",
            ),
            models.CheckConstraint(
                condition=Q(year__gte=2000, year__lte=2099),
                name="report_year_is_plausible",
                violation_error_message="年度请填四位数字，如2026",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation}{self.year}年度汇报"

    @property
    def draft(self) -> Paper | None:
        """What may still be worded: the paper itself, or the correction that was begun."""
        if self.paper.is_draft:
            return self.paper
        return self.paper.replacements.filter(state=Paper.State.DRAFT).first()
