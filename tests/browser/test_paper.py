"""Can ballots of paper be counted on a phone, by keyboard and with a screen reader?"""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from ballots import services
from ballots.models import PaperEntry
from tests.browser.test_vote import look
from tests.factories.ballots import PollFactory, officer_of
from tests.factories.papers import clerks_of, enter, hand, numbers_of


@pytest.fixture(autouse=True)
def key_folder(settings, tmp_path):
    settings.BALLOT_KEY_DIR = tmp_path / "ballot-keys"


@pytest.fixture
def poll():
    poll = PollFactory(voters=5, grading=True, is_open=True, title="中层干部民主测评")
    for person in poll.electors.order_by("pk")[:2]:
        hand(poll, person)
    return poll


def test_the_table_of_paper_fits_a_phone_and_shuts_nobody_out(phone, sign_in, poll, overflow, barriers):
    sign_in(phone, officer_of(poll))
    phone.goto(reverse("ballots:papers", args=[poll.public_id]))
    look(phone, "papers")

    assert (overflow(phone), barriers(phone)) == (0, [])


def test_a_pile_is_entered_compared_and_signed_on_a_phone(phone, sign_in, poll, overflow, barriers):
    clerk, counter, scrutineer = clerks_of(poll)
    services.close(poll, officer_of(poll))
    ballots = [{"p1": {"overall": "competent", "consent": "agree"}}, {}]
    enter(poll, clerk, numbers_of(poll, ballots))
    address = reverse("ballots:paper_batch", args=[poll.public_id, 1])

    sign_in(phone, counter)
    phone.goto(address)
    for key, number in numbers_of(poll, ballots).items():
        phone.locator(f'[name="{key}"]').fill(str(number))
    phone.get_by_label("有效票", exact=True).fill("1")
    phone.keyboard.press("Enter")
    expect(phone.get_by_text("有的数对不上")).to_be_visible()
    look(phone, "paper-fault")
    assert (overflow(phone), barriers(phone)) == (0, [])
    phone.get_by_label("有效票", exact=True).fill("2")
    phone.get_by_role("button", name="提交录入").click()
    expect(phone.get_by_text("等没有录入的监票人签字")).to_be_visible()
    sign_in(phone, scrutineer)
    phone.goto(address)
    look(phone, "paper-sign")
    assert (overflow(phone), barriers(phone)) == (0, [])
    phone.get_by_role("button", name="核对无误，签字").click()

    expect(phone.get_by_text("已签字，这批纸质票计入收回")).to_be_visible()
    assert PaperEntry.objects.count() == 2
