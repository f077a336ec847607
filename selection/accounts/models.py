"""Who is there to act: organisations, people's accounts, and the roles that tie them together."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.contrib.auth.models import AbstractUser, BaseUserManager, Group
from django.db import models
from django.db.models import Q
from guardian.models import GroupObjectPermissionBase, UserObjectPermissionBase

from selection import clock
from selection.accounts.acts import Act, Role
from selection.accounts.organisations import OrganisationQuerySet


class Organisation(models.Model):
    """One bureau, school zone or school; ``path`` lists the keys from the top down to itself."""

    class Kind(models.TextChoices):
        BUREAU = "bureau", "教育局"
        ZONE = "zone", "学区"
        SCHOOL = "school", "学校"

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
        permissions = Act.choices
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="bureau", parent=None) | (~Q(kind="bureau") & Q(parent__isnull=False)),
                name="organisation_has_a_parent_unless_bureau",
                violation_error_message="学区和学校必须有上级单位，教育局没有上级单位",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_school(self) -> bool:
        return self.kind == self.Kind.SCHOOL

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


class UserQuerySet(models.QuerySet["User"]):
    def visible_to(self, user: User) -> UserQuerySet:
        """The accounts that ``user`` manages."""
        return self.filter(organisation__in=user.organisations_for(Act.MANAGE_ACCOUNTS))

    def of(self, organisation: Organisation) -> UserQuerySet:
        return self.filter(organisation=organisation)

    def active(self) -> UserQuerySet:
        return self.filter(is_active=True)

    def who_may(self, act: str, organisation: Organisation) -> UserQuerySet:
        """The people whose roles, here or above, let them do the act in ``organisation``."""
        line = [*organisation.path.split(".")[:-1]]
        granted = Q(
            groups__organisationgrouppermission__permission__codename=act,
            groups__organisationgrouppermission__content_object__in=line,
        )
        personally = Q(
            organisationuserpermission__permission__codename=act,
            organisationuserpermission__content_object__in=line,
        )
        return self.active().filter(granted | personally).distinct()


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):  # type: ignore[misc]
    """Makes accounts; without a password nobody can sign in until a set-password code is redeemed."""

    use_in_migrations = False

    def create_user(self, username: str, name: str, password: str | None = None, **fields: Any) -> User:
        user = self.model(username=username, name=name, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, username: str, name: str, password: str | None = None, **fields: Any) -> User:
        return self.create_user(username, name, password, is_staff=True, is_superuser=True, **fields)


class User(AbstractUser):
    """One person's account; the login is the staff number or an issued one."""

    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    email = None  # type: ignore[assignment]
    date_joined = None  # type: ignore[assignment]

    name = models.CharField("姓名", max_length=60)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name="所在单位", related_name="users", null=True, blank=True
    )
    must_change_password = models.BooleanField("须修改口令", default=False)
    created_at = models.DateTimeField("建立时间", default=clock.now, editable=False)

    EMAIL_FIELD = ""
    REQUIRED_FIELDS = ["name"]

    objects = UserManager()

    class Meta:
        verbose_name = verbose_name_plural = "账号"
        ordering = ["username"]
        default_permissions = ()

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        self.username = self.normalize_username(self.username)

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name

    @cached_property
    def reach(self) -> frozenset[tuple[str, str]]:
        """Every (act, path) this person's roles give; one query, kept as long as this instance."""
        if not self.is_active:
            return frozenset()
        fields = ("permission__codename", "content_object__path")
        by_role = OrganisationGroupPermission.objects.filter(group__user=self).values_list(*fields)
        personal = OrganisationUserPermission.objects.filter(user=self).values_list(*fields)
        return frozenset(by_role.union(personal))

    def forget_reach(self) -> None:
        """To be called on an instance whose roles have just changed."""
        self.__dict__.pop("reach", None)

    def may(self, act: str, organisation: Organisation) -> bool:
        """A permission on an organisation covers all that lies below it."""
        return any(act == allowed and organisation.path.startswith(path) for allowed, path in self.reach)

    def organisations_for(self, act: str) -> OrganisationQuerySet:
        return Organisation.objects.under(path for allowed, path in self.reach if allowed == act)

    @property
    def roles(self) -> list[tuple[Role, Organisation]]:
        held = RoleGroup.objects.filter(group__user=self).select_related("organisation")
        return [(Role(each.role), each.organisation) for each in held]


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


class NotificationQuerySet(models.QuerySet["Notification"]):
    def visible_to(self, user: User) -> NotificationQuerySet:
        return self.filter(user=user)

    def unread(self) -> NotificationQuerySet:
        return self.filter(read_at=None)


class Notification(models.Model):
    """One sentence told to one person inside the system."""

    user = models.ForeignKey(User, models.CASCADE, verbose_name="接收人", related_name="notifications")
    sentence = models.CharField("内容", max_length=300)
    url = models.CharField("链接", max_length=300, blank=True)
    created_at = models.DateTimeField("时间", default=clock.now, editable=False)
    read_at = models.DateTimeField("已读时间", null=True, blank=True)

    objects = NotificationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "消息"
        ordering = ["-created_at", "-pk"]
        default_permissions = ()
        indexes = [models.Index(fields=["user", "read_at"], name="notification_unread")]

    def __str__(self) -> str:
        return self.sentence


class SetPasswordCode(models.Model):
    """One code with which a person sets the password of an account, once; only its hash is here."""

    user = models.ForeignKey(User, models.CASCADE, verbose_name="账号", related_name="set_password_codes")
    digest = models.CharField("口令码校验值", max_length=64, unique=True)
    issued_by = models.ForeignKey(User, models.PROTECT, verbose_name="发放人", related_name="+", null=True)
    issued_at = models.DateTimeField("发放时间", default=clock.now, editable=False)
    expires_at = models.DateTimeField("失效时间")
    used_at = models.DateTimeField("使用时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "设置口令码"
        ordering = ["-issued_at"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.user} {self.issued_at:%Y-%m-%d}"
