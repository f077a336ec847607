"""Whose rows may a user see, and which organisation does a row belong to?"""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q

from selection.accounts.models import Organisation, User


class OrganisationRows(models.QuerySet):
    """Rows that belong to one organisation; subclasses say along which path."""

    home = "organisation"

    def visible_to(self, user: User) -> Self:
        return self.filter(**{f"{self.home}__in": user.organisations_for("view_register")})

    def manageable_by(self, user: User) -> Self:
        return self.filter(**{f"{self.home}__in": user.organisations_for("manage_register")})

    def of(self, organisation: Organisation) -> Self:
        return self.filter(**{self.home: organisation})


class DepartmentRows(OrganisationRows):
    home = "department__organisation"


class StaffRows(OrganisationRows):
    home = "staff__organisation"


class TableRows(OrganisationRows):
    home = "table__organisation"


class BodyRows(OrganisationRows):
    home = "body__organisation"


def running_on(day, *, until: str = "ended_on") -> Q:
    """Begun by ``day`` and not yet ended; ``until`` is the first day that no longer counts."""
    return Q(starts_on__lte=day) & (Q(**{f"{until}__isnull": True}) | Q(**{f"{until}__gt": day}))
