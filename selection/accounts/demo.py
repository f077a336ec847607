"""Whom may a visitor of the demo sign in as? Nobody, unless the program runs as a demo."""

from dataclasses import dataclass

from django.conf import settings
from django.db.models import Prefetch

from selection.accounts.acts import Role
from selection.accounts.models import Organisation, RoleGroup, User

SQLITE = "django.db.backends.sqlite3"
QUEUES_WITHOUT_SERVER = ("filesystem:", "memory:")
THIS_MACHINE = {"127.0.0.1", "localhost", "[::1]"}


@dataclass(frozen=True)
class Household:
    """One organisation on the sign-in list: those with a role, and the other people."""

    organisation: Organisation
    role_holders: list[tuple[str, list[User]]]
    others: list[User]


def signs_of_service() -> list[str]:
    """The variables that speak of a service: no demo has servers behind it or answers to other machines."""
    signs = {
        "DATABASE_URL": settings.DATABASES["default"]["ENGINE"] != SQLITE,
        "REDIS_URL": not settings.CELERY_BROKER_URL.startswith(QUEUES_WITHOUT_SERVER),
        "ALLOWED_HOSTS": not THIS_MACHINE.issuperset(settings.ALLOWED_HOSTS),
    }
    return [name for name, is_set in signs.items() if is_set]


def is_on() -> bool:
    return settings.DEMO and not signs_of_service()


def sign_in_list() -> list[Household]:
    """Everybody who can be signed in as, by organisation and role, in three queries."""
    people = User.objects.active().order_by("username")
    organisations = Organisation.objects.order_by("path").prefetch_related(
        Prefetch("users", people),
        Prefetch("role_groups", RoleGroup.objects.exclude(role=Role.STAFF).select_related("group")),
        Prefetch("role_groups__group__user_set", people),
    )
    return [_household(each) for each in organisations]


def _household(organisation: Organisation) -> Household:
    groups = {each.role: each.group for each in organisation.role_groups.all()}
    held = [
        (role.label, list(groups[role].user_set.all()))
        for role in Role
        if role in groups and groups[role].user_set.all()
    ]
    seen = {user.pk for _label, users in held for user in users}
    others = [user for user in organisation.users.all() if user.pk not in seen]
    return Household(organisation, held, others)
