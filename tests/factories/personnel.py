"""Registers in the situations that tests need."""

from datetime import date

import factory
from factory.django import DjangoModelFactory

from personnel.models import (
    Appraisal,
    Body,
    BodyMember,
    Commendation,
    Department,
    PartyRole,
    Post,
    QuotaLine,
    QuotaTable,
    Rank,
    Relation,
    Sanction,
    StaffMember,
    Tenure,
)
from selection.records import ledgers, reviews
from tests.factories.accounts import SchoolFactory, UserFactory


class DepartmentFactory(DjangoModelFactory):
    class Meta:
        model = Department

    organisation = factory.SubFactory(SchoolFactory)
    name = factory.Sequence("第{}处".format)
    position = factory.Sequence(int)


class PostFactory(DjangoModelFactory):
    """A chief's post; ``deputy`` and ``elected_by_union`` are what they say."""

    class Meta:
        model = Post

    class Params:
        deputy = factory.Trait(
            rank=Rank.DEPUTY, title=factory.LazyAttribute(lambda o: f"{o.department}副主任")
        )
        elected_by_union = factory.Trait(department__kind=Department.Kind.UNION)

    department = factory.SubFactory(DepartmentFactory)
    title = factory.LazyAttribute(lambda o: f"{o.department}主任")
    rank = Rank.CHIEF


class StaffFactory(DjangoModelFactory):
    """A teacher 在编在岗 of forty, with nothing that stands against an appointment.

    ``with_account`` gives a login; ``without_dates`` is a person of whom little is known.
    """

    class Meta:
        model = StaffMember

    class Params:
        without_dates = factory.Trait(born=None, work_since=None, teaching_since=None, joined_on=None)
        left = factory.Trait(left_on=date(2025, 7, 1), is_on_duty=False)
        on_sick_leave = factory.Trait(
            is_on_duty=False, absence=StaffMember.Absence.SICK, absence_since=date(2025, 6, 1)
        )
        with_account = factory.Trait(
            user=factory.SubFactory(
                UserFactory,
                username=factory.SelfAttribute("..staff_number"),
                name=factory.SelfAttribute("..name"),
                organisation=factory.SelfAttribute("..organisation"),
            )
        )

    organisation = factory.SubFactory(SchoolFactory)
    staff_number = factory.Sequence("g{:05d}".format)
    name = factory.Sequence("教师{}".format)
    gender = StaffMember.Gender.FEMALE
    born = date(1986, 1, 1)
    category = StaffMember.Category.ESTABLISHED
    party_status = StaffMember.PartyStatus.MEMBER
    education = StaffMember.Education.BACHELOR
    teacher_cert = StaffMember.TeacherCert.SENIOR
    teaching_since = date(2008, 9, 1)
    work_since = date(2008, 9, 1)
    joined_on = date(2008, 9, 1)
    is_healthy = True


class TenureFactory(DjangoModelFactory):
    """A running appointment to a post of the person's own school."""

    class Meta:
        model = Tenure

    class Params:
        ended = factory.Trait(ended_on=date(2025, 8, 31), end_reason=Tenure.EndReason.REMOVED)
        uncounted = factory.Trait(counts_quota=False)

    staff = factory.SubFactory(StaffFactory)
    post = factory.SubFactory(
        PostFactory, department__organisation=factory.SelfAttribute("...staff.organisation")
    )
    starts_on = date(2023, 9, 1)
    ends_on = date(2026, 8, 31)


class AppraisalFactory(DjangoModelFactory):
    class Meta:
        model = Appraisal

    staff = factory.SubFactory(StaffFactory)
    year = 2025
    grade = Appraisal.Grade.COMPETENT


class CommendationFactory(DjangoModelFactory):
    class Meta:
        model = Commendation

    staff = factory.SubFactory(StaffFactory)
    level = Commendation.Level.COUNTY
    title = "优秀教师"
    on = date(2024, 9, 10)


class SanctionFactory(DjangoModelFactory):
    class Meta:
        model = Sanction

    staff = factory.SubFactory(StaffFactory)
    kind = Sanction.Kind.ADMONITION
    decided_on = date(2026, 1, 10)
    until = date(2026, 7, 9)


class RelationFactory(DjangoModelFactory):
    class Meta:
        model = Relation

    staff = factory.SubFactory(StaffFactory)
    relative = factory.SubFactory(StaffFactory, organisation=factory.SelfAttribute("..staff.organisation"))
    kind = Relation.Kind.SPOUSE


class PartyRoleFactory(DjangoModelFactory):
    class Meta:
        model = PartyRole

    staff = factory.SubFactory(StaffFactory)
    role = PartyRole.Role.SECRETARY
    starts_on = date(2022, 1, 1)


class BodyFactory(DjangoModelFactory):
    """A 党政联席会议; ``members`` seats that many people, the first of them as first leader."""

    class Meta:
        model = Body
        skip_postgeneration_save = True

    organisation = factory.SubFactory(SchoolFactory)
    name = "党政联席会议"
    kind = Body.Kind.JOINT_MEETING

    @factory.post_generation
    def members(self, create, extracted, **kwargs):
        for number in range(extracted or 0):
            BodyMemberFactory(body=self, is_first_leader=number == 0, **kwargs)


class BodyMemberFactory(DjangoModelFactory):
    class Meta:
        model = BodyMember

    body = factory.SubFactory(BodyFactory)
    staff = factory.SubFactory(StaffFactory, organisation=factory.SelfAttribute("..body.organisation"))
    starts_on = date(2022, 1, 1)


class QuotaTableFactory(DjangoModelFactory):
    """A table nobody has handed in yet; ``approved`` has passed a review that asked nobody."""

    class Meta:
        model = QuotaTable
        skip_postgeneration_save = True

    organisation = factory.SubFactory(SchoolFactory)
    reference_on = date(2026, 3, 1)

    @factory.post_generation
    def approved(self, create, extracted, **kwargs):
        if not extracted:
            return
        officer = UserFactory(organisation=self.organisation, role="officer")
        ledger = ledgers.of_organisation(self.organisation)
        self.review = reviews.start("quota", self.organisation, str(self), [], ledger)
        self.save(update_fields=["review"])
        reviews.submit(self.review, {}, officer)


class QuotaLineFactory(DjangoModelFactory):
    class Meta:
        model = QuotaLine

    table = factory.SubFactory(QuotaTableFactory)
    department = factory.SubFactory(
        DepartmentFactory, organisation=factory.SelfAttribute("..table.organisation")
    )
    rank = Rank.CHIEF
    requested = 1
    approved = factory.SelfAttribute("requested")
