"""Is a stranger told nothing of a closed page: not by a form's token, and not by an address without its slash?"""

import pytest
from django.test import Client
from django.urls import reverse

from selection.errors import Troubles
from tests.access.nothing import NOWHERE, told
from tests.access.visits import rows
from tests.factories.accounts import OfficerFactory, SchoolFactory

pytestmark = pytest.mark.django_db

OPEN = ("demo_sign_in", "demo_advance", "accounts:second_factor")  # part of signing in, or of the demo
CLOSED = [row.url for row in rows() if (row.method, row.object, row.marks["anonymous"]) == ("POST", "", "s")]


@pytest.fixture
def stranger():
    return Client(enforce_csrf_checks=True)


@pytest.mark.parametrize("url", [url for url in CLOSED if url not in OPEN])
def test_a_form_without_its_token_is_answered_as_one_to_nowhere(stranger, url):
    address = reverse(url)

    assert told(stranger.post(address), address) == told(stranger.post(NOWHERE), NOWHERE)


def test_an_address_without_its_slash_leads_nowhere(stranger):
    address = reverse("personnel:roster").rstrip("/")

    assert told(stranger.get(address), address) == told(stranger.get(NOWHERE), NOWHERE)


def test_what_is_not_there_offers_to_sign_in_and_come_back(stranger):
    page = stranger.get("/register/?page=2")

    assert page.status_code == 404
    assert Troubles.NOT_FOUND.value.advice in page.text
    assert 'href="/sign-in/?next=%2Fregister%2F%3Fpage%3D2"' in page.text


@pytest.mark.parametrize("url", ["home", "ballots:my"])
def test_addresses_that_people_scan_or_type_lead_to_the_sign_in_page(stranger, url):
    address = reverse(url)

    assert stranger.get(address).url.startswith(reverse("account_login"))


def test_another_schools_page_is_answered_as_nothing_to_whoever_is_signed_in(client):
    officer, other = OfficerFactory(), OfficerFactory()
    client.force_login(officer)
    address = reverse("personnel:staff_list", args=[other.organisation.code])

    assert told(client.get(address), address) == told(client.get(NOWHERE), NOWHERE)


def test_a_stranger_on_a_public_page_finds_the_way_to_sign_in_and_back():
    school = SchoolFactory()
    address = reverse("campaigns:school_notices", args=[school.code])

    page = Client().get(address).content.decode()

    assert f'href="/sign-in/?next={address}"' in page
    assert "?next=" not in Client().get("/sign-in/").content.decode()
