"""What the judges gave, what other parts came to, and what was written of each person."""

from __future__ import annotations

from fractions import Fraction

from django.db import models
from django.db.models import Q

from campaigns.ranking import WHOLE, share, shown
from personnel.models import StaffMember
from selection.accounts.models import User
from selection.records.models import DatedAct

from .campaigns import Campaign
from .candidacies import Candidacy
from .contest import Criterion, Judge, ScorePart


class SheetQuerySet(models.QuerySet["ScoreSheet"]):
    def visible_to(self, user: User) -> SheetQuerySet:
        """That there is such a sheet; what it says is another question."""
        return self.filter(judge__in=Judge.objects.visible_to(user))

    def standing(self) -> SheetQuerySet:
        """Neither returned to the judge nor of one who judges no more."""
        return self.filter(is_superseded=False, judge__ended_on=None)

    def confirmed(self) -> SheetQuerySet:
        return self.filter(Q(is_backfilled=False) | Q(confirmed_at__isnull=False))


class ScoreSheet(DatedAct):
    """What one judge gave one person, once submitted; a returned one is kept and replaced by another."""

    judge = models.ForeignKey(Judge, models.PROTECT, verbose_name="评委", related_name="sheets")
    staff = models.ForeignKey(StaffMember, models.PROTECT, verbose_name="人员", related_name="score_sheets")
    is_superseded = models.BooleanField("已退回", default=False)
    return_reason = models.CharField("退回原因", max_length=200, blank=True)
    returned_by = models.ForeignKey(
        User, models.PROTECT, verbose_name="退回人", null=True, blank=True, related_name="+"
    )

    objects = SheetQuerySet.as_manager()

    class Meta(DatedAct.Meta):
        abstract = False
        verbose_name = verbose_name_plural = "评分表"
        ordering = ["pk"]
        constraints = [
            *DatedAct.Meta.constraints,
            models.UniqueConstraint(
                fields=["judge", "staff"],
                condition=Q(is_superseded=False),
                name="score_sheet_once",
                violation_error_message="每位评委对每人只有一张评分表",
            ),
        ]

    def __str__(self) -> str:
        return f"评委{self.judge}对{self.staff.name}的评分表"

    @property
    def campaign(self) -> Campaign:
        return self.judge.presentation.campaign

    @property
    def shown(self) -> str:
        return shown(self.total)

    @property
    def said(self) -> list[str]:
        scores = [f"{each.criterion}{each.points}分" for each in self.scores.select_related("criterion")]
        return [*scores, f"合计{self.shown}分"]

    @property
    def total(self) -> Fraction:
        return sum((Fraction(each.points) for each in self.scores.all()), Fraction())


class Score(models.Model):
    """The points for one line of a sheet, of so many at most."""

    sheet = models.ForeignKey(ScoreSheet, models.CASCADE, verbose_name="评分表", related_name="scores")
    criterion = models.ForeignKey(Criterion, models.PROTECT, verbose_name="评分项目", related_name="+")
    points = models.DecimalField("得分", max_digits=5, decimal_places=2)
    most = models.PositiveSmallIntegerField("满分")

    class Meta:
        verbose_name = verbose_name_plural = "得分"
        ordering = ["sheet", "criterion__position"]
        constraints = [
            models.UniqueConstraint(
                fields=["sheet", "criterion"],
                name="score_once",
                violation_error_message="每个评分项目只打一次分",
            ),
            models.CheckConstraint(
                condition=Q(points__gte=0, points__lte=models.F("most")),
                name="score_within_bounds",
                violation_error_message="得分应在0到满分之间",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.criterion}{self.points}分"


class PartResult(DatedAct):
    """What one further part of the score came to for one person, of 100, with its proof."""

    part = models.ForeignKey(ScorePart, models.PROTECT, verbose_name="量分项目", related_name="results")
    staff = models.ForeignKey(StaffMember, models.PROTECT, verbose_name="人员", related_name="+")
    points = models.DecimalField("得分", max_digits=5, decimal_places=2)
    is_superseded = models.BooleanField("已作废", default=False)

    class Meta(DatedAct.Meta):
        abstract = False
        verbose_name = verbose_name_plural = "量分项目成绩"
        ordering = ["pk"]
        constraints = [
            *DatedAct.Meta.constraints,
            models.UniqueConstraint(
                fields=["part", "staff"],
                condition=Q(is_superseded=False),
                name="part_result_once",
                violation_error_message="此人的这项成绩已经录入",
            ),
            models.CheckConstraint(
                condition=Q(points__gte=0, points__lte=WHOLE),
                name="part_result_within_bounds",
                violation_error_message="成绩按百分制录入，应在0到100之间",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.staff.name}的{self.part}成绩"

    @property
    def campaign(self) -> Campaign:
        return self.part.presentation.campaign

    @property
    def said(self) -> list[str]:
        return [f"{self.points}分"]


class WrittenOpinion(DatedAct):
    """How many of those who were asked in writing are for one person in one post (A103)."""

    candidacy = models.ForeignKey(
        Candidacy, models.PROTECT, verbose_name="人选", related_name="written_opinions"
    )
    asked = models.PositiveSmallIntegerField("收回的书面意见")
    agreeing = models.PositiveSmallIntegerField("其中赞成")
    is_superseded = models.BooleanField("已作废", default=False)

    class Meta(DatedAct.Meta):
        abstract = False
        verbose_name = verbose_name_plural = "书面意见汇总"
        ordering = ["pk"]
        constraints = [
            *DatedAct.Meta.constraints,
            models.UniqueConstraint(
                fields=["candidacy"],
                condition=Q(is_superseded=False),
                name="written_opinion_once",
                violation_error_message="此人的书面意见已经录入",
            ),
            models.CheckConstraint(
                condition=Q(agreeing__lte=models.F("asked"), asked__gte=1),
                name="written_opinion_adds_up",
                violation_error_message="赞成的人数不能多于收回的份数",
            ),
        ]

    def __str__(self) -> str:
        return f"对{self.candidacy}的书面意见汇总"

    @property
    def said(self) -> list[str]:
        return [f"收回{self.asked}份", f"赞成{self.agreeing}份"]

    @property
    def share(self) -> Fraction | None:
        return share(self.agreeing, self.asked)
