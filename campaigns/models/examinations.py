"""What the reviewers said of the persons who entered: one hand-in, an opinion on each person."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from selection.records.models import Review, ReviewDecision

from .campaigns import Campaign
from .candidacies import Candidacy
from .meetings import AgendaItem


class Examination(models.Model):
    """The list of those who entered (报名资格报审), on its way through the levels that screen it (A094, A095)."""

    campaign = models.ForeignKey(
        Campaign, models.PROTECT, verbose_name="选拔任用工作", related_name="examinations"
    )
    agenda_item = models.ForeignKey(
        AgendaItem,
        models.PROTECT,
        verbose_name="初审议题",
        null=True,
        blank=True,
        related_name="examinations",
    )
    review = models.OneToOneField(Review, models.PROTECT, verbose_name="送审", related_name="examination")
    candidacies = models.ManyToManyField(Candidacy, verbose_name="人选", related_name="examinations")

    class Meta:
        verbose_name = verbose_name_plural = "报名资格报审"
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.review.title


class ExaminationOpinion(models.Model):
    """What one level concluded of one person; who isn't named was agreed to as handed in."""

    decision = models.ForeignKey(
        ReviewDecision, models.PROTECT, verbose_name="审核意见", related_name="opinions"
    )
    candidacy = models.ForeignKey(
        Candidacy, models.PROTECT, verbose_name="人选", related_name="examination_opinions"
    )
    passes = models.BooleanField("合格")
    remark = models.CharField("说明", max_length=300, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "资格审查意见"
        ordering = ["decision", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["decision", "candidacy"],
                name="examination_opinion_once",
                violation_error_message="同一级对同一人选只能有一种意见",
            ),
            models.CheckConstraint(
                condition=Q(passes=True) | ~Q(remark=""),
                name="examination_opinion_against_says_why",
                violation_error_message="审查不合格的请写明理由",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.candidacy}：{self.label}"

    @property
    def label(self) -> str:
        return "合格" if self.passes else "不合格"
