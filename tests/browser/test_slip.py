"""Can anybody vote by a slip on a shared tablet, and is it clean for the next person?"""

import pytest
from django.core.cache import cache
from django.urls import reverse
from playwright.sync_api import expect

from ballots import services
from ballots.models import Envelope
from tests.browser.test_vote import look, tick
from tests.factories.ballots import PollFactory, officer_of

SLIP = reverse("ballots:slip")


@pytest.fixture(autouse=True)
def key_folder(settings, tmp_path):
    settings.BALLOT_KEY_DIR = tmp_path / "ballot-keys"
    cache.clear()


@pytest.fixture
def poll():
    return PollFactory(by_slip=True, is_open=True, title="中层干部民主推荐（会议推荐）")


@pytest.fixture
def codes(poll):
    [sheet] = services.print_slips(poll, officer_of(poll), {"": 2})
    return sheet.codes


def vote(page):
    tick(page, "a.p1.consent", "oppose")
    page.get_by_role("button", name="下一步：核对").click()
    page.get_by_role("button", name="确认投票").click()
    expect(page.get_by_text("您的票已投出，可以关闭本页")).to_be_visible()


def test_a_scanned_code_opens_the_paper_and_leaves_the_address(phone, codes, overflow):
    asked = []
    phone.on("request", lambda request: asked.append(request.url))
    phone.goto(f"{SLIP}#{codes[0]}")

    expect(phone.get_by_role("heading", name="中层干部民主推荐（会议推荐）")).to_be_visible()
    assert "#" not in phone.url
    assert overflow(phone) == 0
    vote(phone)
    look(phone, "slip-done")

    assert Envelope.objects.count() == 1
    assert not any(codes[0] in url for url in asked)


def test_a_shared_tablet_is_clean_for_the_next_person(desk, codes):
    desk.goto(SLIP)
    look(desk, "slip-code")
    entries = desk.evaluate("history.length")
    desk.get_by_label("码条上的码").fill(codes[0])
    desk.get_by_role("button", name="打开选票").click()
    vote(desk)
    assert desk.evaluate("history.length") == entries

    desk.get_by_role("link", name="下一位投票").click()
    expect(desk.get_by_label("码条上的码")).to_have_value("")
    desk.go_back()
    expect(desk.get_by_text("您的票已投出")).to_be_visible()
    assert codes[0] not in desk.content()
    assert "oppose" not in desk.content()
    assert desk.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]

    desk.goto(SLIP)
    desk.get_by_label("码条上的码").fill(codes[1])
    desk.get_by_role("button", name="打开选票").click()
    vote(desk)
    assert Envelope.objects.count() == 2


def test_the_next_person_need_press_nothing(desk, codes):
    desk.clock.install()
    desk.goto(f"{SLIP}#{codes[0]}")
    vote(desk)

    desk.clock.fast_forward(21_000)

    expect(desk.get_by_label("码条上的码")).to_be_visible()


def test_it_works_without_scripts(phone_without_scripts, codes):
    page = phone_without_scripts
    page.goto(SLIP)
    page.get_by_label("码条上的码").fill(codes[0].lower())
    page.get_by_role("button", name="打开选票").click()
    vote(page)

    page.get_by_role("link", name="下一位投票").click()
    expect(page.get_by_label("码条上的码")).to_have_value("")


def test_a_wrong_code_is_told_where_it_was_typed(phone, codes, overflow, barriers):
    phone.goto(SLIP)
    assert barriers(phone) == []
    phone.get_by_label("码条上的码").fill("AB34CD")
    phone.get_by_role("button", name="打开选票").click()

    expect(phone.get_by_text("没有这个码，请对照码条重新输入")).to_be_visible()
    expect(phone.get_by_label("码条上的码")).to_have_value("AB34CD")
    look(phone, "slip-wrong")
    assert overflow(phone) == 0
    assert barriers(phone) == []
