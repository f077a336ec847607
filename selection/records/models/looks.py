"""Who looked at names that were not public yet?"""

from __future__ import annotations

from django.conf import settings
from django.db import models

from selection import clock
from selection.records.models.ledgers import Ledger


class Look(models.Model):
    """One person's first look of a day at one thing; no link of a chain, as reading changes nothing."""

    ledger = models.ForeignKey(Ledger, models.PROTECT, verbose_name="所属纪实", related_name="looks")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="查阅人", related_name="looks"
    )
    on = models.DateField("日期", default=clock.today)
    at = models.DateTimeField("首次查阅时间", default=clock.now, editable=False)
    what = models.CharField("查阅内容", max_length=200)

    class Meta:
        verbose_name = verbose_name_plural = "查阅记录"
        ordering = ["-at", "-pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["ledger", "user", "on", "what"],
                name="one_look_a_day",
                violation_error_message="同一内容一天只记一次查阅",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}查阅{self.what}"
