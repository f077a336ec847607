"""Who has come to the meeting at which a poll is put?"""

from __future__ import annotations

from django.conf import settings
from django.db import models

from ballots.models.polls import Elector


class CheckIn(models.Model):
    """A person of the roll who has come. No time is kept: it would say in which order people came to vote."""

    class Venue(models.TextChoices):
        MAIN = "main", "主会场"
        BRANCH = "branch", "分会场"

    elector = models.OneToOneField(
        Elector, models.CASCADE, primary_key=True, related_name="check_in", verbose_name="应到人员"
    )
    venue = models.CharField("会场", max_length=10, choices=Venue, default=Venue.MAIN)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="登记人"
    )

    class Meta:
        verbose_name = verbose_name_plural = "签到"
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.elector}（{self.get_venue_display()}）"
