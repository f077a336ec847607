"""Acts of the procedure that leave a date, words, figures and a proof."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q

from campaigns.choices import ActKind, Audience, Stage
from campaigns.particulars import particulars
from campaigns.readers import Reader, readable
from selection import chinese
from selection.records.models import DatedAct

from .plans import Plan


class ActQuerySet(models.QuerySet["Act"]):
    def of(self, kind: ActKind) -> ActQuerySet:
        return self.filter(kind=kind, is_superseded=False)

    def confirmed(self) -> ActQuerySet:
        return self.filter(Q(is_backfilled=False) | Q(confirmed_at__isnull=False))

    def posted_to(self, reader: Reader) -> ActQuerySet:
        """考察公告 that everybody may read, or that hang in the reader's own school, while the inspection goes on."""
        reach = readable(reader, Q(figures__audience=Audience.PUBLIC), "plan__organisation")
        hanging = self.of(ActKind.INSPECTION_NOTICE).confirmed()
        return hanging.filter(reach, campaign__stage__in=(Stage.EVALUATE, Stage.INSPECT))

    def by(self, day: date) -> ActQuerySet:
        return self.filter(happened_on__lte=day)


class Act(DatedAct):
    """One act on a plan, a campaign or a person: done in the system or entered from paper."""

    plan = models.ForeignKey(Plan, models.PROTECT, verbose_name="方案", related_name="acts")
    campaign = models.ForeignKey(
        "campaigns.Campaign",
        models.PROTECT,
        verbose_name="选拔任用工作",
        null=True,
        blank=True,
        related_name="acts",
    )
    candidacy = models.ForeignKey(
        "campaigns.Candidacy", models.PROTECT, verbose_name="人选", null=True, blank=True, related_name="acts"
    )
    kind = models.CharField("事项", max_length=24, choices=ActKind)
    text = models.TextField("内容", blank=True)
    figures = models.JSONField("数据", default=dict, blank=True)
    is_superseded = models.BooleanField("已被后来的办理取代", default=False)

    objects = ActQuerySet.as_manager()

    class Meta(DatedAct.Meta):
        abstract = False
        verbose_name = verbose_name_plural = "办理事项"
        ordering = ["happened_on", "pk"]

    @property
    def particulars(self) -> list[str]:
        return particulars(self)

    def __str__(self) -> str:
        return f"{chinese.day(self.happened_on)}{self.get_kind_display()}"
