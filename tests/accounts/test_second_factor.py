"""Who needs more than a password, and how does a phone come, go and get lost?"""

import re
from datetime import datetime

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from selection import clock
from selection.accounts import second_factor
from selection.accounts.acts import Role
from selection.records import ledgers
from tests.factories.accounts import (
    BureauReviewerFactory,
    DisciplineFactory,
    LeaderFactory,
    OfficerFactory,
    SupervisorFactory,
    TeacherFactory,
    ZoneOrganiserFactory,
    ZoneReviewerFactory,
    add_phone,
    code_of,
)

pytestmark = pytest.mark.django_db
GOOD = "山高水长2026"
SET_UP, STEP, HOME = "/second-factor/", "/sign-in/second-step/", "/"


@pytest.fixture
def officer():
    return OfficerFactory(username="g0001", password=GOOD)


@pytest.fixture(autouse=True)
def moment():
    with time_machine.travel(clock.now(), tick=False) as traveller:
        yield traveller


def text(response):
    return response.content.decode()


def password(client, login="g0001", **more):
    return client.post(reverse("account_login"), {"login": login, "password": GOOD} | more)


def is_in(client):
    return client.get(reverse("accounts:profile")).status_code == 200


def key_on(page):
    return re.search(r'second-factor-key">([A-Z2-7 ]+)<', text(page))[1].replace(" ", "")


def codes_on(page):
    return re.findall(r"<li>(\d{4}) (\d{4})</li>", text(page))


def set_up(client):
    secret = key_on(client.get(SET_UP))
    return secret, client.post(SET_UP, {"code": code_of(secret)})


@pytest.mark.parametrize(
    ("factory", "goes_to"),
    [
        (OfficerFactory, SET_UP),
        (ZoneReviewerFactory, SET_UP),
        (BureauReviewerFactory, SET_UP),
        (DisciplineFactory, SET_UP),
        (LeaderFactory, HOME),
        (TeacherFactory, HOME),
        (ZoneOrganiserFactory, HOME),
        (SupervisorFactory, HOME),
    ],
)
def test_officers_reviewers_and_discipline_set_it_up_before_they_are_in(client, factory, goes_to):
    factory(username="g0001", password=GOOD)

    response = password(client)

    assert response.url == goes_to
    assert is_in(client) is (goes_to == HOME)


def test_the_first_sign_in_leads_over_the_phone_and_the_recovery_codes_to_where_one_wanted(client, officer):
    password(client, next="/register/")

    page = client.get(SET_UP)
    _secret, done = set_up(client)

    assert officer.name in text(page)
    assert 'src="data:image/svg+xml' in text(page)
    assert "otpauth://totp/g0001?secret=" in text(page)
    assert len(codes_on(done)) == 10
    assert 'href="/register/"' in text(done)
    assert is_in(client)


def test_recovery_codes_are_shown_once(client, officer):
    password(client)
    _secret, done = set_up(client)
    [first, *_rest] = codes_on(done)

    pages = [text(client.get(url)) for url in (SET_UP, reverse("accounts:profile"))]

    assert all("".join(first) not in page and " ".join(first) not in page for page in pages)
    assert "恢复码还剩10个" in pages[1]


def test_a_wrong_code_sets_nothing_up_and_the_key_stays_the_same(client, officer):
    password(client)
    secret = key_on(client.get(SET_UP))

    page = client.post(SET_UP, {"code": code_of(secret, 100)})

    assert second_factor.WRONG_CODE in text(page)
    assert key_on(page) == secret
    assert not is_in(client)
    assert not second_factor.is_set_up(officer)


def test_the_secret_lies_encrypted_and_not_in_the_session(client, officer):
    password(client)
    secret, _done = set_up(client)

    stored = Authenticator.objects.get(user=officer, type="totp")
    assert secret not in str(stored.data)
    assert secret not in str(dict(client.session))


def test_from_then_on_the_password_alone_opens_nothing(client, officer):
    secret = add_phone(officer)

    asked = password(client, next="/register/")
    outside = is_in(client)
    wrong = client.post(STEP, {"code": code_of(secret, 100)})
    right = client.post(STEP, {"code": code_of(secret)})

    assert (asked.url, outside, right.url) == (STEP, False, "/register/")
    assert second_factor.WRONG_CODE in text(wrong)
    assert is_in(client)


@pytest.mark.parametrize(("steps", "works"), [(-2, False), (-1, True), (1, True), (2, False)])
def test_a_phone_may_be_half_a_minute_off(client, officer, steps, works):
    secret = add_phone(officer)
    password(client)

    client.post(STEP, {"code": code_of(secret, steps)})

    assert is_in(client) is works


@pytest.mark.parametrize("later", [0, 31, 59])
def test_a_code_opens_once_however_long_it_lives(officer, moment, later):
    moment.move_to(datetime(2026, 3, 2, 9, 0, 0, tzinfo=clock.ZONE), tick=False)
    code = code_of(add_phone(officer), 1)
    first, second = Client(), Client()
    password(first)
    password(second)

    first.post(STEP, {"code": code})
    moment.shift(later)
    second.post(STEP, {"code": f"{code[:3]} {code[3:]}"})

    assert (is_in(first), is_in(second)) == (True, False)


def test_a_recovery_code_opens_once(client, officer):
    password(client)
    _secret, done = set_up(client)
    code = "".join(codes_on(done)[0])

    browsers = [Client(), Client()]
    for browser in browsers:
        password(browser)
        browser.post(STEP, {"code": code})

    assert [is_in(browser) for browser in browsers] == [True, False]


def test_codes_are_not_to_be_guessed(client, officer):
    secret = add_phone(officer)
    password(client)

    for number in range(5):
        client.post(STEP, {"code": f"00000{number}"})
    right = client.post(STEP, {"code": code_of(secret)})

    assert "尝试次数过多，请过几分钟再试" in text(right)
    assert not is_in(client)


def test_another_phone_takes_the_password_and_ends_the_earlier_one_and_other_sign_ins(
    client, officer, moment
):
    earlier = add_phone(officer)
    other = Client()
    for browser in (client, other):
        password(browser)
        browser.post(STEP, {"code": code_of(earlier)})
        moment.shift(60)
    secret = key_on(client.get(SET_UP))

    without = client.post(SET_UP, {"code": code_of(secret), "password": "不是这个口令"})
    done = client.post(SET_UP, {"code": code_of(secret), "password": GOOD})

    assert "当前口令不正确，请重新填写" in text(without)
    assert len(codes_on(done)) == 10
    assert (is_in(client), is_in(other)) == (True, False)
    password(other)
    other.post(STEP, {"code": code_of(earlier)})
    assert not is_in(other)


def test_the_set_up_page_is_for_those_on_their_way_in_and_those_who_are_in(client):
    assert client.get(SET_UP).url == f"/sign-in/?next={SET_UP}"


@pytest.mark.parametrize(("has_phone", "page"), [(False, SET_UP), (True, STEP)])
def test_whoever_stands_at_the_second_step_can_let_somebody_else_sign_in(client, officer, has_phone, page):
    if has_phone:
        add_phone(officer)
    TeacherFactory(username="t0001", password=GOOD)
    password(client)

    asked = client.get(page)
    client.post(reverse("account_logout"))

    assert f"不是{officer.name}？换一个人登录" in text(asked)
    assert client.get(page).status_code == 302
    assert password(client, "t0001").url == HOME


def test_where_it_is_turned_off_nobody_is_asked_and_there_is_no_such_page(client, officer, settings):
    add_phone(officer)
    settings.SECOND_FACTOR = False

    assert password(client).url == HOME
    assert client.get(SET_UP).status_code == 404
    assert "两步验证" not in text(client.get(reverse("accounts:profile")))


def last_entry(organisation):
    return ledgers.of_organisation(organisation).entries.latest("number").content


def test_a_lost_phone_is_taken_away_on_record_and_the_person_is_told(client, officer):
    add_phone(officer)
    leader = LeaderFactory(organisation=officer.organisation)
    client.force_login(leader, backend="django.contrib.auth.backends.ModelBackend")

    page = client.get(reverse("accounts:person", args=[officer.pk]))
    client.post(reverse("accounts:reset_second_factor", args=[officer.pk]))

    assert "手机和恢复码都丢了的" in text(page)
    entry = last_entry(officer.organisation)
    assert (entry["act"], entry["payload"]["said"]) == ("清除两步验证", f"{officer.name}（登录号g0001）")
    assert officer.notifications.get().sentence == second_factor.TAKEN_AWAY
    assert password(Client()).url == SET_UP


@pytest.mark.parametrize(
    ("make", "role", "works"),
    [
        (lambda school: OfficerFactory(organisation=school), Role.STAFF, True),
        (lambda school: OfficerFactory(organisation=school), Role.LEADER, False),
        (lambda school: BureauReviewerFactory(organisation=school.bureau), Role.OFFICER, True),
        (lambda school: BureauReviewerFactory(organisation=school.bureau), Role.STAFF, False),
        (lambda school: TeacherFactory(organisation=school), Role.STAFF, False),
    ],
)
def test_who_may_take_it_away(client, make, role, works):
    person = TeacherFactory(role=role)
    add_phone(person)
    client.force_login(make(person.organisation), backend="django.contrib.auth.backends.ModelBackend")

    client.post(reverse("accounts:reset_second_factor", args=[person.pk]))

    assert second_factor.is_set_up(person) is not works


def test_nobody_takes_away_the_own_one(client, officer):
    add_phone(officer)
    client.force_login(officer, backend="django.contrib.auth.backends.ModelBackend")

    answer = client.post(reverse("accounts:reset_second_factor", args=[officer.pk]), follow=True)

    assert "不能清除自己的两步验证" in text(answer)
    assert second_factor.is_set_up(officer)


def test_for_reviewers_and_discipline_it_is_a_command(capsys):
    reviewer = ZoneReviewerFactory(username="z0001")
    add_phone(reviewer)

    call_command("reset_second_factor", "z0001")

    assert "下次登录时重新设置" in capsys.readouterr().out
    assert last_entry(reviewer.organisation)["act"] == "清除两步验证"
    assert not second_factor.is_set_up(reviewer)
    for login, said in [("z0001", "没有设置两步验证，不用清除"), ("nobody", "没有登录号为“nobody”的账号")]:
        with pytest.raises(CommandError, match=said):
            call_command("reset_second_factor", login)
