"""In which order do those who contend speak, and who did not come?"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from campaigns.choices import DrawnBy
from personnel.models import StaffMember
from selection.accounts.models import User
from selection.records.models import DatedAct

from .campaigns import Campaign
from .contest import Presentation


class Draw(DatedAct):
    """One draw of the speaking order: made by the system in the act, or entered from paper."""

    presentation = models.ForeignKey(
        Presentation, models.PROTECT, verbose_name="竞岗演讲", related_name="draws"
    )
    drawn_by = models.CharField("抽签方式", max_length=10, choices=DrawnBy)
    is_superseded = models.BooleanField("已作废", default=False)

    class Meta(DatedAct.Meta):
        abstract = False
        verbose_name = verbose_name_plural = "抽签"
        ordering = ["pk"]
        constraints = [
            *DatedAct.Meta.constraints,
            models.UniqueConstraint(
                fields=["presentation"],
                condition=Q(is_superseded=False),
                name="draw_once",
                violation_error_message="演讲顺序已经抽签，只抽一次",
            ),
            models.CheckConstraint(
                condition=Q(drawn_by=DrawnBy.SYSTEM) | Q(is_backfilled=True),
                name="draw_is_not_typed",
                violation_error_message="演讲顺序由系统抽签，或按现场抽签的记录补录",
            ),
        ]

    def __str__(self) -> str:
        return f"演讲顺序抽签（{self.get_drawn_by_display()}）"

    @property
    def campaign(self) -> Campaign:
        return self.presentation.campaign

    @property
    def said(self) -> list[str]:
        return [str(slot) for slot in self.slots.select_related("staff")]


class SlotQuerySet(models.QuerySet["Slot"]):
    def visible_to(self, user: User) -> SlotQuerySet:
        return self.filter(draw__presentation__in=Presentation.objects.visible_to(user))


class Slot(models.Model):
    """Whose turn it is: one person with a number, who speaks once though standing for several posts."""

    draw = models.ForeignKey(Draw, models.PROTECT, verbose_name="抽签", related_name="slots")
    staff = models.ForeignKey(StaffMember, models.PROTECT, verbose_name="人员", related_name="slots")
    number = models.PositiveSmallIntegerField("序号")
    spoke_on = models.DateField("演讲日期", null=True, blank=True)
    absence = models.CharField("未到场的情况", max_length=200, blank=True)
    absence_said_by = models.ForeignKey(
        User, models.PROTECT, verbose_name="登记未到场的人", null=True, blank=True, related_name="+"
    )
    absence_confirmed_by = models.ForeignKey(
        User, models.PROTECT, verbose_name="确认未到场的人", null=True, blank=True, related_name="+"
    )

    objects = SlotQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "演讲顺序"
        ordering = ["draw", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["draw", "number"], name="slot_number_once", violation_error_message="序号有重复"
            ),
            models.UniqueConstraint(
                fields=["draw", "staff"], name="slot_person_once", violation_error_message="同一人只演讲一次"
            ),
            models.CheckConstraint(
                condition=Q(spoke_on=None) | Q(absence=""),
                name="slot_spoke_or_was_absent",
                violation_error_message="同一人不能既已演讲又未到场",
            ),
            models.CheckConstraint(
                condition=Q(absence_confirmed_by=None)
                | (~Q(absence="") & ~Q(absence_confirmed_by=models.F("absence_said_by"))),
                name="slot_absence_confirmed_by_another",
                violation_error_message="未到场须由登记人以外的人确认",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}号 {self.staff.name}"

    @property
    def awaits_confirmation(self) -> bool:
        return bool(self.absence) and self.absence_confirmed_by_id is None
