"""How do ballots of paper come into the count? In batches that two clerks entered alike and a scrutineer signed."""

from django.conf import settings
from django.db import models
from django.db.models import Q

CLERKS = 2


class PaperBatch(models.Model):
    """The ballots of paper of one pile of a closed poll. ``numbers`` are those that were signed, for good."""

    poll = models.ForeignKey(
        "ballots.Poll", models.PROTECT, related_name="paper_batches", verbose_name="投票"
    )
    category = models.CharField("类别", max_length=40, blank=True)
    numbers = models.JSONField("各格的票数", null=True, editable=False)
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="签字的监票人"
    )
    signed_at = models.DateTimeField("签字时间", null=True, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "一批纸质票"
        default_permissions = ()
        ordering = ["category"]
        constraints = [
            models.UniqueConstraint(
                fields=["poll", "category"],
                name="paper_batch_once",
                violation_error_message="同一类别的纸质票只能录入一批",
            ),
            models.CheckConstraint(
                condition=Q(numbers__isnull=True, signed_by__isnull=True, signed_at__isnull=True)
                | Q(numbers__isnull=False, signed_by__isnull=False, signed_at__isnull=False),
                name="paper_batch_signed_as_a_whole",
                violation_error_message="纸质票的票数在监票人签字时写入",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.category}纸质票"

    @property
    def is_signed(self) -> bool:
        return self.signed_by_id is not None

    @property
    def counted(self) -> dict[str, int]:
        """Cell → what was signed for; empty until then."""
        return self.numbers or {}

    @property
    def is_agreed(self) -> bool:
        """Two clerks entered the same numbers."""
        entries = list(self.entries.all())
        return len(entries) == CLERKS and entries[0].numbers == entries[1].numbers

    @property
    def differing(self) -> list[str]:
        """The cells of which the two clerks have different numbers."""
        entries = list(self.entries.all())
        if len(entries) < CLERKS:
            return []
        one, two = (entry.numbers for entry in entries)
        return [key for key in one if one[key] != two.get(key)]


class PaperEntry(models.Model):
    """What one clerk counted in a batch. The other's numbers are never shown beside it."""

    batch = models.ForeignKey(PaperBatch, models.CASCADE, related_name="entries", verbose_name="一批纸质票")
    clerk = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="录入人"
    )
    numbers = models.JSONField("各格的票数")

    class Meta:
        verbose_name = verbose_name_plural = "纸质票录入"
        default_permissions = ()
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["batch", "clerk"],
                name="paper_entry_once",
                violation_error_message="同一批纸质票每人只录入一份",
            )
        ]

    def __str__(self) -> str:
        return f"{self.batch}（{self.clerk}录入）"
