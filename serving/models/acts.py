"""What was found, decided or recorded about somebody in a post, on which day, and who vouches for it?"""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import F, Q

from personnel.models import StaffMember, Tenure
from personnel.models.querysets import StaffRows
from selection.accounts.models import Organisation, User
from selection.records.models import DatedAct
from serving.choices import DutyGrade, ProbationOutcome, RecordKind


class ServingRows(StaffRows):
    """Acts about people; what waits for a second person does not count yet, what was struck no more."""

    def standing(self) -> Self:
        return self.filter(struck_on=None)

    def in_force(self) -> Self:
        return self.standing().filter(Q(is_backfilled=False) | Q(confirmed_by__isnull=False))


class ServingAct(DatedAct):
    """An act about one person; one on which much hangs ``takes_a_second`` person."""

    takes_a_second = True
    staff = models.ForeignKey(StaffMember, models.PROTECT, verbose_name="人员", related_name="%(class)ss")
    struck_on = models.DateField("作废日期", null=True, blank=True)
    struck_by = models.ForeignKey(
        User, models.PROTECT, verbose_name="作废人", related_name="+", null=True, blank=True
    )
    struck_because = models.CharField("作废原因", max_length=300, blank=True)

    class Meta(DatedAct.Meta):
        abstract = True
        default_permissions = ()
        constraints = [
            *DatedAct.Meta.constraints,
            models.CheckConstraint(
                condition=Q(struck_on=None, struck_by=None, struck_because="")
                | (Q(struck_on__isnull=False, struck_by__isnull=False) & ~Q(struck_because="")),
                name="%(app_label)s_%(class)s_struck_says_why",
                violation_error_message="作废须写明日期、经办人和原因。",
            ),
        ]

    @property
    def organisation(self) -> Organisation:
        return self.staff.organisation


class ServiceRecord(ServingAct):
    """A talk, a training, an arrangement: what asks for nothing further."""

    takes_a_second = False

    kind = models.CharField("类别", max_length=12, choices=RecordKind)
    text = models.TextField("内容")
    days = models.PositiveSmallIntegerField("天数", null=True, blank=True)

    objects = ServingRows.as_manager()

    class Meta(ServingAct.Meta):
        abstract = False
        verbose_name = verbose_name_plural = "任后记录"
        ordering = ["-happened_on", "-pk"]

    def __str__(self) -> str:
        return self.get_kind_display()


class DutyReview(ServingAct):
    """What somebody's work in the post was found to be in one year (A119)."""

    year = models.PositiveSmallIntegerField("年度")
    grade = models.CharField("履职考核结果", max_length=10, choices=DutyGrade)
    text = models.TextField("考核意见")
    evaluations = models.ManyToManyField(
        "serving.TermEvaluation", verbose_name="依据的期末民主测评", blank=True, related_name="duty_reviews"
    )

    objects = ServingRows.as_manager()

    class Meta(ServingAct.Meta):
        abstract = False
        verbose_name = verbose_name_plural = "履职考核"
        ordering = ["-year", "-pk"]
        constraints = [
            *ServingAct.Meta.constraints,
            models.UniqueConstraint(
                fields=["staff", "year"],
                condition=Q(struck_on=None),
                name="duty_review_once_a_year",
                violation_error_message="此人这一年度的履职考核已登记。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year}年度履职考核{self.get_grade_display()}"


class ProbationQuerySet(StaffRows):
    home = "tenure__staff__organisation"

    def running(self) -> ProbationQuerySet:
        return self.filter(concluded_on=None, tenure__ended_on=None, tenure__voided_on=None)


class Probation(models.Model):
    """The time in which somebody who was promoted shows that the post is in good hands (R-28)."""

    tenure = models.OneToOneField(Tenure, models.PROTECT, verbose_name="任职", related_name="probation")
    starts_on = models.DateField("试用期起")
    ends_on = models.DateField("试用期止")
    concluded_on = models.DateField("结束日期", null=True, blank=True)
    outcome = models.CharField("结果", max_length=10, choices=ProbationOutcome, blank=True)

    objects = ProbationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "试用期"
        default_permissions = ()
        ordering = ["ends_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="probation_in_order",
                violation_error_message="试用期止不能早于试用期起。",
            ),
            models.CheckConstraint(
                condition=Q(concluded_on=None, outcome="") | (Q(concluded_on__isnull=False) & ~Q(outcome="")),
                name="probation_concluded_has_outcome",
                violation_error_message="结束的试用期须写明结果。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.tenure}试用期"


class ProbationReview(ServingAct):
    """What the review at the end of a probation came to; it may be put off once more."""

    probation = models.ForeignKey(Probation, models.PROTECT, verbose_name="试用期", related_name="reviews")
    outcome = models.CharField("考核结论", max_length=10, choices=ProbationOutcome)
    text = models.TextField("考核情况和意见")
    extended_to = models.DateField("试用期延长至", null=True, blank=True)

    objects = ServingRows.as_manager()

    class Meta(ServingAct.Meta):
        abstract = False
        verbose_name = verbose_name_plural = "试用期满考核"
        ordering = ["-happened_on", "-pk"]
        constraints = [
            *ServingAct.Meta.constraints,
            models.CheckConstraint(
                condition=Q(outcome="extended", extended_to__isnull=False)
                | (~Q(outcome="extended") & Q(extended_to=None)),
                name="probation_review_says_until_when",
                violation_error_message="延长试用期的，须填写延长至哪一天；其他结论不填。",
            ),
        ]

    def __str__(self) -> str:
        return f"试用期满考核：{self.get_outcome_display()}"
