"""Files that the worker makes."""

import factory
from django.core.files.base import ContentFile
from factory.django import DjangoModelFactory

from paperwork.models import Job
from tests.factories.accounts import OfficerFactory
from tests.factories.campaigns import CampaignFactory


class JobFactory(DjangoModelFactory):
    class Meta:
        model = Job

    campaign = factory.SubFactory(CampaignFactory)
    kind = Job.Kind.ARCHIVE
    requested_by = factory.SubFactory(OfficerFactory)
    total = 1
    file = factory.LazyFunction(lambda: ContentFile(b"PK", "archive.zip"))
    sha256 = "0" * 64
