"""Can everybody reach the program through its door?"""

import pytest
from django.urls import reverse
from playwright.sync_api import expect


@pytest.mark.parametrize("size", ["desk", "phone"])
def test_the_sign_in_page_fits_and_shuts_nobody_out(request, barriers, overflow, size):
    page = request.getfixturevalue(size)

    page.goto(reverse("account_login"))

    expect(page.get_by_role("button", name="登录")).to_be_visible()
    assert barriers(page) == []
    assert overflow(page) == 0
