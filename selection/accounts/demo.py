"""Whom may a visitor of the demo sign in as? Nobody, unless the program runs as a demo."""

from dataclasses import dataclass

from django.conf import settings
from django.db.models import Prefetch

from selection.accounts.acts import Role
from selection.accounts.models import Organisation, RoleGroup, User

SQLITE = "django.db.backends.sqlite3"


@dataclass(frozen=True)
class Household:
    """One organisation on the sign-in list: those with a role, and the other people."""

    organisation: Organisation
    role_holders: list[tuple[str, list[User]]]
    others: list[User]


def runs_as_service() -> bool:
    """A demo never runs on a database server, whatever DEMO says."""
    return settings.DATABASES["default"]["ENGINE"] != SQLITE


def is_on() -> bool:
    return settings.DEMO and not runs_as_service()


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
