"""Which organisations are there, and how do they lie below one another?"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from django.db import models, transaction
from django.db.models import Q

if TYPE_CHECKING:
    from selection.accounts.models import Organisation, User


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
