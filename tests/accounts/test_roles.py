"""What may a person do where, by the roles held?"""

import csv

import pytest
from django.contrib.auth.models import Permission

from selection.accounts import roles
from selection.accounts.acts import MATRIX, Act, Role, matrix
from selection.accounts.models import Organisation, OrganisationGroupPermission, RoleChange, User
from selection.reasons import Refused
from tests.factories.accounts import (
    BureauFactory,
    BureauReviewerFactory,
    OfficerFactory,
    SchoolFactory,
    TeacherFactory,
    UserFactory,
    ZoneFactory,
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
    teacher = UserFactory(organisation=officer.organisation)

    roles.grant(teacher, Role.LEADER, officer.organisation, by=officer)
    roles.grant(teacher, Role.LEADER, officer.organisation, by=officer)

    assert [str(change) for change in RoleChange.objects.filter(user=teacher)] == [f"授予{teacher}“学校领导”"]
    assert list(roles.holders(Role.LEADER, officer.organisation)) == [teacher]


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
    officer = OfficerFactory()
    leader = UserFactory(organisation=officer.organisation, role=Role.LEADER)

    roles.revoke(leader, Role.LEADER, officer.organisation, by=officer)
    roles.revoke(leader, Role.LEADER, officer.organisation, by=officer)

    assert leader.roles == []
    assert not leader.may(Act.DECIDE, officer.organisation)
    assert RoleChange.objects.filter(user=leader, is_grant=False, changed_by=officer).count() == 1


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
