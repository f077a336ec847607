"""Who is watched after doing badly, until when, and what came of it?"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from personnel.models import Tenure
from selection.accounts.acts import Act
from selection.accounts.models import User
from serving.choices import WatchOutcome
from serving.models.acts import ServingAct, ServingRows


class WatchQuerySet(ServingRows):
    def readable_by(self, user: User) -> WatchQuerySet:
        """Discipline keeps an eye on those who are watched, in its own field."""
        answering = user.organisations_for(Act.ANSWER_DISCIPLINE)
        reading = user.organisations_for(Act.VIEW_REGISTER)
        found = self.filter(Q(staff__organisation__in=answering) | Q(staff__organisation__in=reading))
        return found.exclude(staff__user=user)

    def running(self) -> WatchQuerySet:
        return self.in_force().filter(outcome="", tenure__ended_on=None, tenure__voided_on=None)


class WatchPeriod(ServingAct):
    """察看期: somebody who did badly was admonished and is watched until ``ends_on`` (T047, T048)."""

    tenure = models.ForeignKey(Tenure, models.PROTECT, verbose_name="任职", related_name="watch_periods")
    reason = models.TextField("察看原因")
    ends_on = models.DateField("察看期满日")
    outcome = models.CharField("察看结果", max_length=12, choices=WatchOutcome, blank=True)
    concluded_on = models.DateField("考核日期", null=True, blank=True)

    objects = WatchQuerySet.as_manager()

    class Meta(ServingAct.Meta):
        abstract = False
        verbose_name = verbose_name_plural = "察看期"
        ordering = ["-happened_on", "-pk"]
        constraints = [
            *ServingAct.Meta.constraints,
            models.UniqueConstraint(
                fields=["tenure"],
                condition=Q(outcome=""),
                name="watch_period_running_once",
                violation_error_message="此人正在察看期内，不能重复登记。",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("happened_on")),
                name="watch_period_in_order",
                violation_error_message="察看期满日不能早于开始日期。",
            ),
            models.CheckConstraint(
                condition=Q(outcome="", concluded_on=None) | (~Q(outcome="") & Q(concluded_on__isnull=False)),
                name="watch_period_concluded_on_a_day",
                violation_error_message="察看结果和考核日期请一并填写。",
            ),
        ]

    def __str__(self) -> str:
        return f"察看期（至{self.ends_on:%Y.%m.%d}）"


class WatchReview(ServingAct):
    """What the review at the end of a watch came to."""

    watch = models.OneToOneField(WatchPeriod, models.PROTECT, verbose_name="察看期", related_name="review")
    outcome = models.CharField("察看结果", max_length=12, choices=WatchOutcome)
    text = models.TextField("考核情况")

    objects = ServingRows.as_manager()

    class Meta(ServingAct.Meta):
        abstract = False
        verbose_name = verbose_name_plural = "察看结果"
        ordering = ["-happened_on", "-pk"]

    def __str__(self) -> str:
        return f"察看期满考核：{self.get_outcome_display()}"
