"""Meetings, what stood on their agenda, and what was said of whom."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from campaigns.choices import AgendaPurpose, Outcome
from personnel.models import Body, StaffMember
from selection import chinese
from selection.records.models import DatedAct

from .plans import Plan


class Meeting(DatedAct):
    """One meeting that was held (会议), with who was due and who came."""

    plan = models.ForeignKey(Plan, models.PROTECT, verbose_name="方案", related_name="meetings")
    body = models.ForeignKey(Body, models.PROTECT, verbose_name="会议机构", null=True, blank=True)
    name = models.CharField("会议名称", max_length=100)
    place = models.CharField("地点", max_length=100, blank=True)
    chair = models.CharField("主持人", max_length=60, blank=True)
    due = models.PositiveIntegerField("应到人数")
    present = models.PositiveIntegerField("实到人数")
    attendees = models.ManyToManyField(StaffMember, verbose_name="到会成员", blank=True)
    minutes = models.TextField("会议纪要", blank=True)
    is_superseded = models.BooleanField("已作废", default=False)

    class Meta(DatedAct.Meta):
        abstract = False
        verbose_name = verbose_name_plural = "会议"
        ordering = ["-happened_on", "-pk"]
        constraints = [
            *DatedAct.Meta.constraints,
            models.CheckConstraint(
                condition=Q(present__lte=F("due")),
                name="meeting_present_within_due",
                violation_error_message="实到人数不能多于应到人数",
            ),
        ]

    def __str__(self) -> str:
        return f"{chinese.day(self.happened_on)}{self.name}"

    @property
    def numbered(self) -> str:
        """Its name where others are offered as well: one more of the same day under the same name has its number."""
        same = Meeting.objects.filter(plan=self.plan_id, happened_on=self.happened_on, name=self.name)
        before = same.filter(pk__lt=self.pk, is_superseded=False).count()
        return f"{self}（当天第{before + 1}次）" if before else str(self)


class AgendaItemQuerySet(models.QuerySet["AgendaItem"]):
    def confirmed(self) -> AgendaItemQuerySet:
        """Items whose meeting was entered at the time, or whose paper record a second person confirmed."""
        return self.filter(Q(meeting__is_backfilled=False) | Q(meeting__confirmed_at__isnull=False))

    def unconfirmed(self) -> AgendaItemQuerySet:
        return self.filter(meeting__is_backfilled=True, meeting__confirmed_at=None)


class AgendaItem(models.Model):
    """One subject of a meeting (议题) and its resolution; it may speak of several campaigns' persons."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, verbose_name="会议", related_name="items")
    campaign = models.ForeignKey(
        "campaigns.Campaign",
        models.PROTECT,
        verbose_name="选拔任用工作",
        related_name="agenda_items",
        null=True,
        blank=True,
    )
    purpose = models.CharField("议题", max_length=20, choices=AgendaPurpose)
    resolution = models.TextField("会议决定")
    openings = models.ManyToManyField(
        "campaigns.Opening", verbose_name="空缺的岗位", blank=True, related_name="+"
    )
    is_superseded = models.BooleanField("已被后来的决定取代", default=False)

    objects = AgendaItemQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "议题"
        ordering = ["meeting", "pk"]

    def __str__(self) -> str:
        return f"{self.meeting}：{self.get_purpose_display()}"


class AgendaOutcome(models.Model):
    """What the meeting said of one person under one item."""

    item = models.ForeignKey(AgendaItem, models.PROTECT, verbose_name="议题", related_name="outcomes")
    candidacy = models.ForeignKey(
        "campaigns.Candidacy", models.PROTECT, verbose_name="人选", related_name="outcomes"
    )
    outcome = models.CharField("意见", max_length=10, choices=Outcome)
    note = models.CharField("说明", max_length=300, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "议题意见"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["item", "candidacy"],
                name="agenda_outcome_once",
                violation_error_message="同一议题对同一人选只能有一种意见",
            )
        ]

    def __str__(self) -> str:
        return f"{self.candidacy} {self.get_outcome_display()}"
