"""How do bureau, zones and schools lie below one another?"""

import pytest
from django.db import IntegrityError

from selection.accounts.models import Organisation, User
from tests.factories.accounts import BureauFactory, OfficerFactory, SchoolFactory, UserFactory, ZoneFactory

pytestmark = pytest.mark.django_db


def test_the_path_lists_the_keys_from_the_top():
    bureau = BureauFactory()
    zone = ZoneFactory(parent=bureau)
    school = SchoolFactory(parent=zone)

    assert school.path == f"{bureau.pk}.{zone.pk}.{school.pk}."
    assert list(school.ancestors()) == [bureau, zone]
    assert (school.bureau, school.zone) == (bureau, zone)
    assert (bureau.bureau, bureau.zone) == (bureau, None)
    assert bureau.covers(school)
    assert not school.covers(zone)


def test_a_school_directly_under_the_bureau_has_no_zone():
    school = SchoolFactory(directly_under_bureau=True)

    assert school.zone is None
    assert school.bureau == school.parent


def test_below_means_itself_and_all_under_it_even_when_keys_begin_alike():
    zones = ZoneFactory.create_batch(12, parent=BureauFactory())
    schools = [SchoolFactory(parent=zone) for zone in zones]

    assert list(Organisation.objects.below(zones[0])) == [zones[0], schools[0]]
    assert list(Organisation.objects.under([])) == []
    assert set(Organisation.objects.schools()) == set(schools)


@pytest.mark.parametrize("kind", ["school", "zone"])
def test_only_a_bureau_stands_alone(kind):
    with pytest.raises(IntegrityError):
        Organisation.objects.found(name="无上级", code="alone", kind=kind)


def test_the_short_name_defaults_to_the_name():
    bureau = Organisation.objects.found(name="某县教育局", code="county", kind="bureau")

    assert (bureau.short_name, str(bureau)) == ("某县教育局", "某县教育局")


def test_an_account_without_a_password_can_not_sign_in():
    user = User.objects.create_user("t001", "王一", organisation=SchoolFactory())

    assert not user.has_usable_password()
    assert (str(user), user.get_full_name(), user.get_short_name()) == ("王一", "王一", "王一")


def test_logins_are_normalised_when_cleaned():
    user = UserFactory.build(username="ｔ００１", organisation=None)

    user.clean()

    assert user.username == "t001"


def test_a_superuser_has_no_reach_of_its_own():
    user = User.objects.create_superuser("root", "管理员", "一个很长的口令")

    assert user.is_superuser
    assert user.reach == frozenset()


def test_an_officer_sees_the_accounts_of_the_own_school_only():
    officer = OfficerFactory()
    colleague = UserFactory(organisation=officer.organisation)
    UserFactory()

    assert set(User.objects.visible_to(officer)) == {officer, colleague}
    assert set(User.objects.of(officer.organisation)) == {officer, colleague}
