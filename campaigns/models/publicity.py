"""The notice of who is to be appointed, and what was said against it."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django_fsm import FSMField, FSMModelMixin, transition

from campaigns.choices import ObjectionChannel, ObjectionConclusion
from selection.fields import EncryptedTextField
from selection.records.models import DatedAct

from .campaigns import Campaign
from .candidacies import Candidacy


class PublicityQuerySet(models.QuerySet["Publicity"]):
    def due(self, now: datetime) -> PublicityQuerySet:
        """Running ones whose last day is over; provisional ends and paused campaigns wait."""
        return self.filter(
            state="running", is_provisional=False, ends_at__lte=now, campaign__suspended_on=None
        ).order_by("ends_at")


class Publicity(FSMModelMixin, DatedAct):
    """拟聘公示: posted on ``happened_on``, counted from ``first_day`` to ``last_day`` (24:00)."""

    class State(models.TextChoices):
        RUNNING = "running", "公示中"
        ENDED = "ended", "公示期满"
        CONCLUDED = "concluded", "已作结论"
        REVOKED = "revoked", "已撤销"

    campaign = models.ForeignKey(
        Campaign, models.PROTECT, verbose_name="选拔任用工作", related_name="publicities"
    )
    candidacies = models.ManyToManyField(Candidacy, verbose_name="拟聘人选", related_name="publicities")
    state = FSMField("状态", default=State.RUNNING, choices=State.choices, protected=True)
    channels = models.JSONField("公示方式", default=list)
    contact = models.CharField("受理方式", max_length=200)
    first_day = models.DateField("起算日")
    last_day = models.DateField("截止日")
    is_provisional = models.BooleanField("截止日暂定", default=False)
    ends_at = models.DateTimeField("截止时间")
    ended_at = models.DateTimeField("期满时间", null=True, blank=True)
    conclusion = models.TextField("公示结果", blank=True)

    objects = PublicityQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "拟聘公示"
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"拟聘公示（{self.first_day:%Y-%m-%d}至{self.last_day:%Y-%m-%d}）"

    @transition(state, source=State.RUNNING, target=State.ENDED, custom={"label": "公示期满"})
    def end(self) -> None:
        pass

    @transition(state, source=State.ENDED, target=State.CONCLUDED, custom={"label": "作出公示结论"})
    def conclude(self) -> None:
        pass

    @transition(
        state, source=[State.RUNNING, State.ENDED], target=State.REVOKED, custom={"label": "撤销公示"}
    )
    def revoke(self) -> None:
        pass


class Objection(FSMModelMixin, models.Model):
    """反映事项: an objection to a person, from receipt to conclusion; an open one holds the person."""

    class State(models.TextChoices):
        RECEIVED = "received", "已受理"
        INVESTIGATING = "investigating", "核查中"
        RESOLVED = "resolved", "已办结"

    campaign = models.ForeignKey(
        Campaign, models.PROTECT, verbose_name="选拔任用工作", related_name="objections"
    )
    candidacy = models.ForeignKey(
        Candidacy, models.PROTECT, verbose_name="反映对象", related_name="objections"
    )
    received_on = models.DateField("收到日期")
    channel = models.CharField("方式", max_length=10, choices=ObjectionChannel)
    is_signed = models.BooleanField("是否署名", default=False)
    summary = EncryptedTextField("内容摘要")
    state = FSMField("状态", default=State.RECEIVED, choices=State.choices, protected=True)
    investigator = models.CharField("核查人", max_length=60, blank=True)
    findings = EncryptedTextField("核查情况", blank=True)
    conclusion = models.CharField("核查结论", max_length=16, choices=ObjectionConclusion, blank=True)
    disposition = models.CharField("处理意见", max_length=300, blank=True)
    resolved_on = models.DateField("办结日期", null=True, blank=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="登记人", related_name="+"
    )

    class Meta:
        verbose_name = verbose_name_plural = "反映事项"
        ordering = ["-received_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="resolved") | (~Q(conclusion="") & ~Q(disposition="")),
                name="objection_resolved_with_conclusion",
                violation_error_message="办结反映事项须填写核查结论和处理意见",
            )
        ]

    def __str__(self) -> str:
        return f"{self.received_on:%Y-%m-%d} {self.get_channel_display()}"

    @transition(state, source=State.RECEIVED, target=State.INVESTIGATING, custom={"label": "开始核查"})
    def investigate(self) -> None:
        pass

    @transition(
        state, source=[State.RECEIVED, State.INVESTIGATING], target=State.RESOLVED, custom={"label": "办结"}
    )
    def resolve(self) -> None:
        pass
