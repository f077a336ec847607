"""Which materials were listed for destruction, by whom, and who saw to it?"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django_fsm import FSMField, transition

from selection import chinese, clock
from selection.accounts.models import Organisation, User
from selection.machines import StateMachine


class DestructionListQuerySet(models.QuerySet["DestructionList"]):
    def visible_to(self, user: User) -> DestructionListQuerySet:
        return self.filter(organisation__in=user.organisations_for("view_ledger"))


class DestructionList(StateMachine, models.Model):
    """销毁清册: drawn up by one person, carried out by another, kept for good."""

    class State(models.TextChoices):
        DRAWN_UP = "drawn_up", "待监销"
        CARRIED_OUT = "carried_out", "已销毁"
        DROPPED = "dropped", "已撤回"

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name="单位", related_name="destruction_lists"
    )
    reason = models.CharField("鉴定意见", max_length=300)
    state = FSMField("状态", default=State.DRAWN_UP, choices=State.choices, protected=True)
    drawn_up_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="列册人", related_name="+"
    )
    drawn_up_on = models.DateField("列册日期", default=clock.today)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name="监销人",
        null=True,
        blank=True,
        related_name="+",
    )
    settled_on = models.DateField("销毁日期", null=True, blank=True)

    objects = DestructionListQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "销毁清册"
        default_permissions = ()
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="carried_out")
                | Q(settled_by__isnull=False, settled_on__isnull=False) & ~Q(settled_by=F("drawn_up_by")),
                name="destroyed_by_two",
                violation_error_message="销毁须由列册人以外的人监销",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation.short_name}{chinese.day(self.drawn_up_on)}销毁清册"

    def get_absolute_url(self) -> str:
        return reverse("keeping:list", args=[self.pk])

    @transition(state, source=State.DRAWN_UP, target=State.CARRIED_OUT, custom={"label": "监销"})
    def carry_out(self) -> None:
        pass

    @transition(state, source=State.DRAWN_UP, target=State.DROPPED, custom={"label": "撤回"})
    def drop(self) -> None:
        pass


class DestructionLineQuerySet(models.QuerySet["DestructionLine"]):
    def destroyed_at(self, school: Organisation) -> DestructionLineQuerySet:
        state = DestructionList.State.CARRIED_OUT
        return self.filter(list__organisation=school, list__state=state)

    def waiting_at(self, school: Organisation) -> DestructionLineQuerySet:
        state = DestructionList.State.DRAWN_UP
        return self.filter(list__organisation=school, list__state=state)


class DestructionLine(models.Model):
    """One thing on the list: what it is and how long it was kept, of its content nothing."""

    list = models.ForeignKey(DestructionList, models.PROTECT, verbose_name="清册", related_name="lines")
    kind = models.CharField("种类", max_length=20)
    kind_title = models.CharField("种类名称", max_length=60)
    key = models.CharField("编号", max_length=40)
    title = models.CharField("题名", max_length=200)
    since = models.DateField("保管起算日")
    years = models.PositiveSmallIntegerField("保管年限")
    count = models.PositiveIntegerField("份数")

    objects = DestructionLineQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "销毁清册条目"
        default_permissions = ()
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["list", "kind", "key"],
                name="listed_once",
                violation_error_message="同一材料在清册中只列一次",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind_title} {self.title}"
