"""How does a person without a password come to one?"""

from datetime import timedelta

import pytest
import time_machine

from selection import clock
from selection.accounts import invitations
from selection.accounts.models import SetPasswordCode
from selection.reasons import Refused
from tests.factories.accounts import OfficerFactory, TeacherFactory

pytestmark = pytest.mark.django_db
GOOD = "山高水长2026"


@pytest.fixture
def officer():
    return OfficerFactory()


@pytest.fixture
def teacher(officer):
    return TeacherFactory(organisation=officer.organisation)


def issue(teacher, officer):
    [(_user, code)] = invitations.issue([teacher], by=officer)
    return code


def test_a_code_sets_the_password_once(teacher, officer):
    code = issue(teacher, officer)

    user = invitations.redeem(code, GOOD)

    assert user == teacher
    assert user.check_password(GOOD)
    with pytest.raises(Refused) as refusal:
        invitations.redeem(code, "另一个口令2027")
    assert refusal.value.reasons == [invitations.NOT_VALID]


def test_a_code_may_be_typed_in_lower_case_with_spaces(teacher, officer):
    code = issue(teacher, officer)

    assert invitations.redeem(f" {code.lower().replace('-', ' ')} ", GOOD) == teacher


def test_only_a_keyed_hash_is_stored(teacher, officer, settings):
    code = issue(teacher, officer)
    stored = SetPasswordCode.objects.get()

    assert code.replace("-", "") not in "".join(str(value) for value in vars(stored).values())
    settings.SECRET_KEY = "another key"
    assert invitations.digest(code) != stored.digest


def test_a_code_is_hard_to_guess_and_easy_to_read():
    code = invitations.new_code()

    assert [len(group) for group in code.split("-")] == [5, 5, 5]
    assert len(invitations.ALPHABET) ** 15 > 2**60
    assert not set(invitations.ALPHABET) & set("0OQ1IL2Z5S8BUV")


def test_a_new_slip_makes_the_earlier_one_worthless(teacher, officer):
    earlier = issue(teacher, officer)
    issue(teacher, officer)

    with pytest.raises(Refused):
        invitations.redeem(earlier, GOOD)


@pytest.mark.parametrize(
    ("after", "works"), [(timedelta(days=30, seconds=-1), True), (timedelta(days=30), False)]
)
def test_a_code_lasts_thirty_days(teacher, officer, after, works):
    with time_machine.travel(clock.now(), tick=False) as traveller:
        code = issue(teacher, officer)
        traveller.shift(after)

        if works:
            assert invitations.redeem(code, GOOD) == teacher
        else:
            with pytest.raises(Refused):
                invitations.redeem(code, GOOD)


def test_a_weak_password_is_refused_with_every_reason_and_the_code_stays_good(teacher, officer):
    code = issue(teacher, officer)

    with pytest.raises(Refused) as refusal:
        invitations.redeem(code, "1234567")

    assert refusal.value.reasons == [
        "口令太短，至少要8位",
        "这个口令太常见，容易被猜到，请换一个",
        "口令不能全是数字，请加上字母或汉字",
    ]
    assert invitations.redeem(code, GOOD) == teacher


def test_the_own_name_is_no_password(teacher, officer):
    teacher.name = "欧阳修远山高水长"
    teacher.save()

    with pytest.raises(Refused) as refusal:
        invitations.redeem(issue(teacher, officer), "欧阳修远山高水长")

    assert refusal.value.reasons == ["口令与姓名或登录号太接近，请换一个"]


def test_whoever_has_left_can_not_redeem(teacher, officer):
    code = issue(teacher, officer)
    teacher.is_active = False
    teacher.save()

    with pytest.raises(Refused):
        invitations.redeem(code, GOOD)
