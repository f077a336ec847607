"""Appointments and their filing with the bureau (任职备案)."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django_fsm import FSMField, FSMModelMixin, transition

from campaigns.choices import Issuer
from personnel.models import Tenure
from selection.accounts.models import User
from selection.records.models import DatedAct, Paper

from .campaigns import Campaign
from .candidacies import Candidacy


class Appointment(models.Model):
    """One person's appointment: who issued it, on which paper, for which term."""

    candidacy = models.OneToOneField(
        Candidacy, models.PROTECT, verbose_name="人选", related_name="appointment"
    )
    issuer = models.CharField("办理方式", max_length=10, choices=Issuer)
    paper = models.ForeignKey(
        Paper, models.PROTECT, verbose_name="聘任文件", null=True, blank=True, related_name="appointments"
    )
    document = models.CharField("文件或结果文号", max_length=80, blank=True)
    issued_on = models.DateField("办理日期")
    starts_on = models.DateField("聘期起")
    ends_on = models.DateField("聘期止")
    tenure = models.OneToOneField(Tenure, models.PROTECT, verbose_name="任职登记", null=True, blank=True)
    voided_on = models.DateField("宣布无效日期", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "聘任"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"聘任{self.candidacy}"


class FilingQuerySet(models.QuerySet["Filing"]):
    def overdue(self, now: datetime) -> FilingQuerySet:
        return self.filter(
            state__in=["due", "sent_back"],
            is_provisional=False,
            due_at__lte=now,
            overdue_since=None,
            campaign__suspended_on=None,
        ).order_by("due_at")

    def waiting_for(self, user: User) -> FilingQuerySet:
        return self.filter(
            state="submitted", campaign__plan__organisation__in=user.organisations_for("review_bureau")
        )


class Filing(FSMModelMixin, DatedAct):
    """备案 of one campaign's appointments: due by a date, submitted, answered.

    ``happened_on`` is the day the package was sent; on paper its scan is the attachment.
    """

    class State(models.TextChoices):
        DUE = "due", "待报送"
        SUBMITTED = "submitted", "已报送"
        ACCEPTED = "accepted", "已批复备案"
        SENT_BACK = "sent_back", "退回补正"

    campaign = models.OneToOneField(
        Campaign, models.PROTECT, verbose_name="选拔任用工作", related_name="filing"
    )
    state = FSMField("状态", default=State.DUE, choices=State.choices, protected=True)
    due_on = models.DateField("报送期限")
    due_at = models.DateTimeField("报送截止时间")
    is_provisional = models.BooleanField("期限暂定", default=False)
    overdue_since = models.DateTimeField("逾期起", null=True, blank=True)
    report = models.ForeignKey(
        Paper, models.PROTECT, verbose_name="备案报告", null=True, blank=True, related_name="filings"
    )
    reply_number = models.CharField("批复文号", max_length=80, blank=True)
    reply_on = models.DateField("批复日期", null=True, blank=True)
    remarks = models.TextField("批复意见", blank=True)

    objects = FilingQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "备案"

    def __str__(self) -> str:
        return f"{self.campaign}备案"

    @transition(
        state, source=[State.DUE, State.SENT_BACK], target=State.SUBMITTED, custom={"label": "报送备案"}
    )
    def submit(self) -> None:
        pass

    @transition(state, source=State.SUBMITTED, target=State.ACCEPTED, custom={"label": "批复备案"})
    def accept(self) -> None:
        pass

    @transition(state, source=State.SUBMITTED, target=State.SENT_BACK, custom={"label": "退回补正"})
    def send_back(self) -> None:
        pass
