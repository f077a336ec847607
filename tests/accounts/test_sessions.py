"""When does a sign-in end before its time?"""

import pytest
from django.test import Client
from django.urls import reverse

from selection.accounts import invitations, roles
from selection.accounts.acts import Role
from tests.factories.accounts import LeaderFactory, OfficerFactory, SchoolFactory, TeacherFactory

pytestmark = pytest.mark.django_db
GOOD, BETTER = "山高水长2026", "春暖花开2026"


@pytest.fixture
def officer(settings):
    settings.SECOND_FACTOR = False
    return OfficerFactory(username="g0001", password=GOOD)


def signed_in(username, password=GOOD):
    client = Client()
    client.post(reverse("account_login"), {"login": username, "password": password})
    assert is_in(client)
    return client


def is_in(client):
    return client.get(reverse("accounts:profile")).status_code == 200


def test_a_changed_password_ends_the_sign_ins_everywhere_else(officer):
    here, there = signed_in("g0001"), signed_in("g0001")

    here.post(
        reverse("account_change_password"),
        {"old_password": GOOD, "new_password1": BETTER, "new_password2": BETTER},
    )

    assert (is_in(here), is_in(there)) == (True, False)


def test_a_password_set_by_a_slip_ends_them_everywhere(officer):
    there = signed_in("g0001")
    [(_user, code)] = invitations.issue([officer], by=None)

    invitations.redeem(code, BETTER)

    assert not is_in(there)
    assert is_in(signed_in("g0001", BETTER))


def test_a_role_that_is_taken_ends_the_sign_ins_of_its_holder_alone(officer):
    leader = LeaderFactory(organisation=officer.organisation, username="g0002", password=GOOD)
    theirs, others = signed_in("g0001"), signed_in("g0002")

    roles.revoke(officer, Role.OFFICER, officer.organisation, by=leader)

    assert (is_in(theirs), is_in(others)) == (False, True)
    assert is_in(signed_in("g0001"))


def test_a_role_that_was_not_held_or_is_given_ends_nothing(officer):
    theirs = signed_in("g0001")

    roles.revoke(officer, Role.LEADER, officer.organisation)
    roles.grant(officer, Role.LEADER, officer.organisation)

    assert is_in(theirs)


def test_a_role_that_asks_for_a_second_factor_asks_for_it_at_once(settings):
    settings.SECOND_FACTOR = True
    teacher = TeacherFactory(username="t0001", password=GOOD)
    theirs = signed_in("t0001")

    roles.grant(teacher, Role.OFFICER, teacher.organisation)

    assert not is_in(theirs)


def test_another_school_ends_them(officer):
    theirs = signed_in("g0001")
    officer.organisation = SchoolFactory()
    officer.save()

    assert not is_in(theirs)


def test_an_account_that_is_closed_ends_them():
    teacher = TeacherFactory(username="t0001", password=GOOD)
    theirs = signed_in("t0001")
    teacher.is_active = False
    teacher.save()

    assert not is_in(theirs)


def test_the_sign_in_page_says_why_one_may_have_been_signed_out(client):
    page = client.get(reverse("account_login")).content.decode()

    assert "口令改了、角色被收回或者换了单位，各处原来的登录随即失效，重新登录即可。" in page
