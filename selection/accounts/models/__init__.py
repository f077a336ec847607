"""Who is there to act: organisations, people's accounts, and the roles that tie them together."""

from selection.accounts.models.messages import Notification, SetPasswordCode
from selection.accounts.models.organisations import (
    Organisation,
    OrganisationGroupPermission,
    OrganisationQuerySet,
    OrganisationUserPermission,
)
from selection.accounts.models.roles import RoleChange, RoleGroup, ZoneOrganising
from selection.accounts.models.users import User, UserQuerySet

__all__ = [
    "Notification",
    "Organisation",
    "OrganisationGroupPermission",
    "OrganisationQuerySet",
    "OrganisationUserPermission",
    "RoleChange",
    "RoleGroup",
    "SetPasswordCode",
    "User",
    "UserQuerySet",
    "ZoneOrganising",
]
