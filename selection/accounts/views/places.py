"""Which school, zone or county is a list about, of those where the user may do what the list asks for?"""

from __future__ import annotations

from typing import NamedTuple

from django.http import Http404, HttpRequest

from selection.accounts.acts import Act
from selection.accounts.models import Organisation
from selection.accounts.models.organisations import OrganisationQuerySet
from selection.accounts.views.scope import user_of


class Places(NamedTuple):
    """Those to choose from, and the one that is chosen."""

    all: list[Organisation]
    place: Organisation

    @property
    def schools(self) -> OrganisationQuerySet:
        return Organisation.objects.below(self.place).schools()


def places(request: HttpRequest, act: Act) -> Places:
    """``?place=`` by its code; a place out of sight is no place."""
    known = list(user_of(request).organisations_for(act).order_by("path"))
    asked = request.GET.get("place")
    found = [each for each in known if each.code == asked] if asked else known
    if not found:
        raise Http404
    return Places(known, found[0])
