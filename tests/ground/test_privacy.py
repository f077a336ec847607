"""What stays behind in the browser of a shared computer?"""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse
from django.urls import reverse

from selection.privacy import keep_no_copy
from tests.factories.accounts import OfficerFactory, TeacherFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("page", ["home", "campaigns:plans", "campaigns:board", "accounts:notifications"])
def test_no_page_of_somebody_signed_in_is_kept(client, page):
    client.force_login(OfficerFactory())

    assert "no-store" in client.get(reverse(page))["Cache-Control"]


def test_nor_is_what_was_refused(client):
    client.force_login(TeacherFactory())

    response = client.get("/plans/1/")

    assert (response.status_code, "no-store" in response["Cache-Control"]) == (404, True)


def test_a_page_that_says_how_long_it_keeps_is_left_alone(rf):
    request, said = rf.get("/"), HttpResponse(headers={"Cache-Control": "max-age=60"})
    request.user = UserFactory.build()

    assert keep_no_copy(lambda _request: said)(request)["Cache-Control"] == "max-age=60"


def test_who_is_not_signed_in_has_nothing_to_hide(rf):
    request = rf.get("/")
    request.user = AnonymousUser()

    assert not keep_no_copy(lambda _request: HttpResponse())(request).has_header("Cache-Control")
