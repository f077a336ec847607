"""Which organisations are there, and how do they lie below one another?"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from django.db import models, transaction
from django.db.models import Q
from guardian.models import GroupObjectPermissionBase, UserObjectPermissionBase

from selection.accounts.acts import Act

if TYPE_CHECKING:
    from selection.accounts.models.users import User


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    @transaction.atomic
    def found(self, **fields: Any) -> Organisation:
        """Create an organisation below ``parent``; its path needs its key, so it is set second."""
        fields.setdefault("short_name", fields["name"])
        organisation = self.create(path=f"new {uuid4()}", **fields)
        above = organisation.parent.path if organisation.parent else ""
        organisation.path = f"{above}{organisation.pk}."
        organisation.save(update_fields=["path"])
        return organisation

    def under(self, paths: Iterable[str]) -> OrganisationQuerySet:
        """Those at or below any of the paths; none for no path."""
        covered = Q(pk__in=[])
        for path in paths:
            covered |= Q(path__startswith=path)
        return self.filter(covered)

    def below(self, organisation: Organisation) -> OrganisationQuerySet:
        """The organisation itself and all that lie below it."""
        return self.under([organisation.path])

    def schools(self) -> OrganisationQuerySet:
        return self.filter(kind="school")

    def visible_to(self, user: User) -> OrganisationQuerySet:
        """Those a person may do anything in, and the person's own."""
        reached = self.under({path for _act, path in user.reach})
        return reached | self.filter(pk=user.organisation_id)


class Organisation(models.Model):
    """One bureau, school zone or school; ``path`` lists the keys from the top down to itself."""

    class Kind(models.TextChoices):
        BUREAU = "bureau", "教育局"
        ZONE = "zone", "学区"
        SCHOOL = "school", "学校"

    class Level(models.TextChoices):
        KINDERGARTEN = "kindergarten", "幼儿园"
        PRIMARY = "primary", "小学"
        JUNIOR = "junior", "初中"
        SENIOR = "senior", "高中"

    name = models.CharField("单位名称", max_length=100)
    short_name = models.CharField("简称", max_length=40)
    code = models.SlugField("单位代码", max_length=40, unique=True)
    kind = models.CharField("单位类别", max_length=10, choices=Kind.choices)
    parent = models.ForeignKey(
        "self", models.PROTECT, verbose_name="上级单位", related_name="children", null=True, blank=True
    )
    path = models.CharField("层级路径", max_length=200, unique=True, editable=False)
    school_levels = models.JSONField("学段", default=list, blank=True)
    document_code = models.CharField("机关代字", max_length=20, blank=True)
    address = models.CharField("地址", max_length=200, blank=True)
    phone = models.CharField("联系电话", max_length=40, blank=True)
    duty_officer = models.CharField("联系人", max_length=40, blank=True)
    is_on_system = models.BooleanField("已使用本系统", default=True)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "单位"
        ordering = ["path"]
        default_permissions = ()
        permissions = [(act.value, act.label) for act in Act]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="bureau", parent=None) | (~Q(kind="bureau") & Q(parent__isnull=False)),
                name="organisation_has_a_parent_unless_bureau",
                violation_error_message="学区和学校必须有上级单位，教育局没有上级单位",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def ancestors(self) -> OrganisationQuerySet:
        """Those above this one, the topmost first."""
        return Organisation.objects.filter(pk__in=self.path.split(".")[:-2]).order_by("path")

    def covers(self, other: Organisation) -> bool:
        """True for itself and whatever lies below."""
        return other.path.startswith(self.path)

    @cached_property
    def bureau(self) -> Organisation:
        return self._nearest(self.Kind.BUREAU) or self

    @cached_property
    def zone(self) -> Organisation | None:
        return self._nearest(self.Kind.ZONE)

    def _nearest(self, kind: str) -> Organisation | None:
        line = [*self.ancestors(), self]
        return next((each for each in reversed(line) if each.kind == kind), None)


class OrganisationGroupPermission(GroupObjectPermissionBase):
    """One act that one role may do in one organisation (written from the matrix only)."""

    content_object = models.ForeignKey(Organisation, models.CASCADE, verbose_name="单位")

    class Meta(GroupObjectPermissionBase.Meta):
        verbose_name = verbose_name_plural = "角色权限"


class OrganisationUserPermission(UserObjectPermissionBase):
    """One act granted to one person in one organisation, beside the roles."""

    content_object = models.ForeignKey(Organisation, models.CASCADE, verbose_name="单位")

    class Meta(UserObjectPermissionBase.Meta):
        verbose_name = verbose_name_plural = "个人权限"
