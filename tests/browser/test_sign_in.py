"""Can everybody reach the program through its door?"""

from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from django.urls import reverse
from playwright.sync_api import expect

from selection.accounts import messengers
from tests.accounts.test_messengers import CODE, UID, Outside
from tests.factories.accounts import TeacherFactory


@pytest.mark.parametrize("size", ["desk", "phone"])
def test_the_sign_in_page_fits_and_shuts_nobody_out(request, barriers, overflow, size):
    page = request.getfixturevalue(size)

    page.goto(reverse("account_login"))

    expect(page.get_by_role("button", name="登录", exact=True)).to_be_visible()
    assert barriers(page) == []
    assert overflow(page) == 0


def test_a_messenger_is_gone_to_and_come_back_from_under_our_policy(
    phone, complaints, live_server, monkeypatch
):
    """A browser lets no form be redirected to another site: the page in between leads there."""
    teacher = TeacherFactory(name="周明")
    messengers.bind(teacher, "dingtalk", UID)
    outside = Outside()
    monkeypatch.setattr(requests.adapters.HTTPAdapter, "send", lambda *args, **more: outside(*args, **more))

    def confirm(route):
        state = parse_qs(urlsplit(route.request.url).query)["state"][0]
        back = f"{live_server.url}{reverse('back_from', args=['dingtalk'])}?authCode={CODE}&state={state}"
        route.fulfill(content_type="text/html", body=f"<script>location.replace('{back}')</script>")

    phone.context.route("https://login.dingtalk.com/**", confirm)
    phone.goto(f"{reverse('account_login')}?next={reverse('accounts:profile')}")

    phone.get_by_role("button", name="钉钉登录").click()

    expect(phone.get_by_role("heading", name="周明")).to_be_visible()
    complaints[:] = [said for said in complaints if "200 https://login.dingtalk.com" not in said]
