"""Which departments, posts and approved numbers of posts does a school have?"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from personnel.models.querysets import DepartmentRows, OrganisationRows, TableRows
from selection.accounts.models import Organisation


class Rank(models.TextChoices):
    CHIEF = "chief", "正职"
    DEPUTY = "deputy", "副职"


class Department(models.Model):
    """One office of a school (处室). Its kind decides who issues the appointment (A086–A087)."""

    class Kind(models.TextChoices):
        INTERNAL = "internal", "内设机构"
        UNION = "union", "工会"
        LEAGUE = "league", "团委"
        PIONEER = "pioneer", "少先队"
        OTHER = "other", "其他"

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="departments", verbose_name="单位"
    )
    name = models.CharField("名称", max_length=40)
    kind = models.CharField("类别", max_length=10, choices=Kind, default=Kind.INTERNAL)
    position = models.PositiveSmallIntegerField("排序", default=0)

    objects = OrganisationRows.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "部门"
        default_permissions = ()
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "name"],
                name="department_name_unique",
                violation_error_message="本单位已有同名部门，请换一个名称。",
            )
        ]

    def __str__(self) -> str:
        return self.name


class PostQuerySet(DepartmentRows):
    def active(self) -> PostQuerySet:
        return self.filter(is_active=True)


class Post(models.Model):
    """One mid-level post of a department, e.g. 教务处主任."""

    department = models.ForeignKey(
        Department, on_delete=models.PROTECT, related_name="posts", verbose_name="部门"
    )
    title = models.CharField("职务名称", max_length=60)
    rank = models.CharField("级别", max_length=6, choices=Rank)
    party_member_only = models.BooleanField("须由中共正式党员担任", default=False)
    conditions = models.CharField("本岗位的任职条件", max_length=300, blank=True)
    position = models.PositiveSmallIntegerField("排序", default=0)
    is_active = models.BooleanField("使用中", default=True)

    objects = PostQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "岗位"
        default_permissions = ()
        ordering = ["department__position", "department_id", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["department", "title"],
                name="post_title_unique",
                violation_error_message="该部门已有同名岗位，请换一个名称。",
            )
        ]

    def __str__(self) -> str:
        return self.title


class QuotaTable(models.Model):
    """One 职数核定表 of a school; in force from its approval until the next one is approved."""

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="quota_tables", verbose_name="单位"
    )
    reference_on = models.DateField("统计日期")
    note = models.TextField("说明", blank=True)
    review = models.OneToOneField(
        "records.Review",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="quota_table",
        verbose_name="送审",
    )

    objects = OrganisationRows.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "职数核定表"
        default_permissions = ()
        ordering = ["-reference_on", "-pk"]

    def __str__(self) -> str:
        return f"{self.organisation}职数核定表（{self.reference_on:%Y年%-m月%-d日}）"

    @property
    def is_editable(self) -> bool:
        return self.review is None or self.review.state in {"draft", "sent_back", "withdrawn"}

    @property
    def is_approved(self) -> bool:
        return self.review is not None and self.review.state == "approved"


class QuotaLine(models.Model):
    """How many posts of one rank a department asks for, and how many were approved."""

    table = models.ForeignKey(
        QuotaTable, on_delete=models.CASCADE, related_name="lines", verbose_name="职数核定表"
    )
    department = models.ForeignKey(
        Department, on_delete=models.PROTECT, related_name="quota_lines", verbose_name="部门"
    )
    rank = models.CharField("级别", max_length=6, choices=Rank)
    requested = models.PositiveSmallIntegerField("申报职数", default=0)
    approved = models.PositiveSmallIntegerField("核定职数", null=True, blank=True)

    objects = TableRows.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "职数"
        default_permissions = ()
        ordering = ["department__position", "department_id", "rank"]
        constraints = [
            models.UniqueConstraint(
                fields=["table", "department", "rank"],
                name="quota_line_unique",
                violation_error_message="同一部门同一级别只填一行。",
            ),
            models.CheckConstraint(
                condition=Q(requested__lte=99) & (Q(approved__isnull=True) | Q(approved__lte=99)),
                name="quota_numbers_are_plausible",
                violation_error_message="职数请填0至99之间的整数。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.department}{self.get_rank_display()}"
