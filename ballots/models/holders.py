"""Who holds a share of a poll's key?"""

from django.conf import settings
from django.db import models

from ballots.models.polls import Poll


class KeyHolder(models.Model):
    """A scrutineer who holds a share of a poll's key. The share itself lies in the key file only."""

    poll = models.ForeignKey(Poll, models.CASCADE, related_name="key_holders", verbose_name="投票")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="分持人"
    )
    has_rehearsed = models.BooleanField("参加过试启封", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "密钥分持人"
        default_permissions = ()
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["poll", "user"],
                name="key_holder_once",
                violation_error_message="同一人只能持有一份",
            )
        ]

    def __str__(self) -> str:
        return self.user.name
