"""How does a person without a password come to one?"""

import re
from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.test import Client
from django.urls import reverse, reverse_lazy

from selection import clock, codes
from selection.accounts import invitations, slips
from selection.accounts.models import SetPasswordCode, User
from selection.reasons import Refused
from tests.factories.accounts import OfficerFactory, SchoolFactory, TeacherFactory
from tests.settings import forget_cache

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
    assert len(codes.ALPHABET) ** 15 > 2**60
    assert not set(codes.ALPHABET) & set("0OQ1IL2Z5S8BUV")


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


def test_the_printed_code_is_no_password_since_whoever_printed_it_knows_it(teacher, officer):
    code = issue(teacher, officer)

    for variant in (code, code.lower().replace("-", "")):
        with pytest.raises(Refused) as refusal:
            invitations.redeem(code, variant)
        assert refusal.value.reasons == [invitations.NOT_THE_CODE]
    assert invitations.redeem(code, GOOD) == teacher


ADDRESS = reverse_lazy("accounts:set_password")


@pytest.mark.parametrize(
    "knock",
    [
        pytest.param(lambda client, code: client.get(ADDRESS), id="the page alone"),
        pytest.param(lambda client, code: client.get(ADDRESS, {"code": code}), id="the code in the address"),
        pytest.param(
            lambda client, code: client.get(ADDRESS, {"code": code, "password": GOOD, "again": GOOD}),
            id="the whole form in the address",
        ),
        pytest.param(lambda client, code: client.head(ADDRESS, {"code": code}), id="only the head"),
        pytest.param(lambda client, code: client.options(ADDRESS), id="asking what may be asked"),
        pytest.param(lambda client, code: client.post(ADDRESS, {"code": code}), id="a button pressed"),
        pytest.param(
            lambda client, code: client.put(ADDRESS, {"code": code, "password": GOOD, "again": GOOD}),
            id="another method",
        ),
    ],
)
def test_whatever_looks_at_a_link_before_the_person_does_burns_nothing(client, teacher, officer, knock):
    """Scanners of mail and chat open every address, some press the buttons too; none invents a password."""
    code = issue(teacher, officer)

    for _ in range(3):
        knock(client, code)

    teacher.refresh_from_db()
    assert not teacher.has_usable_password()
    assert invitations.redeem(code, GOOD) == teacher


def test_a_form_that_did_not_come_from_the_page_sets_nothing(teacher, officer):
    code = issue(teacher, officer)
    elsewhere = Client(enforce_csrf_checks=True)

    refused = elsewhere.post(ADDRESS, {"code": code, "password": GOOD, "again": GOOD})

    assert refused.status_code == 403
    assert invitations.redeem(code, GOOD) == teacher


def test_the_code_on_the_slip_stands_where_browsers_send_it_to_nobody(monkeypatch, teacher, officer):
    printed = []
    monkeypatch.setattr(slips, "qr", printed.append)
    monkeypatch.setattr(slips, "render_pile", lambda template, contexts, progress: [*contexts] and b"")
    code = issue(teacher, officer)

    slips.print_slips([(teacher, code)], "https://xuanba.example.cn/set-password/")

    assert printed == [f"https://xuanba.example.cn/set-password/#{code}"]


def test_nobody_is_ever_given_a_password_but_by_oneself():
    """Accounts are made without one, so there is none to be changed at the first sign-in."""
    sources = {
        path.relative_to(settings.BASE_DIR).as_posix(): path.read_text(encoding="utf-8")
        for app in ("selection", "personnel", "ballots", "campaigns", "serving", "supervision", "paperwork")
        for path in (settings.BASE_DIR / app).rglob("*.py")
    }

    setting = {name for name, text in sources.items() if re.search(r"[.]set_password[(]|make_password", text)}
    giving = {name for name, text in sources.items() if re.search(r"create_user[(][^)]*password=", text)}
    assert setting == {"selection/accounts/invitations.py", "selection/accounts/models/users.py"}
    assert giving == set()


def test_an_account_that_was_just_made_opens_to_no_password(client):
    made = User.objects.create_user("t0001", "某人", organisation=SchoolFactory())
    codes = [code for _user, code in invitations.issue([made], by=None)]

    for guess in ["t0001", "某人", "123456", "None", "!", made.password, *codes]:
        client.post(reverse("account_login"), {"login": "t0001", "password": guess})
        forget_cache()

    assert "_auth_user_id" not in client.session
