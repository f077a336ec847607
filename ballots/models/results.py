"""What is left when the urn has been emptied? Shuffled sections, remarks apart from them, and sums."""

import uuid

from django.db import models


class Ballot(models.Model):
    """One section (one person, one post) of one opened ballot; nothing ties it to its other sections.

    They are written all at once, under the lock of their poll, so the database need not look the same poll
    up for each of a million.
    """

    id = models.UUIDField("编号", primary_key=True, default=uuid.uuid4, editable=False)
    poll = models.ForeignKey(
        "ballots.Poll", models.PROTECT, related_name="ballots", verbose_name="投票", db_constraint=False
    )
    section = models.CharField("所投事项代号", max_length=40)
    category = models.CharField("类别", max_length=40, blank=True)
    content = models.JSONField("选择")

    class Meta:
        verbose_name = verbose_name_plural = "选票"
        default_permissions = ()

    def __str__(self) -> str:
        return f"选票{self.id}"


class Remark(models.Model):
    """A written opinion (书面意见) on one subject, taken out of its envelope and shuffled on its own."""

    id = models.UUIDField("编号", primary_key=True, default=uuid.uuid4, editable=False)
    subject = models.ForeignKey(
        "ballots.Subject", models.PROTECT, related_name="remarks", verbose_name="表决事项"
    )
    text = models.CharField("意见", max_length=200)

    class Meta:
        verbose_name = verbose_name_plural = "书面意见"
        default_permissions = ()
        ordering = ["id"]

    def __str__(self) -> str:
        return self.text


class Tally(models.Model):
    """What was counted for one subject: in all (category blank) or within one category."""

    poll = models.ForeignKey("ballots.Poll", models.PROTECT, verbose_name="投票")
    subject = models.ForeignKey(
        "ballots.Subject", models.PROTECT, related_name="tallies", verbose_name="表决事项"
    )
    category = models.CharField("类别", max_length=40, blank=True)
    counts = models.JSONField("票数")

    class Meta:
        verbose_name = verbose_name_plural = "计票结果"
        default_permissions = ()
        ordering = ["subject__position", "category"]
        constraints = [
            models.UniqueConstraint(
                fields=["subject", "category"],
                name="tally_once",
                violation_error_message="同一事项只计一次票",
            )
        ]

    def __str__(self) -> str:
        return f"{self.subject}计票结果"
