"""Organisations and people in the situations that tests need."""

import factory
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from factory.django import DjangoModelFactory

from selection import clock
from selection.accounts import roles
from selection.accounts.acts import Role
from selection.accounts.models import Notification, Organisation, User


class OrganisationFactory(DjangoModelFactory):
    """An organisation, founded as the program founds it: the path follows from the parent."""

    class Meta:
        model = Organisation
        abstract = True

    code = factory.Sequence("unit-{}".format)
    short_name = factory.SelfAttribute("name")

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        return model_class.objects.found(**kwargs)


class BureauFactory(OrganisationFactory):
    name = factory.Sequence("甲县{}教育局".format)
    kind = Organisation.Kind.BUREAU


class ZoneFactory(OrganisationFactory):
    name = factory.Sequence("第{}学区".format)
    kind = Organisation.Kind.ZONE
    parent = factory.SubFactory(BureauFactory)


class SchoolFactory(OrganisationFactory):
    """A school in a zone; ``directly_under_bureau`` makes it a 直属学校 without one."""

    class Params:
        directly_under_bureau = factory.Trait(parent=factory.SubFactory(BureauFactory))

    name = factory.Sequence("第{}小学".format)
    kind = Organisation.Kind.SCHOOL
    parent = factory.SubFactory(ZoneFactory)
    school_levels = factory.LazyFunction(lambda: ["primary"])
    document_code = "校任"
    phone = "010-0000000"
    duty_officer = "周值班"


class UserFactory(DjangoModelFactory):
    """A person without any role or password; ``role=`` grants one in the person's own organisation."""

    class Meta:
        model = User

    username = factory.Sequence("u{:05d}".format)
    name = factory.Sequence("人员{}".format)
    organisation = factory.SubFactory(SchoolFactory)
    role = None
    password = None

    @classmethod
    def _build(cls, model_class, *args, role, **kwargs):
        return super()._build(model_class, *args, **kwargs)

    @classmethod
    def _create(cls, model_class, *args, role, **kwargs):
        user = model_class.objects.create_user(**kwargs)
        if role:
            roles.grant_all([user], role, user.organisation)
        return user


class OfficerFactory(UserFactory):
    role = Role.OFFICER


class LeaderFactory(UserFactory):
    role = Role.LEADER


class TeacherFactory(UserFactory):
    role = Role.STAFF


class ZoneReviewerFactory(UserFactory):
    role = Role.ZONE_REVIEWER
    organisation = factory.SubFactory(ZoneFactory)


class ZoneOrganiserFactory(UserFactory):
    role = Role.ZONE_ORGANISER
    organisation = factory.SubFactory(ZoneFactory)


class BureauReviewerFactory(UserFactory):
    role = Role.BUREAU_REVIEWER
    organisation = factory.SubFactory(BureauFactory)


class DisciplineFactory(UserFactory):
    role = Role.DISCIPLINE
    organisation = factory.SubFactory(BureauFactory)


class SupervisorFactory(UserFactory):
    role = Role.SUPERVISOR
    organisation = factory.SubFactory(BureauFactory)


def add_phone(user):
    """The user signs in with a second factor from now on; the secret that the phone holds."""
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    return secret


def code_of(secret, steps=0):
    """What the phone shows now, or showed or will show some half minutes away."""
    now = int(clock.now().timestamp()) // 30
    return format_hotp_value(hotp_value(secret, now + steps))


class NotificationFactory(DjangoModelFactory):
    class Meta:
        model = Notification

    user = factory.SubFactory(UserFactory)
    sentence = "请您参加民主推荐投票"
