"""What was a person told, and with which code may the person set a password?"""

from __future__ import annotations

from django.db import models

from selection import clock
from selection.accounts.models.users import User


class NotificationQuerySet(models.QuerySet["Notification"]):
    def visible_to(self, user: User) -> NotificationQuerySet:
        return self.filter(user=user)

    def unread(self) -> NotificationQuerySet:
        return self.filter(read_at=None)


class Notification(models.Model):
    """One sentence told to one person inside the system."""

    user = models.ForeignKey(User, models.CASCADE, verbose_name="接收人", related_name="notifications")
    sentence = models.CharField("内容", max_length=300)
    url = models.CharField("链接", max_length=300, blank=True)
    created_at = models.DateTimeField("时间", default=clock.now, editable=False)
    read_at = models.DateTimeField("已读时间", null=True, blank=True)

    objects = NotificationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "消息"
        ordering = ["-created_at", "-pk"]
        default_permissions = ()
        indexes = [models.Index(fields=["user", "read_at"], name="notification_unread")]

    def __str__(self) -> str:
        return self.sentence


class SetPasswordCode(models.Model):
    """One code with which a person sets the password of an account, once; only its hash is here."""

    user = models.ForeignKey(User, models.CASCADE, verbose_name="账号", related_name="set_password_codes")
    digest = models.CharField("口令码校验值", max_length=64, unique=True)
    issued_by = models.ForeignKey(User, models.PROTECT, verbose_name="发放人", related_name="+", null=True)
    issued_at = models.DateTimeField("发放时间", default=clock.now, editable=False)
    expires_at = models.DateTimeField("失效时间")
    used_at = models.DateTimeField("使用时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "设置口令码"
        ordering = ["-issued_at"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.user} {self.issued_at:%Y-%m-%d}"
