"""When did an act happen, and who vouches for what was entered afterwards?"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from selection import clock
from selection.accounts.models import User
from selection.records.models.attachments import Attachment


class DatedAct(models.Model):
    """One act with the day it happened; one done on paper (线下·补录) counts once confirmed."""

    happened_on = models.DateField("发生日期", default=clock.today)
    entered_by = models.ForeignKey(User, models.PROTECT, verbose_name="录入人", related_name="+")
    entered_at = models.DateTimeField("录入时间", default=clock.now, editable=False)
    is_backfilled = models.BooleanField("线下·补录", default=False)
    attachment = models.ForeignKey(
        Attachment, models.PROTECT, verbose_name="附件", related_name="+", null=True, blank=True
    )
    confirmed_by = models.ForeignKey(
        User, models.PROTECT, verbose_name="确认人", related_name="+", null=True, blank=True
    )
    confirmed_at = models.DateTimeField("确认时间", null=True, blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(confirmed_by=None, confirmed_at=None)
                | Q(confirmed_by__isnull=False, confirmed_at__isnull=False),
                name="%(app_label)s_%(class)s_confirmed_by_and_at",
                violation_error_message="确认人和确认时间必须同时填写",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by=None) | ~Q(confirmed_by=models.F("entered_by")),
                name="%(app_label)s_%(class)s_confirmed_by_another",
                violation_error_message="补录事项须由录入人以外的人确认",
            ),
        ]

    @property
    def is_confirmed(self) -> bool:
        return not self.is_backfilled or self.confirmed_by_id is not None
