"""Those who hold a post, in the situations that tests need."""

from tests.factories.accounts import SchoolFactory
from tests.factories.campaigns import AdoptionFactory
from tests.factories.personnel import TenureFactory


def county_school(**fields):
    """A school that works by the county's ruleset."""
    return AdoptionFactory(organisation=SchoolFactory(**fields)).organisation


def cadre(school=None, name="王某", **fields):
    """Somebody of the school in a post; by default for a term that is far from over."""
    school = school or county_school()
    return TenureFactory(staff__organisation=school, staff__name=name, **fields)
