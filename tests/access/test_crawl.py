"""May everybody visit what the tables say, and nothing else? Visits.py says how to add an address."""

from collections.abc import Iterator
from copy import copy

import pytest
from django.contrib.messages import get_messages
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, resolve, reverse

from selection.accounts import roles
from selection.accounts.acts import Role
from selection.records import organising, papers
from tests.access.nothing import METHODS, is_nothing, is_stranger, knock
from tests.access.visits import OBJECTS, VISITORS, Visit, load_objects, rows
from tests.factories.accounts import BureauFactory, SchoolFactory, UserFactory, ZoneFactory
from tests.settings import forget_cache

load_objects()
ROWS = rows()
SHOWN, MISSING, REFUSED, SENT_TO_SIGN_IN = "+-!s"


class World:
    """A bureau with two zones and a school in each; every role is held at the first, which its zone organises,
    or above it."""

    def __init__(self):
        bureau = BureauFactory(name="县教育局")
        zone = ZoneFactory(name="东学区", parent=bureau)
        self.own = SchoolFactory(name="东小学", parent=zone)
        self.other = SchoolFactory(name="西小学", parent=ZoneFactory(name="西学区", parent=bureau))
        for role in (Role.OFFICER, Role.LEADER):
            UserFactory(organisation=self.other, role=role)
        places = {"school": self.own, "zone": zone, "bureau": bureau}
        self.people = {role: UserFactory(organisation=places[roles.HOMES[role]], role=role) for role in Role}
        organising.begin(self.own, by=self.people[Role.ZONE_REVIEWER], reason="没有专职人事干部")

    def cookies(self, visitor):
        client = Client()
        if visitor != "anonymous":
            client.force_login(self.people[visitor], backend="django.contrib.auth.backends.ModelBackend")
        return client.cookies


def addresses(patterns, namespace="") -> Iterator[tuple[str, URLPattern]]:
    """Every address of the program, by the name under which it is reversed."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from addresses(pattern.url_patterns, inner)
        else:
            yield f"{namespace}{pattern.name}", pattern


def outcome(cookies, row, visit):
    """The mark of what happens; whatever the visit changes is taken back, the browser's cookies too."""
    client = Client()
    client.cookies = copy(cookies)
    address = reverse(row.url, kwargs=visit.kwargs)
    assert resolve(address).view_name == row.url, "another page has the same address"
    with transaction.atomic():
        response = client.get(address) if row.method == "GET" else client.post(address, fresh(visit.data))
        mark = mark_of(response)
        transaction.set_rollback(True)
    if response.status_code == 404:
        assert is_nothing(response, cookies, row.method, address), (
            "what is hidden differs from what isn't there"
        )
    return SENT_TO_SIGN_IN if mark == MISSING and is_stranger(cookies) else mark


def fresh(data):
    """Files are handed in from their beginning, however often."""
    for value in data.values():
        if hasattr(value, "seek"):
            value.seek(0)
    return data


def mark_of(response):
    if response.status_code in (403, 404):
        return MISSING
    if response.status_code == 302 and response.url.startswith(reverse("account_login")):
        return SENT_TO_SIGN_IN if "?next=" in response.url else SHOWN
    if any(message.level_tag == "error" for message in get_messages(response.wsgi_request)):
        return REFUSED
    assert response.status_code in (200, 204, 302), response.status_code
    return REFUSED if has_flawed_form(response) else SHOWN


def has_flawed_form(response):
    """A form that is shown again because of its errors."""
    form = (response.context or {}).get("form")
    return bool(getattr(form, "is_bound", False) and form.errors)


@pytest.fixture(autouse=True)
def paper_kind(monkeypatch):
    """A kind of papers with the least that a paper needs."""
    kind = papers.PaperKind("通知", "papers/base.html", wording={"closing": "结束语"})
    monkeypatch.setitem(papers.KINDS, "crawl", kind)


@pytest.mark.django_db
@pytest.mark.parametrize("needed", sorted({row.object for row in ROWS}))
def test_every_role_meets_at_every_address_what_the_table_says(needed: str):
    world = World()
    schools = (world.own, world.other) if needed else (world.own,)
    visits = [OBJECTS[needed](school) if needed else Visit({}) for school in schools]
    cookies = {visitor: world.cookies(visitor) for visitor in VISITORS}
    rows_of_it = [row for row in ROWS if row.object == needed]

    met = {}
    for row in rows_of_it:
        forget_cache()
        met[str(row)] = marks = {}
        for visitor in VISITORS:
            each = [outcome(cookies[visitor], row, visit) for visit in visits]
            marks[visitor] = each[0] if visitor == "anonymous" else "".join(each)

    assert met == {str(row): row.marks for row in rows_of_it}
    for url in sorted({row.url for row in rows_of_it}):
        for address in (reverse(url, kwargs=visit.kwargs) for visit in visits):
            assert [
                method
                for method in hidden_from_strangers(url)
                if tells(cookies["anonymous"], method, address)
            ] == []
            assert [method for method in METHODS[3:] if tells(cookies[Role.OFFICER], method, address)] == []


def hidden_from_strangers(url):
    """The methods that no row gives the address; HEAD goes with GET."""
    answered = {row.method for row in ROWS if row.url == url}
    return [method for method in METHODS if method.replace("HEAD", "GET") not in answered]


def tells(cookies, method, address):
    """Anything but that there is no such page, or that one has to sign in whatever it names."""
    response = knock(cookies, method, address)
    return not is_nothing(response, cookies, method, address) and mark_of(response) != SENT_TO_SIGN_IN


def test_every_address_is_in_the_tables_with_every_method_it_answers():
    known = {(row.url, row.method) for row in ROWS}
    missing = []
    for name, pattern in addresses(get_resolver().url_patterns):
        view = getattr(pattern.callback, "view_class", None)
        methods = [method.upper() for method in ("get", "post") if hasattr(view, method)] if view else []
        if methods:
            missing += [f"{name} {method}" for method in methods if (name, method) not in known]
        elif not {(name, "GET"), (name, "POST")} & known:
            missing.append(name)

    assert missing == []


def test_every_row_is_of_an_address_that_exists():
    names = {name for name, _pattern in addresses(get_resolver().url_patterns)}

    assert sorted({row.url for row in ROWS} - names) == []


def test_every_object_is_provided_once_and_used():
    assert sorted({row.object for row in ROWS} - {""}) == sorted(OBJECTS)


def test_every_row_has_a_mark_for_everybody():
    faulty = [
        f"{row} {visitor}"
        for row in ROWS
        for visitor, mark in row.marks.items()
        if len(mark) != (2 if row.object and visitor != "anonymous" else 1) or set(mark) - set("+-!s")
    ]

    assert faulty == []
