"""Ledgers, reviews, papers and files in the situations that tests need."""

import io
import zipfile
from datetime import date

import factory
from django.core.files.uploadedfile import SimpleUploadedFile
from factory.django import DjangoModelFactory
from PIL import Image

from campaigns.rulesets.values import Level
from campaigns.services.review_chain import levels
from selection.accounts.acts import Role
from selection.accounts.models import User
from selection.records import attachments, ledgers, papers, reviews
from selection.records.models import Ledger, Paper, Review, YearArrangement
from tests.factories.accounts import BureauReviewerFactory, OfficerFactory, SchoolFactory, ZoneReviewerFactory

LABELS = {Role.ZONE_REVIEWER: "学区", Role.BUREAU_REVIEWER: "教育局"}
PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF"


def upload(name="批复.pdf", content=PDF):
    """A file as the browser hands it in."""
    return SimpleUploadedFile(name, content)


def image(form="PNG", size=(8, 6), **options):
    """The bytes of a picture; ``options`` are what Pillow writes beside it."""
    held = io.BytesIO()
    Image.new("RGB", size, (200, 30, 30)).save(held, form, **options)
    return held.getvalue()


def ooxml(main_type):
    """The bytes of a zip that calls itself an Office document of the given main type."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("[Content_Types].xml", f'<Types><Override ContentType="{main_type}"/></Types>')
    return held.getvalue()


class LedgerFactory(DjangoModelFactory):
    class Meta:
        model = Ledger

    organisation = factory.SubFactory(SchoolFactory)
    title = "2026年选拔任用工作方案"


def ledger_of(length):
    """A ledger with so many entries."""
    ledger = LedgerFactory()
    for number in range(1, length + 1):
        ledgers.append(ledger, f"第{number}步", by=None)
    return ledger


class AttachmentFactory(factory.Factory):
    """A file kept by the organisation's officer, through the service."""

    class Meta:
        model = dict

    organisation = factory.SubFactory(SchoolFactory)
    by = factory.LazyAttribute(lambda o: OfficerFactory(organisation=o.organisation))
    upload = factory.LazyFunction(upload)

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        return attachments.keep(**kwargs)


def chain(school, *roles):
    """A review's levels at the school, one for each role."""
    return levels([Level(role, LABELS[role]) for role in roles], school)


class ReviewFactory(DjangoModelFactory):
    """A draft of a school's review through zone and bureau, each with a reviewer.

    ``submitted`` hands it in; ``directly_under_bureau`` has no zone; ``on_paper`` has neither zone
    nor bureau on the system.
    """

    class Meta:
        model = Review

    class Params:
        directly_under_bureau = factory.Trait(
            organisation=factory.SubFactory(SchoolFactory, directly_under_bureau=True)
        )
        on_paper = factory.Trait(
            organisation=factory.SubFactory(
                SchoolFactory, parent__is_on_system=False, parent__parent__is_on_system=False
            )
        )

    kind = "matter"
    organisation = factory.SubFactory(SchoolFactory)
    title = "2026年职数核定表"
    ledger = factory.LazyAttribute(lambda o: ledgers.of_organisation(o.organisation))
    levels = factory.LazyAttribute(lambda o: chain(o.organisation, Role.ZONE_REVIEWER, Role.BUREAU_REVIEWER))

    @classmethod
    def _create(cls, model_class, *args, submitted=False, **kwargs):
        review = super()._create(model_class, *args, **kwargs)
        school = review.organisation
        OfficerFactory(organisation=school)
        if school.zone:
            ZoneReviewerFactory(organisation=school.zone)
        BureauReviewerFactory(organisation=school.bureau)
        if submitted:
            reviews.submit(review, {"lines": [1, 2]}, by=officer_of(review))
        return review


def officer_of(review):
    return User.objects.get(organisation=review.organisation, groups__role_group__role=Role.OFFICER)


def zone_reviewer_of(review):
    return User.objects.get(organisation=review.organisation.zone)


def bureau_reviewer_of(review):
    return User.objects.get(organisation=review.organisation.bureau)


class PaperFactory(factory.Factory):
    """A draft of a registered kind, drawn up through the service; ``issued_by`` signs it."""

    class Meta:
        model = Paper

    kind = "notice"
    organisation = factory.SubFactory(SchoolFactory)
    ledger = factory.LazyAttribute(lambda o: ledgers.of_organisation(o.organisation))
    title = "关于王一同志职务任免的通知"
    context = factory.LazyFunction(lambda: {"name": "王一"})
    wording = None
    issued_by = None

    @classmethod
    def _create(cls, model_class, *args, issued_by, **kwargs):
        paper = papers.draw_up(**kwargs)
        return papers.issue(paper, by=issued_by) if issued_by else paper


class YearArrangementFactory(DjangoModelFactory):
    class Meta:
        model = YearArrangement

    year = 2027
    holidays = factory.LazyFunction(lambda: [date(2027, 1, 1).isoformat()])
    workdays = factory.LazyFunction(list)
    entered_by = factory.SubFactory(BureauReviewerFactory)
