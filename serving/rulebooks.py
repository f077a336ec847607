"""By which ruleset does a school look after its cadres?"""

from __future__ import annotations

from campaigns.models import Adoption
from campaigns.rulesets.schema import Ruleset
from selection.accounts.models import Organisation
from selection.accounts.models.organisations import OrganisationQuerySet


def of_schools(schools: OrganisationQuerySet) -> dict[int, Ruleset]:
    """School → the ruleset that it has adopted; a school without one is left out."""
    adopted = Adoption.objects.filter(organisation__in=schools).select_related("ruleset")
    return {each.organisation_id: each.ruleset.ruleset for each in adopted}


def of(school: Organisation) -> Ruleset | None:
    return of_schools(Organisation.objects.filter(pk=school.pk)).get(school.pk)
