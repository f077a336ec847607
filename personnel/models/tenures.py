"""Who held which post, from when to when?"""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q

from personnel.models.offices import Post
from personnel.models.querysets import StaffRows, running_on
from personnel.models.staff import StaffMember
from selection.accounts.models import Organisation


class TenureQuerySet(StaffRows):
    def in_force(self, on: date) -> TenureQuerySet:
        """Begun, neither ended nor voided, and the term not over (A026: it then lapses by itself)."""
        term_runs = Q(ends_on__isnull=True) | Q(ends_on__gte=on)
        return self.filter(running_on(on), term_runs, voided_on__isnull=True)

    def to_come(self, on: date) -> TenureQuerySet:
        """Appointed for a day after ``on``: they hold no post yet, but the post is no longer vacant."""
        return self.filter(starts_on__gt=on, ended_on__isnull=True, voided_on__isnull=True)

    def acting(self, on: date) -> TenureQuerySet:
        """Who looks after a post without having been appointed to it (主持工作), the longest first."""
        looking_after = self.in_force(on).filter(kind=Tenure.Kind.ACTING)
        return looking_after.select_related("staff", "post__department__organisation").order_by("starts_on")

    def counting(self) -> TenureQuerySet:
        return self.filter(counts_quota=True)

    def at(self, organisation: Organisation) -> TenureQuerySet:
        """Tenures of the organisation's posts, wherever the person is registered."""
        return self.filter(post__department__organisation=organisation)


class Tenure(models.Model):
    """One person in one post for one term. ``ended_on`` is the first day no longer in post."""

    class Kind(models.TextChoices):
        APPOINTED = "appointed", "聘任"
        ELECTED = "elected", "选举产生"
        ACTING = "acting", "主持工作"

    class EndReason(models.TextChoices):
        REMOVED = "removed", "免去"
        EXPIRED = "expired", "期满自然免去"
        DISMISSED = "dismissed", "解聘"
        NOT_REAPPOINTED = "not_reappointed", "未续聘"
        TRANSFERRED = "transferred", "交流"

    staff = models.ForeignKey(
        StaffMember, on_delete=models.PROTECT, related_name="tenures", verbose_name="人员"
    )
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="tenures", verbose_name="岗位")
    kind = models.CharField("任职方式", max_length=10, choices=Kind, default=Kind.APPOINTED)
    starts_on = models.DateField("任职时间")
    ends_on = models.DateField("聘期届满日", null=True, blank=True)
    ended_on = models.DateField("离任时间", null=True, blank=True)
    end_reason = models.CharField("离任原因", max_length=16, choices=EndReason, blank=True)
    document = models.CharField("任职文件", max_length=80, blank=True)
    counts_quota = models.BooleanField("占职数", default=True)
    voided_on = models.DateField("宣布无效日期", null=True, blank=True)

    objects = TenureQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "任职"
        default_permissions = ()
        ordering = ["-starts_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["staff", "post", "starts_on"],
                condition=Q(voided_on__isnull=True),
                name="tenure_unique",
                violation_error_message="此人同一岗位同一天的任职已登记。",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="tenure_term_in_order",
                violation_error_message="聘期届满日不能早于任职时间。",
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("starts_on")),
                name="tenure_end_in_order",
                violation_error_message="离任时间不能早于任职时间。",
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True, end_reason="")
                | (Q(ended_on__isnull=False) & ~Q(end_reason="")),
                name="tenure_end_has_reason",
                violation_error_message="离任时间和离任原因请一并填写。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.staff}任{self.post}（{self.starts_on:%Y.%m}）"

    @property
    def is_acting(self) -> bool:
        return self.kind == self.Kind.ACTING

    @property
    def holds(self) -> str:
        """What the person does in the post."""
        return "主持工作" if self.is_acting else "担任"

    @property
    def end(self) -> str:
        """How it ended, of one that did."""
        lapsed = self.end_reason == self.EndReason.EXPIRED
        return "期满，不再主持工作" if self.is_acting and lapsed else self.get_end_reason_display()
