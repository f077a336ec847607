"""How did the staff judge, in secret, the year's work of choosing people and those newly appointed? (R-33)"""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.urls import reverse

from ballots.models import Poll
from campaigns.models import Appointment
from personnel.models.querysets import OrganisationRows
from selection.accounts.acts import Act
from selection.accounts.models import Organisation, User

READERS = (Act.RUN_CAMPAIGNS, Act.DECIDE, Act.REVIEW_BUREAU)


def reads_assessments(user: User) -> bool:
    """Anywhere."""
    return any(act in READERS for act, _path in user.reach)


class AssessmentQuerySet(OrganisationRows):
    def visible_to(self, user: User) -> AssessmentQuerySet:
        """For those who run it, decide, or review at the bureau; never for whoever is judged in it."""
        read = Q(pk__in=[])
        for act in READERS:
            read |= Q(organisation__in=user.organisations_for(act))
        return self.filter(read).exclude(work__barred=user)

    def holding(self, poll: Poll) -> AssessmentQuerySet:
        return self.filter(Q(work=poll) | Q(promotions=poll))


class Assessment(models.Model):
    """一报告两评议: once a year an organisation's staff hear the report and fill in two tables.

    ``work`` is the poll of 表1, ``promotions`` that of 表2, which there is only if somebody was newly appointed.
    """

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name="单位", related_name="assessments"
    )
    year = models.PositiveSmallIntegerField("年度")
    categories = models.JSONField("参加评议的人员类别", default=list)
    is_by_class = models.BooleanField("按票类分别统计", default=True)
    work = models.OneToOneField(
        Poll,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="选拔任用工作评议（表1）",
    )
    promotions = models.OneToOneField(
        Poll,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="新提拔任用干部评议（表2）",
    )

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "一报告两评议"
        default_permissions = ()
        ordering = ["-year", "organisation__path"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "year"],
                name="assessment_once_a_year",
                violation_error_message="这一年度的“一报告两评议”已经准备",
            )
        ]

    def __str__(self) -> str:
        return f"{self.year}年度“一报告两评议”"

    def get_absolute_url(self) -> str:
        return reverse("reporting:assessment", args=[self.pk])

    @property
    def polls(self) -> list[Poll]:
        """表1 and, where there is one, 表2."""
        return [poll for poll in (self.work, self.promotions) if poll is not None]

    @property
    def is_drawn(self) -> bool:
        """Every table has a poll that may still come to something."""
        return self.work is not None and all(poll.state != Poll.State.VOID for poll in self.polls)

    @property
    def is_open_to_adjustment(self) -> bool:
        """Nobody has voted on persons, or what they voted is void."""
        return all(poll.state in (Poll.State.DRAFT, Poll.State.VOID) for poll in self.polls)


class Adjustment(models.Model):
    """One departure from whom the year's appointments put on 表2, with its reason.

    Somebody appointed in the year is left out, or somebody appointed otherwise is added.
    """

    assessment = models.ForeignKey(
        Assessment, models.CASCADE, related_name="adjustments", verbose_name="一报告两评议"
    )
    left_out = models.ForeignKey(
        Appointment, models.PROTECT, null=True, related_name="+", verbose_name="不列入的聘任"
    )
    name = models.CharField("姓名", max_length=40, blank=True)
    born = models.CharField("出生年月", max_length=20, blank=True)
    former = models.CharField("原任职务及任职时间", max_length=80, blank=True)
    present = models.CharField("现任职务及任职时间", max_length=80, blank=True)
    reason = models.CharField("原因", max_length=100)

    class Meta:
        verbose_name = verbose_name_plural = "评议对象调整"
        default_permissions = ()
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "left_out"],
                name="adjustment_leaves_out_once",
                violation_error_message="此人已经不列入",
            ),
            models.CheckConstraint(
                condition=Q(left_out__isnull=False, name="") | Q(left_out__isnull=True) & ~Q(name=""),
                name="adjustment_leaves_out_or_adds",
                violation_error_message="每次调整只不列入或者增列一人",
            ),
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="adjustment_has_reason",
                violation_error_message="请写明调整的原因",
            ),
        ]

    def __str__(self) -> str:
        return f"增列{self.name}" if self.left_out is None else f"不列入{self.left_out.candidacy.staff}"
