"""What may a person do where, by the roles held?"""

import csv

import pytest
from django.contrib.auth.models import Permission

from selection.accounts import roles, stewards
from selection.accounts.acts import MATRIX, Act, Role, matrix
from selection.accounts.models import Organisation, OrganisationGroupPermission, RoleChange, User
from selection.reasons import Refused
from selection.records import ledgers
from tests.factories.accounts import (
    BureauFactory,
    BureauReviewerFactory,
    LeaderFactory,
    OfficerFactory,
    SchoolFactory,
    TeacherFactory,
    UserFactory,
    ZoneFactory,
    ZoneOrganiserFactory,
    ZoneReviewerFactory,
)

pytestmark = pytest.mark.django_db


def test_the_file_names_every_role_and_every_act_and_nothing_else():
    with MATRIX.open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)

    assert header == ["role", *Act.values]
    assert [row[0] for row in rows] == Role.values
    assert {mark for row in rows for mark in row[1:]} == {"", "x"}


@pytest.mark.parametrize("role", Role.values)
def test_a_role_may_do_what_the_file_says_and_no_more(role):
    homes = {"school": SchoolFactory, "zone": ZoneFactory, "bureau": BureauFactory}
    organisation = homes[roles.HOMES[role]]()
    user = UserFactory(organisation=organisation)

    roles.grant(user, role, organisation)

    assert {act for act in Act.values if user.may(act, organisation)} == matrix()[role]


def test_acts_are_permissions_on_organisations():
    codenames = Permission.objects.filter(content_type__model="organisation").values_list(
        "codename", flat=True
    )

    assert sorted(codenames) == sorted(Act.values)


def test_a_role_reaches_all_that_lies_below_and_nothing_beside_or_above():
    zone = ZoneFactory()
    school = SchoolFactory(parent=zone)
    reviewer = ZoneReviewerFactory(organisation=zone)
    elsewhere = SchoolFactory()

    reach = [place for place in (zone, school, elsewhere, zone.parent) if reviewer.may("review_zone", place)]

    assert reach == [zone, school]
    assert list(reviewer.organisations_for(Act.REVIEW_ZONE)) == [zone, school]


def test_the_reach_is_asked_for_once(django_assert_num_queries):
    officer = User.objects.get(pk=OfficerFactory().pk)
    school = officer.organisation

    with django_assert_num_queries(1):
        answers = [officer.may(act, school) for act in Act.values]

    assert any(answers)


def test_an_inactive_person_may_do_nothing():
    officer = OfficerFactory(is_active=False)

    assert officer.reach == frozenset()


def test_a_role_belongs_to_its_kind_of_organisation():
    school = SchoolFactory()

    with pytest.raises(Refused) as refusal:
        roles.grant(UserFactory(organisation=school), Role.BUREAU_REVIEWER, school)

    assert refusal.value.reasons == ["“教育局审核员（政工科）”不是学校的角色，请另选角色或单位"]


def test_giving_a_role_twice_is_remembered_once():
    officer = OfficerFactory()
    school = officer.organisation
    teacher = UserFactory(organisation=school)

    roles.grant(teacher, Role.OFFICER, school, by=officer)
    roles.grant(teacher, Role.OFFICER, school, by=officer)

    assert [str(change) for change in RoleChange.objects.filter(user=teacher)] == [f"授予{teacher}“人事干部”"]
    assert list(roles.holders(Role.OFFICER, school)) == [officer, teacher]


def test_what_is_given_and_taken_is_in_the_organisations_ledger():
    officer = OfficerFactory()
    school = officer.organisation
    teacher = UserFactory(organisation=school)

    roles.grant(teacher, Role.OFFICER, school, by=officer)
    roles.revoke(teacher, Role.OFFICER, school, by=officer)
    roles.grant(teacher, Role.LEADER, school)

    entries = [entry.content for entry in ledgers.of_organisation(school).entries.all()]
    assert [(each["act"], each["by"], each["about"]) for each in entries] == [
        ("授予角色", officer.pk, f"user:{teacher.pk}"),
        ("收回角色", officer.pk, f"user:{teacher.pk}"),
        ("授予角色", None, f"user:{teacher.pk}"),
    ]
    assert entries[2]["payload"]["said"] == f"{teacher}（登录号{teacher.username}）：学校领导"


class TestTheSecondPerson:
    """Who enters and who confirms stay two, also through the accounts."""

    @pytest.fixture
    def school(self):
        return SchoolFactory()

    @pytest.fixture
    def teacher(self, school):
        return TeacherFactory(organisation=school)

    @pytest.mark.parametrize("role", [Role.LEADER, Role.OFFICER, Role.STAFF])
    @pytest.mark.parametrize("factory", [OfficerFactory, LeaderFactory])
    def test_nobody_gives_oneself_a_role_or_takes_it(self, school, factory, role):
        by = factory(organisation=school)

        for act in (roles.grant, roles.revoke):
            with pytest.raises(Refused, match="不能给自己授予或收回角色"):
                act(by, role, school, by=by)

    def test_an_officer_makes_nobody_a_leader_nor_takes_it(self, school, teacher):
        officer = OfficerFactory(organisation=school)

        for act in (roles.grant, roles.revoke):
            with pytest.raises(Refused) as refusal:
                act(teacher, Role.LEADER, school, by=officer)
            assert refusal.value.reasons == [
                "“学校领导”由教育局审核员、学区组织员或本校另一名学校领导授予或收回"
            ]

    @pytest.mark.parametrize("role", [Role.LEADER, Role.OFFICER])
    def test_the_bureau_the_zone_and_another_leader_do(self, school, role):
        for by in (
            BureauReviewerFactory(organisation=school.bureau),
            ZoneOrganiserFactory(organisation=school.zone),
            LeaderFactory(organisation=school),
        ):
            roles.grant(TeacherFactory(organisation=school), role, school, by=by)

        assert roles.holders(role, school).count() == (4 if role == Role.LEADER else 3)

    def test_no_more_than_that(self, school, teacher):
        with pytest.raises(Refused, match="“教职工”由本校人事干部授予或收回"):
            roles.revoke(teacher, Role.STAFF, school, by=BureauReviewerFactory(organisation=school.bureau))

    def test_whose_slips_may_be_printed_by_whom(self, school, teacher):
        officer, leader = OfficerFactory(organisation=school), LeaderFactory(organisation=school)
        other = LeaderFactory(organisation=school)
        bureau = BureauReviewerFactory(organisation=school.bureau)

        may = {by: set(stewards.resettable_by(by)) for by in (officer, leader, bureau, teacher)}

        assert may == {
            officer: {officer, teacher},
            leader: {officer, other},
            bureau: {officer, leader, other},
            teacher: set(),
        }


@pytest.mark.parametrize("number", [1, 3])
def test_a_role_is_given_to_many_in_as_many_queries_as_to_one(number, django_assert_num_queries):
    officer = OfficerFactory()
    held = UserFactory(organisation=officer.organisation, role=Role.STAFF)
    newcomers = UserFactory.create_batch(number, organisation=officer.organisation, role=None)

    with django_assert_num_queries(6):  # two for the savepoint
        roles.grant_all([held, *newcomers], Role.STAFF, officer.organisation, by=officer)

    assert {user.roles[0][0] for user in newcomers} == {Role.STAFF}
    assert RoleChange.objects.filter(changed_by=officer).count() == number


def test_a_role_taken_away_ends_its_reach():
    school = SchoolFactory()
    by, leader = LeaderFactory(organisation=school), LeaderFactory(organisation=school)

    roles.revoke(leader, Role.LEADER, school, by=by)
    roles.revoke(leader, Role.LEADER, school, by=by)

    assert leader.roles == []
    assert not leader.may(Act.DECIDE, school)
    assert RoleChange.objects.filter(user=leader, is_grant=False, changed_by=by).count() == 1


def test_an_officer_can_not_lock_the_school_out():
    officer = OfficerFactory()

    with pytest.raises(Refused):
        roles.revoke(officer, Role.OFFICER, officer.organisation, by=officer)

    assert officer.roles == [(Role.OFFICER, officer.organisation)]


def test_after_a_migration_the_groups_hold_what_the_matrix_says():
    school = SchoolFactory()
    teacher, leader = (UserFactory(organisation=school, role=role) for role in (Role.STAFF, Role.LEADER))
    OrganisationGroupPermission.objects.create(
        group=teacher.groups.get(),
        permission=Permission.objects.get(codename=Act.DECIDE),
        content_object=school,
    )
    OrganisationGroupPermission.objects.filter(permission__codename=Act.CONFIRM_ACTS).delete()

    roles.align_with_matrix()
    teacher.forget_reach()
    leader.forget_reach()

    assert not teacher.may(Act.DECIDE, school)
    assert leader.may(Act.CONFIRM_ACTS, school)


def test_who_may_counts_roles_here_and_above_and_grants_to_the_person():
    bureau = BureauFactory()
    school = SchoolFactory(parent=bureau)
    reviewer = BureauReviewerFactory(organisation=bureau)
    leader = UserFactory(organisation=school, role=Role.LEADER)
    UserFactory(organisation=school, role=Role.OFFICER)
    UserFactory(organisation=school, role=Role.LEADER, is_active=False)
    UserFactory(role=Role.LEADER)
    substitute = UserFactory(organisation=school)
    substitute.organisationuserpermission_set.create(
        permission=Permission.objects.get(codename=Act.CONFIRM_ACTS), content_object=school
    )

    confirming = User.objects.who_may(Act.CONFIRM_ACTS, school).order_by("pk")

    assert list(confirming) == [reviewer, leader, substitute]
    assert substitute.may(Act.CONFIRM_ACTS, school)


def test_people_see_their_own_organisation_and_those_within_reach():
    zone = ZoneFactory()
    school = SchoolFactory(parent=zone)
    SchoolFactory()

    seen_by_teacher = Organisation.objects.visible_to(TeacherFactory(organisation=school))
    seen_by_zone = Organisation.objects.visible_to(ZoneReviewerFactory(organisation=zone))

    assert list(seen_by_teacher) == [school]
    assert list(seen_by_zone) == [zone, school]
