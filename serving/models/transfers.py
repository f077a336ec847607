"""Which transfers has the bureau listed, and what was opened for each?"""

from __future__ import annotations

from django.db import models

from campaigns.models import Plan
from personnel.models import Post, StaffMember
from selection.accounts.acts import Act
from selection.accounts.models import Organisation, User


class TransferListQuerySet(models.QuerySet["TransferList"]):
    def visible_to(self, user: User) -> TransferListQuerySet:
        """A list names people of many schools: only who reviews for the bureau reads it."""
        return self.filter(organisation__in=user.organisations_for(Act.REVIEW_BUREAU))


class TransferList(models.Model):
    """One list as it was read; nothing is opened before the bureau has seen the preview and confirms."""

    class State(models.TextChoices):
        PENDING = "pending", "待确认"
        APPLIED = "applied", "已办理"
        DROPPED = "dropped", "已放弃"

    organisation = models.ForeignKey(Organisation, models.PROTECT, verbose_name="教育局", related_name="+")
    name = models.CharField("文件名", max_length=200)
    rows = models.JSONField("逐行内容", default=list)
    state = models.CharField("状态", max_length=8, choices=State, default=State.PENDING)
    uploaded_by = models.ForeignKey(User, models.PROTECT, verbose_name="上传人", related_name="+")
    uploaded_at = models.DateTimeField("上传时间")

    objects = TransferListQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "调动名单"
        default_permissions = ()
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.name


class Transfer(models.Model):
    """One person of a list, the post that is meant for them, and the plan that was opened for it."""

    of_list = models.ForeignKey(
        TransferList, models.PROTECT, verbose_name="调动名单", related_name="transfers"
    )
    staff = models.ForeignKey(StaffMember, models.PROTECT, verbose_name="人员", related_name="transfers")
    post = models.ForeignKey(Post, models.PROTECT, verbose_name="调任岗位", related_name="+")
    starts_on = models.DateField("到任日期")
    document = models.CharField("依据文件", max_length=80, blank=True)
    plan = models.ForeignKey(Plan, models.PROTECT, verbose_name="方案", related_name="transfers")

    class Meta:
        verbose_name = verbose_name_plural = "调动"
        default_permissions = ()
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "staff"],
                name="transfer_once_in_a_plan",
                violation_error_message="此人已列入这份方案",
            )
        ]

    def __str__(self) -> str:
        return f"{self.staff.name}调任{self.post}"
