"""Which roles exist where, and who was given one by whom?"""

from __future__ import annotations

from django.contrib.auth.models import Group
from django.db import models
from django.db.models import Q

from selection import clock
from selection.accounts.acts import Role
from selection.accounts.models.organisations import Organisation
from selection.accounts.models.users import User


class RoleGroup(models.Model):
    """One role in one organisation, and the group of those who hold it."""

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name="单位", related_name="role_groups"
    )
    role = models.CharField("角色", max_length=20, choices=Role.choices)
    group = models.OneToOneField(Group, models.PROTECT, verbose_name="用户组", related_name="role_group")

    class Meta:
        verbose_name = verbose_name_plural = "单位角色"
        ordering = ["organisation__path", "role"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "role"],
                name="one_group_per_role_and_organisation",
                violation_error_message="该单位的这一角色已经建立",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation.short_name} {self.get_role_display()}"


class RoleChange(models.Model):
    """One role given to or taken from one person, by whom and when."""

    user = models.ForeignKey(User, models.PROTECT, verbose_name="账号", related_name="role_changes")
    organisation = models.ForeignKey(Organisation, models.PROTECT, verbose_name="单位", related_name="+")
    role = models.CharField("角色", max_length=20, choices=Role.choices)
    is_grant = models.BooleanField("授予")
    changed_by = models.ForeignKey(
        User, models.PROTECT, verbose_name="经办人", related_name="+", null=True, blank=True
    )
    changed_at = models.DateTimeField("时间", default=clock.now, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "角色变动"
        ordering = ["-changed_at", "-pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{'授予' if self.is_grant else '收回'}{self.user}“{self.get_role_display()}”"


class ZoneOrganisingQuerySet(models.QuerySet["ZoneOrganising"]):
    def running(self) -> ZoneOrganisingQuerySet:
        return self.filter(ended_on=None)

    def below(self, zone: Organisation) -> ZoneOrganisingQuerySet:
        return self.filter(school__path__startswith=zone.path)


class ZoneOrganising(models.Model):
    """A small school whose selections its zone's organisers run, for a reason and until it is ended."""

    school = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name="学校", related_name="zone_organising"
    )
    reason = models.CharField("原因", max_length=300)
    began_on = models.DateField("起始日期", default=clock.today)
    began_by = models.ForeignKey(User, models.PROTECT, verbose_name="确定人", related_name="+")
    ended_on = models.DateField("结束日期", null=True, blank=True)
    ended_by = models.ForeignKey(
        User, models.PROTECT, verbose_name="结束的经办人", related_name="+", null=True, blank=True
    )

    objects = ZoneOrganisingQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "学区组织"
        ordering = ["-began_on", "-pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["school"],
                condition=Q(ended_on=None),
                name="a_school_is_organised_by_its_zone_once",
                violation_error_message="该校已由学区组织",
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None, ended_by=None) | Q(ended_on__isnull=False, ended_by__isnull=False),
                name="zone_organising_ended_on_and_by",
                violation_error_message="结束日期和经办人须同时填写",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.school.short_name}由学区组织选拔任用"
