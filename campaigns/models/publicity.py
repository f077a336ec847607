"""The notice of who is to be appointed."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import F, Q
from django_fsm import FSMField, transition

from campaigns.choices import PUBLICITY, Audience
from campaigns.readers import Reader, readable
from campaigns.rulesets.values import COUNTING, UNITS
from selection import chinese
from selection.machines import StateMachine
from selection.records.models import Attachment, DatedAct

from .acts import Act
from .campaigns import Campaign
from .candidacies import Candidacy


class PublicityQuerySet(models.QuerySet["Publicity"]):
    def confirmed(self) -> PublicityQuerySet:
        """Entered at the time, or vouched for by a second person."""
        return self.filter(Q(is_backfilled=False) | Q(confirmed_at__isnull=False))

    def running(self) -> PublicityQuerySet:
        """Those whose period counts and does not stand still."""
        return self.confirmed().filter(state="running", campaign__suspended_on=None)

    def due(self, now: datetime) -> PublicityQuerySet:
        """Running ones whose last day is over; a provisional end waits for its year's arrangement."""
        return self.running().filter(is_provisional=False, ends_at__lte=now).order_by("ends_at", "pk")

    def standing(self) -> PublicityQuerySet:
        return self.exclude(state="revoked")

    def concluded_for(self, campaign: Campaign) -> PublicityQuerySet:
        """Concluded ones of the campaign, and of those it follows where they name somebody who goes on here."""
        named = Q(campaign__in=campaign.sources_of(PUBLICITY), candidacies__in=campaign.live())
        return self.filter(Q(campaign=campaign) | named, state="concluded").distinct().order_by("pk")

    def hanging(self) -> PublicityQuerySet:
        """Until it is settled, also while the period stands still."""
        return self.confirmed().filter(state__in=["running", "ended"])

    def posted_to(self, reader: Reader) -> PublicityQuerySet:
        """What everybody may read, and what hangs in the reader's own school."""
        is_public = Q(audience=Audience.PUBLIC)
        return self.hanging().filter(readable(reader, is_public, "campaign__plan__organisation"))


class Publicity(StateMachine, DatedAct):
    """拟聘公示: posted on ``happened_on``, counted from ``first_day`` to ``last_day`` (24:00).

    ``length``, ``unit`` and ``count_from`` say how it is counted, should it have to be counted again.
    """

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
    audience = models.CharField("谁能看到", max_length=10, choices=Audience, default=Audience.SCHOOL)
    length = models.PositiveSmallIntegerField("公示期长度")
    unit = models.CharField("公示期单位", max_length=8, choices=UNITS)
    count_from = models.CharField("起算方式", max_length=12, choices=COUNTING)
    first_day = models.DateField("起算日")
    last_day = models.DateField("截止日")
    is_provisional = models.BooleanField("截止日暂定", default=False)
    ends_at = models.DateTimeField("截止时间")
    ended_at = models.DateTimeField("期满时间", null=True, blank=True)
    conclusion = models.TextField("公示结果", blank=True)

    objects = PublicityQuerySet.as_manager()

    class Meta(DatedAct.Meta):
        abstract = False
        verbose_name = verbose_name_plural = "拟聘公示"
        ordering = ["-pk"]
        constraints = [
            *DatedAct.Meta.constraints,
            models.CheckConstraint(
                condition=Q(first_day__gte=F("happened_on"), last_day__gte=F("first_day")),
                name="publicity_days_in_order",
                violation_error_message="公示起算日不能早于发布日期，截止日不能早于起算日",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["ended", "concluded"]) | Q(ended_at__isnull=False),
                name="publicity_over_has_an_end",
                violation_error_message="公示期满须记录期满时间",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["concluded", "revoked"]) | ~Q(conclusion=""),
                name="publicity_settled_has_words",
                violation_error_message="请写明公示结果或撤销原因",
            ),
        ]

    def __str__(self) -> str:
        return f"拟聘公示（{chinese.day(self.first_day)}至{chinese.day(self.last_day)}）"

    @transition(state, source=State.RUNNING, target=State.ENDED, custom={"label": "公示期满"})
    def end(self) -> None:
        pass

    @transition(state, source=State.ENDED, target=State.CONCLUDED, custom={"label": "作出公示结论"})
    def conclude(self) -> None:
        pass

    @transition(
        state,
        source=[State.RUNNING, State.ENDED, State.CONCLUDED],
        target=State.REVOKED,
        custom={"label": "撤销公示"},
    )
    def revoke(self) -> None:
        pass

    @property
    def period(self) -> str:
        """The length in words, as the notice prints it."""
        return f"{self.length}{self.get_unit_display()}"


class BoardPhoto(models.Model):
    """张贴照片: a picture of the board on which a 公示 or 考察公告 hung, as proof that it was posted."""

    publicity = models.ForeignKey(
        Publicity,
        models.PROTECT,
        verbose_name="拟聘公示",
        null=True,
        blank=True,
        related_name="board_photos",
    )
    act = models.ForeignKey(
        Act, models.PROTECT, verbose_name="考察公告", null=True, blank=True, related_name="board_photos"
    )
    attachment = models.OneToOneField(
        Attachment, models.PROTECT, verbose_name="附件", related_name="board_photo"
    )

    class Meta:
        verbose_name = verbose_name_plural = "张贴照片"
        default_permissions = ()
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(publicity=None, act__isnull=False) | Q(publicity__isnull=False, act=None),
                name="board_photo_of_one_notice",
                violation_error_message="张贴照片须说明是哪次公示或公告的",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.publicity or self.act}的张贴照片"
