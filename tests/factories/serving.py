"""Those who hold a post, in the situations that tests need."""

from dataclasses import replace
from datetime import date

import factory
from factory.django import DjangoModelFactory

from campaigns.models import RulesetVersion
from campaigns.rulesets import codec
from serving.models import DutyReview, Probation, Removal, ServiceRecord, WatchPeriod
from tests.factories.accounts import OfficerFactory, SchoolFactory
from tests.factories.campaigns import AdoptionFactory
from tests.factories.personnel import BodyFactory, TenureFactory
from tests.factories.records import AttachmentFactory


def county_school(**fields):
    """A school that works by the county's ruleset."""
    return AdoptionFactory(organisation=SchoolFactory(**fields)).organisation


def cadre(school=None, name="王某", **fields):
    """Somebody of the school in a post; by default for a term that is far from over."""
    school = school or county_school()
    return TenureFactory(staff__organisation=school, staff__name=name, **fields)


def set_rules(school, **fields):
    """The school's ruleset with another way of looking after its cadres."""
    adoption = school.adoption
    version = adoption.ruleset
    changed = replace(version.ruleset, service=replace(version.ruleset.service, **fields))
    text = codec.dumps(changed)
    RulesetVersion.objects.filter(pk=version.pk).update(text=text)
    return school


def officer_of(school):
    return OfficerFactory(organisation=school)


def scan_for(school):
    """A paper that shows what was entered."""
    return AttachmentFactory(organisation=school, by=OfficerFactory(organisation=school))


class ProbationFactory(DjangoModelFactory):
    """A year on trial that ends on 1 April 2026."""

    class Meta:
        model = Probation

    tenure = factory.LazyFunction(cadre)
    starts_on = date(2025, 4, 2)
    ends_on = date(2026, 4, 1)


class DutyReviewFactory(DjangoModelFactory):
    """Entered by the school's officer and vouched for by a leader."""

    class Meta:
        model = DutyReview

    staff = factory.LazyFunction(lambda: cadre().staff)
    year = 2025
    grade = "passed"
    text = "履职情况较好。"
    happened_on = date(2026, 1, 20)
    entered_by = factory.LazyAttribute(lambda o: officer_of(o.staff.organisation))


class WatchPeriodFactory(DjangoModelFactory):
    """Half a year that ends on 1 April 2026."""

    class Meta:
        model = WatchPeriod

    tenure = factory.LazyFunction(lambda: cadre(county_school()))
    staff = factory.SelfAttribute("tenure.staff")
    happened_on = date(2025, 10, 2)
    ends_on = date(2026, 4, 1)
    reason = "分管工作长期没有起色。"
    entered_by = factory.LazyAttribute(lambda o: officer_of(o.staff.organisation))


class ServiceRecordFactory(DjangoModelFactory):
    class Meta:
        model = ServiceRecord

    staff = factory.LazyFunction(lambda: cadre().staff)
    kind = "talk"
    text = "廉政要求。"
    happened_on = date(2026, 3, 2)
    entered_by = factory.LazyAttribute(lambda o: officer_of(o.staff.organisation))


class RemovalFactory(DjangoModelFactory):
    """Decided today by the school's joint meeting, from today on; nobody has vouched for it yet."""

    class Meta:
        model = Removal

    tenure = factory.LazyFunction(cadre)
    staff = factory.SelfAttribute("tenure.staff")
    reason = "X3"
    text = "机构调整。"
    happened_on = date(2026, 3, 2)
    effective_on = date(2026, 3, 2)
    is_backfilled = True
    body = factory.SubFactory(BodyFactory, organisation=factory.SelfAttribute("..staff.organisation"))
    entered_by = factory.LazyAttribute(lambda o: officer_of(o.staff.organisation))
