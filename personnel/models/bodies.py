"""Which bodies decide, who sat in them when, and who holds a party role (B002: role and post differ)?"""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q

from personnel.models.querysets import BodyRows, OrganisationRows, StaffRows, running_on
from personnel.models.staff import StaffMember
from selection.accounts.models import Organisation


class PartyRoleQuerySet(StaffRows):
    def in_force(self, on: date) -> PartyRoleQuerySet:
        return self.filter(running_on(on))


class PartyRole(models.Model):
    """A person's role in the school's party organisation, from one day to another."""

    class Role(models.TextChoices):
        SECRETARY = "secretary", "书记"
        DEPUTY_SECRETARY = "deputy_secretary", "副书记"
        DISCIPLINE_MEMBER = "discipline_member", "纪检委员"
        MEMBER = "member", "委员"

    staff = models.ForeignKey(
        StaffMember, on_delete=models.PROTECT, related_name="party_roles", verbose_name="人员"
    )
    role = models.CharField("党内职务", max_length=20, choices=Role)
    starts_on = models.DateField("任职时间")
    ended_on = models.DateField("离任时间", null=True, blank=True)

    objects = PartyRoleQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "党内职务"
        default_permissions = ()
        ordering = ["-starts_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["staff", "role"],
                condition=Q(ended_on__isnull=True),
                name="party_role_running_once",
                violation_error_message="此人现任的这项党内职务已登记。",
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("starts_on")),
                name="party_role_in_order",
                violation_error_message="离任时间不能早于任职时间。",
            ),
        ]

    def __str__(self) -> str:
        return self.get_role_display()


class BodyQuerySet(OrganisationRows):
    def deciding_for(self, organisation: Organisation) -> BodyQuerySet:
        """The organisation's own bodies and those of others that decide for it too (R-36)."""
        return self.filter(Q(organisation=organisation) | Q(serves=organisation)).distinct()


class Body(models.Model):
    """A body that meets and decides: its members are dated, its seat may be another organisation."""

    class Kind(models.TextChoices):
        PARTY_MEETING = "party_meeting", "党组织会议"
        JOINT_MEETING = "joint_meeting", "党政联席会议"
        LEADING_GROUP = "leading_group", "领导班子会议"
        CONGRESS = "congress", "教职工代表大会"
        OTHER = "other", "其他"

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="bodies", verbose_name="单位"
    )
    name = models.CharField("名称", max_length=60)
    kind = models.CharField("类别", max_length=16, choices=Kind)
    serves = models.ManyToManyField(
        Organisation, blank=True, related_name="serving_bodies", verbose_name="兼为下列单位决定"
    )

    objects = BodyQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "会议机构"
        default_permissions = ()
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "name"],
                name="body_name_unique",
                violation_error_message="本单位已有同名会议机构，请换一个名称。",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def members_on(self, day: date):
        """Its members on ``day``, the first leader last: 末位表态."""
        return self.members.in_force(day).select_related("staff").order_by("is_first_leader", "pk")


class BodyMemberQuerySet(BodyRows):
    def in_force(self, on: date) -> BodyMemberQuerySet:
        return self.filter(running_on(on))


class BodyMember(models.Model):
    """One person's seat in a body, from one day to another."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="members", verbose_name="会议机构")
    staff = models.ForeignKey(
        StaffMember, on_delete=models.PROTECT, related_name="body_memberships", verbose_name="人员"
    )
    starts_on = models.DateField("起始时间")
    ended_on = models.DateField("离任时间", null=True, blank=True)
    is_first_leader = models.BooleanField("主要负责人", default=False)

    objects = BodyMemberQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "会议机构成员"
        default_permissions = ()
        ordering = ["-is_first_leader", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["body", "staff"],
                condition=Q(ended_on__isnull=True),
                name="body_member_running_once",
                violation_error_message="此人已是现任成员。",
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("starts_on")),
                name="body_member_in_order",
                violation_error_message="离任时间不能早于起始时间。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.body}成员{self.staff}"
