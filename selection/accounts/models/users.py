"""Whose account is it, and what may that person do where?"""

from __future__ import annotations

from functools import cached_property
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.db import models
from django.db.models import F, Q

from selection import clock
from selection.accounts.acts import Act, Role
from selection.accounts.models.organisations import (
    Organisation,
    OrganisationGroupPermission,
    OrganisationQuerySet,
    OrganisationUserPermission,
)


class UserQuerySet(models.QuerySet["User"]):
    def visible_to(self, user: User) -> UserQuerySet:
        """The accounts that ``user`` manages, be it only those of a school's leaders."""
        kept = Q(organisation__in=user.organisations_for(Act.MANAGE_ACCOUNTS))
        return self.filter(kept | Q(organisation__in=user.organisations_for(Act.MANAGE_LEADERS).schools()))

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
    created_at = models.DateTimeField("建立时间", default=clock.now, editable=False)
    generation = models.PositiveIntegerField("登录批次", default=0, editable=False)

    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    objects: ClassVar[UserManager] = UserManager()

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

    def get_session_auth_hash(self) -> str:
        """A session holds as long as the password, the school and the generation of its beginning."""
        return f"{super().get_session_auth_hash()}.{self.organisation_id}.{self.generation}"

    def end_sessions(self) -> None:
        """Whoever is signed in with this account is signed out at the next page."""
        User.objects.filter(pk=self.pk).update(generation=F("generation") + 1)
        self.refresh_from_db(fields=["generation"])

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

    def runs(self, organisation: Organisation) -> bool:
        """Asks its people on its behalf: a school's officer, and at the bureau, which has none, who reviews there."""
        is_bureau = organisation.kind == Organisation.Kind.BUREAU
        return self.may(Act.REVIEW_BUREAU if is_bureau else Act.RUN_CAMPAIGNS, organisation)

    def organisations_run(self) -> OrganisationQuerySet:
        bureaus = self.organisations_for(Act.REVIEW_BUREAU).filter(kind=Organisation.Kind.BUREAU)
        return self.organisations_for(Act.RUN_CAMPAIGNS) | bureaus

    @property
    def roles(self) -> list[tuple[Role, Organisation]]:
        groups = self.groups.exclude(role_group=None).select_related("role_group__organisation")
        held = [(Role(group.role_group.role), group.role_group.organisation) for group in groups]
        return sorted(held, key=lambda each: (each[1].path, list(Role).index(each[0])))
