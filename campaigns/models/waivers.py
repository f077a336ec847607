"""Exceptions that somebody granted, and advice that somebody read."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from campaigns.choices import Approver, WaiverKind
from selection import chinese, clock
from selection.accounts.models import Organisation
from selection.records.models import Attachment, Review

from .campaigns import Campaign
from .candidacies import Candidacy
from .meetings import AgendaItem


class WaiverQuerySet(models.QuerySet["Waiver"]):
    def expired(self) -> WaiverQuerySet:
        return self.filter(granted_on__isnull=False, expires_on__lt=clock.today())

    def granted_in(self, year: int, organisation: Organisation) -> WaiverQuerySet:
        """What the yearly report lists: by kind, of the organisation and of all below it."""
        below = self.filter(campaign__plan__organisation__path__startswith=organisation.path)
        return below.filter(granted_on__year=year).order_by("kind", "campaign__plan__organisation", "pk")


class Waiver(models.Model):
    """例外事项: one sentence that its approver lets pass; it lapses with its term or when the sentence changes."""

    campaign = models.ForeignKey(
        Campaign, models.PROTECT, verbose_name="选拔任用工作", related_name="waivers"
    )
    candidacy = models.ForeignKey(
        Candidacy, models.PROTECT, verbose_name="人选", null=True, blank=True, related_name="waivers"
    )
    rule = models.CharField("规则", max_length=60)
    kind = models.CharField("类别", max_length=16, choices=WaiverKind, default=WaiverKind.OTHER)
    sentence = models.CharField("不符合的情形", max_length=300)
    reason = models.TextField("理由", max_length=1000)
    proof = models.ForeignKey(Attachment, models.PROTECT, verbose_name="佐证材料", null=True, blank=True)
    approver = models.CharField("批准机关", max_length=20, choices=Approver)
    agenda_item = models.ForeignKey(
        AgendaItem, models.PROTECT, verbose_name="研究议题", null=True, blank=True, related_name="waivers"
    )
    review = models.OneToOneField(
        Review, models.PROTECT, verbose_name="送审", null=True, blank=True, related_name="waiver"
    )
    granted_on = models.DateField("批准日期", null=True, blank=True)
    expires_on = models.DateField("有效期至", null=True, blank=True)
    is_renewed = models.BooleanField("到期后已另行申请", default=False)
    refused_on = models.DateField("不批准日期", null=True, blank=True)
    refusal = models.CharField("不批准的理由", max_length=300, blank=True)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="申请人", related_name="+"
    )

    objects = WaiverQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "例外事项"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "candidacy", "rule", "sentence"],
                condition=Q(candidacy__isnull=False, refused_on__isnull=True, is_renewed=False),
                name="waiver_once_a_person",
                violation_error_message="这一情形已申请过例外",
            ),
            models.UniqueConstraint(
                fields=["campaign", "rule", "sentence"],
                condition=Q(candidacy__isnull=True, refused_on__isnull=True, is_renewed=False),
                name="waiver_once",
                violation_error_message="这一情形已申请过例外",
            ),
            models.CheckConstraint(
                condition=Q(granted_on=None) | Q(refused_on=None),
                name="waiver_one_answer",
                violation_error_message="例外事项不能既批准又不批准",
            ),
            models.CheckConstraint(
                condition=Q(refused_on=None) | ~Q(refusal=""),
                name="waiver_refused_with_reason",
                violation_error_message="不批准例外事项请写明理由",
            ),
        ]

    def __str__(self) -> str:
        return self.sentence

    @property
    def is_granted(self) -> bool:
        return self.granted_on is not None

    @property
    def is_expired(self) -> bool:
        """The last day of its term still counts."""
        return self.is_granted and self.expires_on is not None and self.expires_on < clock.today()

    @property
    def is_in_force(self) -> bool:
        return self.is_granted and not self.is_expired

    @property
    def is_open(self) -> bool:
        """Neither granted nor refused."""
        return self.granted_on is None and self.refused_on is None


class Acknowledgement(models.Model):
    """Advice that a named person has read (ADVISE): it never stops, but it is on record."""

    campaign = models.ForeignKey(
        Campaign, models.PROTECT, verbose_name="选拔任用工作", related_name="acknowledgements"
    )
    rule = models.CharField("规则", max_length=60)
    sentence = models.CharField("提示", max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="知悉人", related_name="+")
    at = models.DateTimeField("知悉时间")

    class Meta:
        verbose_name = verbose_name_plural = "已知悉的提示"
        constraints = [
            models.UniqueConstraint(fields=["campaign", "rule", "sentence"], name="acknowledged_once")
        ]

    def __str__(self) -> str:
        return self.sentence


class Suspension(models.Model):
    """暂停: from its first to its last day the campaign's periods stand still."""

    campaign = models.ForeignKey(
        Campaign, models.PROTECT, verbose_name="选拔任用工作", related_name="suspensions"
    )
    started_on = models.DateField("暂停日期")
    ended_on = models.DateField("恢复日期", null=True, blank=True)
    reason = models.CharField("原因", max_length=300)

    class Meta:
        verbose_name = verbose_name_plural = "暂停"
        ordering = ["started_on"]

    def __str__(self) -> str:
        return f"{chinese.day(self.started_on)}起暂停"
