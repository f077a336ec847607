"""How many passwords can be tried, at one account and from one network, and who else is kept out by that?

Everything below happens within one frozen minute; a try counts when its password is compared at all.
"""

import itertools

import pytest
import time_machine
from allauth.account.adapter import get_adapter
from django.contrib.auth.signals import user_login_failed
from django.core.exceptions import ValidationError
from django.test import RequestFactory
from django.urls import reverse

from selection import clock
from selection.settings import IN_MEMORY
from tests.factories.accounts import SchoolFactory, TeacherFactory, UserFactory

pytestmark = pytest.mark.django_db
GOOD, WRONG = "山高水长2026", "不是这个口令"
TRIES = 10_000
OF_AN_ACCOUNT, OF_A_NETWORK = 5, 600  # wrong tries in five minutes, and in one


@pytest.fixture(autouse=True)
def minute(settings):
    """In this process's memory: a Redis goes by its own clock, and asking it 10⁴ times takes longer than a minute."""
    here = settings.CACHES["default"] | IN_MEMORY | {"LOCATION": "throttle"}
    settings.CACHES = settings.CACHES | {"default": here}
    with time_machine.travel(clock.now(), tick=False) as traveller:
        yield traveller


@pytest.fixture
def compared():
    """The logins whose passwords were compared and found wrong."""
    logins = []

    def listen(credentials, **_signal):
        logins.append(credentials["username"])

    user_login_failed.connect(listen)
    yield logins
    user_login_failed.disconnect(listen)


def attempt(login, **meta):
    """Try a wrong password; True if it was looked at."""
    request = RequestFactory().post("/sign-in/", **meta)
    try:
        return get_adapter(request).authenticate(request, username=login, password=WRONG) is None
    except ValidationError:
        return False


def addresses(number):
    return [f"10.{n // 2**16}.{n // 2**8 % 2**8}.{n % 2**8}" for n in range(number)]


@pytest.fixture
def sign_in(client):
    """Each from a browser of one's own, all behind one address."""

    def sign_in(login, password):
        client.cookies.clear()
        return client.post(reverse("account_login"), {"login": login, "password": password})

    return sign_in


@pytest.mark.parametrize("number", [1, 100, 10_000])
def test_of_ten_thousand_tries_at_one_account_five_are_looked_at_from_however_many_addresses(
    compared, number
):
    TeacherFactory(username="t0001", password=GOOD)
    origins = itertools.cycle(addresses(number))

    for _ in range(TRIES):
        attempt("t0001", REMOTE_ADDR=next(origins))

    assert compared == ["t0001"] * OF_AN_ACCOUNT


@pytest.mark.parametrize(("number", "looked_at"), [(1, OF_A_NETWORK), (100, TRIES), (10_000, TRIES)])
def test_of_one_try_at_each_of_ten_thousand_accounts_each_network_gets_six_hundred(
    monkeypatch, number, looked_at
):
    """What is compared is left to the test above: here nothing but the limit is asked."""
    monkeypatch.setattr("allauth.account.adapter.authenticate", lambda *_, **__: None)
    origins = itertools.cycle(addresses(number))

    passed = sum(attempt(f"t{each}", REMOTE_ADDR=next(origins)) for each in range(TRIES))

    assert passed == looked_at


def test_tries_at_a_thousand_accounts_by_turns_push_no_counter_out(monkeypatch):
    monkeypatch.setattr("allauth.account.adapter.authenticate", lambda *_, **__: None)
    origins = itertools.cycle(addresses(100))

    passed = sum(attempt(f"t{each % 1000}", REMOTE_ADDR=next(origins)) for each in range(TRIES))

    assert passed == 1000 * OF_AN_ACCOUNT


def test_five_hundred_people_behind_one_address_all_get_in_after_a_slip_of_the_finger_each(sign_in):
    school = SchoolFactory()
    logins = [f"t{number}" for number in range(500)]
    for login in logins:
        UserFactory(organisation=school, username=login, password=GOOD)

    for login in logins:
        sign_in(login, WRONG)
    answers = [sign_in(login, GOOD).status_code for login in logins]

    assert answers == [302] * 500


def test_whoever_hammers_at_one_account_keeps_no_neighbour_out(sign_in):
    TeacherFactory(username="t0002", password=GOOD)

    for _ in range(TRIES):
        attempt("t0001", REMOTE_ADDR="127.0.0.1")

    assert sign_in("t0002", GOOD).status_code == 302


def test_the_account_opens_again_after_five_minutes(sign_in, minute):
    TeacherFactory(username="t0001", password=GOOD)
    for _ in range(OF_AN_ACCOUNT):
        attempt("t0001")
    shut = sign_in("t0001", GOOD)

    minute.shift(301)

    assert "尝试次数过多，请过几分钟再试" in shut.content.decode()
    assert sign_in("t0001", GOOD).status_code == 302


@pytest.mark.parametrize(
    ("hops", "looked_at"),
    [
        pytest.param(0, OF_A_NETWORK, id="no proxy is trusted: the header is the visitor's own invention"),
        pytest.param(1, OF_A_NETWORK, id="what stands left of the proxy's own entry is invention too"),
        pytest.param(2, 1000, id="two proxies, and the outer one saw as many visitors"),
    ],
)
def test_only_the_configured_proxies_say_where_a_visitor_comes_from(monkeypatch, settings, hops, looked_at):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = hops
    monkeypatch.setattr("allauth.account.adapter.authenticate", lambda *_, **__: None)

    passed = sum(
        attempt(f"t{each}", HTTP_X_FORWARDED_FOR=f"{invented}, 192.0.2.7")
        for each, invented in enumerate(addresses(1000))
    )

    assert passed == looked_at


def test_a_house_with_a_whole_range_of_addresses_is_one_network(monkeypatch):
    monkeypatch.setattr("allauth.account.adapter.authenticate", lambda *_, **__: None)

    passed = sum(attempt(f"t{each}", REMOTE_ADDR=f"2001:db8::{each:x}") for each in range(1, 1001))

    assert passed == OF_A_NETWORK
