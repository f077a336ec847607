"""Who entered a contest for a post, when that was open, and for which posts (竞岗报名)."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django_fsm import FSMField, transition

from campaigns.choices import ENTERING, Scope
from personnel.models import StaffMember
from selection import chinese, clock
from selection.accounts.models import Organisation, User
from selection.machines import StateMachine
from selection.records.models import DatedAct

from .campaigns import Campaign
from .candidacies import Candidacy
from .meetings import AgendaItem
from .openings import Opening
from .plans import Plan


class RegistrationQuerySet(models.QuerySet["Registration"]):
    def open_at(self, instant: datetime) -> RegistrationQuerySet:
        return self.filter(opens_at__lte=instant, closes_at__gt=instant)


class Registration(models.Model):
    """One window in which people may enter (报名时段); a later one says why it was opened."""

    campaign = models.ForeignKey(
        Campaign, models.PROTECT, verbose_name="选拔任用工作", related_name="registrations"
    )
    number = models.PositiveSmallIntegerField("第几次")
    scope = models.CharField("竞聘范围", max_length=10, choices=Scope, default=Scope.SCHOOL)
    opens_at = models.DateTimeField("报名开始")
    closes_at = models.DateTimeField("报名截止")
    how = models.CharField("报名办法", max_length=300)
    conditions = models.CharField("其他条件和说明", max_length=600, blank=True)
    reason = models.CharField("再次开放报名的原因", max_length=300, blank=True)
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="设定人", related_name="+"
    )
    set_at = models.DateTimeField("设定时间")

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "报名时段"
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "number"],
                name="registration_number_once",
                violation_error_message="这一次报名已经设定",
            ),
            models.CheckConstraint(
                condition=Q(closes_at__gt=F("opens_at")),
                name="registration_closes_after_it_opens",
                violation_error_message="报名截止须晚于报名开始",
            ),
            models.CheckConstraint(
                condition=Q(number=1) | ~Q(reason=""),
                name="registration_again_has_a_reason",
                violation_error_message="再次开放报名请写明原因",
            ),
        ]

    def __str__(self) -> str:
        return f"{chinese.moment(self.opens_at)}至{chinese.deadline(self.closes_at)}"

    @property
    def has_opened(self) -> bool:
        return self.opens_at <= clock.now()

    @property
    def is_open(self) -> bool:
        return self.has_opened and self.closes_at > clock.now()

    def reaches(self, organisation: Organisation | None) -> bool:
        """Whether somebody of that organisation may enter."""
        school = self.campaign.plan.organisation
        if organisation is None or organisation == school:
            return organisation is not None
        within = {Scope.ZONE: school.zone, Scope.COUNTY: school.bureau}.get(Scope(self.scope))
        return within is not None and organisation.path.startswith(within.path)


class LateEntry(DatedAct):
    """A named person who may enter after the deadline, until when, why, and who allowed it."""

    campaign = models.ForeignKey(
        Campaign, models.PROTECT, verbose_name="选拔任用工作", related_name="late_entries"
    )
    staff = models.ForeignKey(StaffMember, models.PROTECT, verbose_name="人员", related_name="late_entries")
    until = models.DateTimeField("可报名到")
    reason = models.CharField("原因", max_length=300)
    allowed_by = models.CharField("批准人", max_length=60)

    class Meta(DatedAct.Meta):
        abstract = False
        verbose_name = verbose_name_plural = "逾期报名许可"
        ordering = ["pk"]
        constraints = [
            *DatedAct.Meta.constraints,
            models.CheckConstraint(
                condition=~Q(reason="") & ~Q(allowed_by=""),
                name="late_entry_says_why_and_by_whom",
                violation_error_message="逾期报名请写明原因和批准人",
            ),
        ]

    def __str__(self) -> str:
        return f"准许{self.staff.name}逾期报名（到{chinese.deadline(self.until)}）"

    @property
    def plan(self) -> Plan:
        return self.campaign.plan


class ContestEntryQuerySet(models.QuerySet["Entry"]):
    def visible_to(self, user: User) -> ContestEntryQuerySet:
        """To those who work on the plan; whoever entered has a page of their own."""
        return self.filter(campaign__in=Campaign.objects.visible_to(user))

    def standing(self) -> ContestEntryQuerySet:
        return self.exclude(state=Entry.State.WITHDRAWN)

    def confirmed(self) -> ContestEntryQuerySet:
        return self.filter(Q(is_backfilled=False) | Q(confirmed_at__isnull=False))

    def unconfirmed(self) -> ContestEntryQuerySet:
        return self.filter(is_backfilled=True, confirmed_at=None)

    def of(self, user: User) -> ContestEntryQuerySet:
        return self.filter(staff__user=user)


class Entry(StateMachine, DatedAct):
    """One person who entered (报名), by their own application or put forward by a meeting.

    ``facts`` are what the register said of the person then. What became of each preference is told by its
    candidacy, which comes into being when screening begins.
    """

    class State(models.TextChoices):
        ENTERED = "entered", "已报名"
        QUALIFIED = "qualified", "资格审查合格"
        UNQUALIFIED = "unqualified", "未通过资格审查"
        WITHDRAWN = "withdrawn", "已退出"

    campaign = models.ForeignKey(
        Campaign, models.PROTECT, verbose_name="选拔任用工作", related_name="entries"
    )
    staff = models.ForeignKey(StaffMember, models.PROTECT, verbose_name="人员", related_name="entries")
    source = models.CharField(
        "报名方式", max_length=10, choices=[(each.value, each.label) for each in ENTERING]
    )
    statement = models.TextField("竞聘理由和工作设想", max_length=3000, blank=True)
    pledge = models.CharField("承诺", max_length=300, blank=True)
    correction = models.CharField("信息更正说明", max_length=300, blank=True)
    phone = models.CharField("联系电话", max_length=30, blank=True)
    facts = models.JSONField("报名时的名册信息", default=dict)
    item = models.ForeignKey(
        AgendaItem,
        models.PROTECT,
        verbose_name="组织推荐的议题",
        null=True,
        blank=True,
        related_name="entries",
    )
    late = models.ForeignKey(
        LateEntry, models.PROTECT, verbose_name="逾期报名许可", null=True, blank=True, related_name="entries"
    )
    state = FSMField("状态", default=State.ENTERED, choices=State.choices, protected=True)
    state_reason = models.CharField("状态说明", max_length=600, blank=True)

    objects = ContestEntryQuerySet.as_manager()

    class Meta(DatedAct.Meta):
        abstract = False
        verbose_name = verbose_name_plural = "报名"
        ordering = ["pk"]
        constraints = [
            *DatedAct.Meta.constraints,
            models.UniqueConstraint(
                fields=["campaign", "staff"],
                condition=~Q(state="withdrawn"),
                name="entry_once",
                violation_error_message="此人已经报名",
            ),
            models.CheckConstraint(
                condition=~Q(source="self") | (~Q(statement="") & ~Q(pledge="")),
                name="entry_by_oneself_is_applied_for",
                violation_error_message="个人自荐须填写竞聘理由并作出承诺",
            ),
            models.CheckConstraint(
                condition=~Q(source="school") | Q(item__isnull=False),
                name="entry_by_the_school_has_a_meeting",
                violation_error_message="组织推荐须依据班子会议的研究结果",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["unqualified", "withdrawn"]) | ~Q(state_reason=""),
                name="entry_that_ends_says_why",
                violation_error_message="退出报名或未通过资格审查须写明原因",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.staff.name}的报名"

    @property
    def plan(self) -> Plan:
        return self.campaign.plan

    @transition(
        state,
        source=[State.ENTERED, State.UNQUALIFIED],
        target=State.QUALIFIED,
        custom={"label": "资格审查合格"},
    )
    def qualify(self) -> None:
        pass

    @transition(
        state,
        source=[State.ENTERED, State.QUALIFIED],
        target=State.UNQUALIFIED,
        custom={"label": "未通过资格审查"},
    )
    def fail(self) -> None:
        pass

    @transition(
        state, source=[State.ENTERED, State.QUALIFIED], target=State.WITHDRAWN, custom={"label": "退出报名"}
    )
    def withdraw(self) -> None:
        pass

    @property
    def is_in_screening(self) -> bool:
        return any(each.candidacy_id for each in self.preferences.all())


class Preference(models.Model):
    """A post that a person entered for (岗位志愿), the first or the second of theirs."""

    entry = models.ForeignKey(Entry, models.PROTECT, verbose_name="报名", related_name="preferences")
    rank = models.PositiveSmallIntegerField("第几志愿")
    opening = models.ForeignKey(Opening, models.PROTECT, verbose_name="岗位", related_name="preferences")
    candidacy = models.OneToOneField(
        Candidacy, models.PROTECT, verbose_name="人选", null=True, blank=True, related_name="preference"
    )

    class Meta:
        verbose_name = verbose_name_plural = "岗位志愿"
        ordering = ["entry", "rank"]
        constraints = [
            models.UniqueConstraint(
                fields=["entry", "rank"],
                name="preference_rank_once",
                violation_error_message="同一志愿只能填一个岗位",
            ),
            models.UniqueConstraint(
                fields=["entry", "opening"],
                name="preference_opening_once",
                violation_error_message="两个志愿不能是同一岗位",
            ),
            models.CheckConstraint(
                condition=Q(rank__in=[1, 2]),
                name="preference_first_or_second",
                violation_error_message="每人最多报两个岗位志愿",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.label}：{self.opening}"

    @property
    def label(self) -> str:
        return "第一志愿" if self.rank == 1 else "第二志愿"
