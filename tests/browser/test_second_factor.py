"""Does the second factor's page fit a desk and a phone, and shut nobody out?"""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.factories.accounts import LeaderFactory, code_of


@pytest.mark.parametrize("size", ["desk", "phone"])
def test_a_phone_is_added_from_the_key_on_the_page_and_the_recovery_codes_are_shown(
    request, sign_in, barriers, overflow, size
):
    page = request.getfixturevalue(size)
    sign_in(page, LeaderFactory(password="山高水长2026"))

    page.goto(reverse("accounts:second_factor"))
    seen = [(barriers(page), overflow(page))]
    key = page.locator(".second-factor-key").inner_text().replace(" ", "")
    page.get_by_label("当前口令").fill("山高水长2026")
    page.get_by_label("验证码").fill(code_of(key))
    page.get_by_role("button", name="设好了").click()

    expect(page.locator(".recovery-codes li")).to_have_count(10)
    seen.append((barriers(page), overflow(page)))
    page.get_by_role("link", name="抄好了，继续").click()
    expect(page.get_by_text("恢复码还剩10个")).to_be_visible()
    assert seen == [([], 0), ([], 0)]
