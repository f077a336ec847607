"""Which days of a year are holidays or make-up workdays, as the State Council arranged them?"""

from django.db import models
from django.db.models import Q

from selection import clock
from selection.accounts.models import User


class YearArrangement(models.Model):
    """One year's arrangement as entered by the bureau; it goes before the built-in one."""

    year = models.PositiveSmallIntegerField("年份", unique=True)
    holidays = models.JSONField("放假日期", default=list)
    workdays = models.JSONField("调休上班日期", default=list, blank=True)
    entered_by = models.ForeignKey(User, models.PROTECT, verbose_name="录入人", related_name="+")
    entered_at = models.DateTimeField("录入时间", default=clock.now)

    class Meta:
        verbose_name = verbose_name_plural = "年度节假日安排"
        ordering = ["year"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(year__gte=2004, year__lte=2100),
                name="arrangement_of_a_likely_year",
                violation_error_message="年份应在2004年到2100年之间",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year}年"
