"""Appraisals, commendations, sanctions, relatives: what else is on file about a person?"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Greatest, Least

from personnel.models.querysets import StaffRows
from personnel.models.staff import StaffMember


class Appraisal(models.Model):
    """The result of one person's annual appraisal (年度考核) of one year."""

    class Grade(models.TextChoices):
        EXCELLENT = "excellent", "优秀"
        COMPETENT = "competent", "合格（称职）"
        BASIC = "basic", "基本合格（基本称职）"
        INCOMPETENT = "incompetent", "不合格（不称职）"
        NONE = "none", "未参加考核"

    class Reason(models.TextChoices):
        NEW = "new", "参加工作不满半年"
        MATERNITY = "maternity", "产假"
        SICK = "sick", "病假"
        SECONDED = "seconded", "借调外派"
        OTHER = "other", "其他"

    staff = models.ForeignKey(
        StaffMember, on_delete=models.PROTECT, related_name="appraisals", verbose_name="人员"
    )
    year = models.PositiveSmallIntegerField("年度")
    grade = models.CharField("考核结果", max_length=12, choices=Grade)
    reason = models.CharField("未参加原因", max_length=10, choices=Reason, blank=True)

    objects = StaffRows.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "年度考核"
        default_permissions = ()
        ordering = ["-year"]
        constraints = [
            models.UniqueConstraint(
                fields=["staff", "year"],
                name="appraisal_unique",
                violation_error_message="这一年度的考核结果已登记。",
            ),
            models.CheckConstraint(
                condition=Q(grade="none") | Q(reason=""),
                name="appraisal_reason_only_when_missing",
                violation_error_message="只有未参加考核时才填写原因。",
            ),
            models.CheckConstraint(
                condition=Q(year__gte=1950, year__lte=2099),
                name="appraisal_year_is_plausible",
                violation_error_message="年度请填四位数字，如2025。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year}年度{self.get_grade_display()}"


class Commendation(models.Model):
    """One commendation (表彰) of a person."""

    class Level(models.TextChoices):
        SCHOOL = "school", "校级"
        DISTRICT = "district", "学区级"
        COUNTY = "county", "县级"
        CITY = "city", "市级"
        PROVINCE = "province", "省级"
        NATION = "nation", "国家级"

    staff = models.ForeignKey(
        StaffMember, on_delete=models.PROTECT, related_name="commendations", verbose_name="人员"
    )
    level = models.CharField("级别", max_length=10, choices=Level)
    title = models.CharField("名称", max_length=80)
    on = models.DateField("表彰时间", null=True, blank=True)

    objects = StaffRows.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "表彰"
        default_permissions = ()
        ordering = [F("on").desc(nulls_last=True), "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["staff", "level", "title", "on"],
                name="commendation_unique",
                violation_error_message="这项表彰已登记。",
            ),
            models.UniqueConstraint(
                fields=["staff", "level", "title"],
                condition=Q(on__isnull=True),
                name="commendation_without_date_unique",
                violation_error_message="这项表彰已登记。",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Sanction(models.Model):
    """One sanction or admonition (处分、诫勉) and the last day of its effect."""

    class Kind(models.TextChoices):
        ADMONITION = "admonition", "诫勉"
        ORGANISATIONAL = "organisational", "组织处理"
        PARTY_WARNING = "party_warning", "党内警告"
        PARTY_SERIOUS_WARNING = "party_serious_warning", "党内严重警告"
        PARTY_REMOVAL = "party_removal", "撤销党内职务"
        PARTY_PROBATION = "party_probation", "留党察看"
        WARNING = "warning", "警告"
        DEMERIT = "demerit", "记过"
        SERIOUS_DEMERIT = "serious_demerit", "记大过"
        DEMOTION = "demotion", "降低岗位等级"
        ETHICS = "ethics", "师德处理"
        OTHER = "other", "其他处理"

    staff = models.ForeignKey(
        StaffMember, on_delete=models.PROTECT, related_name="sanctions", verbose_name="人员"
    )
    kind = models.CharField("种类", max_length=24, choices=Kind)
    decided_on = models.DateField("决定日期")
    until = models.DateField("影响期满日", null=True, blank=True)

    objects = StaffRows.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "处分处理"
        default_permissions = ()
        ordering = ["-decided_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("decided_on")),
                name="sanction_in_order",
                violation_error_message="影响期满日不能早于决定日期。",
            )
        ]

    def __str__(self) -> str:
        return self.get_kind_display()


class RelationQuerySet(StaffRows):
    def touching(self, staff_ids) -> RelationQuerySet:
        """Every pair one side of which is among ``staff_ids``."""
        return self.filter(Q(staff__in=staff_ids) | Q(relative__in=staff_ids))


class Relation(models.Model):
    """Two staff members who are relatives (R-25), recorded once as a pair."""

    class Kind(models.TextChoices):
        SPOUSE = "spouse", "夫妻"
        DIRECT = "direct", "直系血亲"
        COLLATERAL = "collateral", "三代以内旁系血亲"
        AFFINITY = "affinity", "近姻亲"

    staff = models.ForeignKey(
        StaffMember, on_delete=models.PROTECT, related_name="relations", verbose_name="人员"
    )
    relative = models.ForeignKey(
        StaffMember, on_delete=models.PROTECT, related_name="relations_to", verbose_name="亲属"
    )
    kind = models.CharField("关系", max_length=10, choices=Kind)

    objects = RelationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "亲属关系"
        default_permissions = ()
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                Least("staff", "relative"),
                Greatest("staff", "relative"),
                name="relation_pair_unique",
                violation_error_message="这两人的亲属关系已登记。",
            ),
            models.CheckConstraint(
                condition=~Q(staff=F("relative")),
                name="relation_is_with_another",
                violation_error_message="不能把本人登记为自己的亲属。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.staff}与{self.relative}：{self.get_kind_display()}"

    def other_than(self, staff: StaffMember) -> StaffMember:
        return self.relative if self.staff_id == staff.pk else self.staff
