"""Does a waiting phone get its paper in time, and is the wall read from the last row?"""

import os
import time
from pathlib import Path

import pytest
from django.core.cache import cache
from django.urls import reverse
from playwright.sync_api import expect

from ballots import arrivals, services
from ballots.definitions import Counting
from ballots.models import Envelope
from ballots.verdicts import Bar, Base
from tests.browser.test_vote import tick
from tests.factories.ballots import PollFactory, officer_of, voters_of

WALL = {"viewport": {"width": 1280, "height": 720}}
SECONDS = 5


@pytest.fixture(autouse=True)
def key_folder(settings, tmp_path):
    settings.BALLOT_KEY_DIR = tmp_path / "ballot-keys"


def look(page, name):
    """Keep a picture where LOOK names a folder."""
    if folder := os.environ.get("LOOK"):
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


def vote(phone):
    tick(phone, "a.p1.consent", "agree")
    phone.get_by_role("button", name="下一步：核对").click()
    phone.get_by_role("button", name="确认投票").click()
    expect(phone.get_by_text("您的票已投出，可以关闭本页")).to_be_visible()


def test_a_waiting_phone_has_the_paper_within_five_seconds_of_the_opening(phone, sign_in, overflow):
    poll = PollFactory()
    sign_in(phone, voters_of(poll)[0])
    phone.goto(poll.get_vote_url())
    expect(phone.get_by_text("投票还没有开始")).to_be_visible()
    assert overflow(phone) == 0
    look(phone, "waiting-390")

    services.open_poll(poll, officer_of(poll))
    opened = time.monotonic()

    expect(phone.get_by_role("heading", name="王一")).to_be_visible(timeout=SECONDS * 1000)
    assert time.monotonic() - opened < SECONDS
    vote(phone)
    assert Envelope.objects.of(poll).count() == 1


def test_a_slip_that_was_scanned_too_early_need_not_be_scanned_again(phone, overflow):
    cache.clear()
    poll = PollFactory(by_slip=True)
    [sheet] = services.print_slips(poll, officer_of(poll), {"": 1})
    phone.goto(f"{reverse('ballots:slip')}#{sheet.codes[0]}")
    expect(phone.get_by_text("投票还没有开始")).to_be_visible()
    assert overflow(phone) == 0
    look(phone, "waiting-slip-390")

    services.open_poll(poll, officer_of(poll))

    expect(phone.get_by_role("heading", name="王一")).to_be_visible(timeout=SECONDS * 1000)
    assert "#" not in phone.url
    vote(phone)
    assert Envelope.objects.of(poll).count() == 1


def test_the_wall_fits_and_follows_who_comes(open_page, sign_in):
    poll = PollFactory(
        title="东部新区实验学校2026年中层干部选拔任用工作民主推荐",
        voters=9,
        counting=Counting(noun="推荐", opening=Bar.at_least("2/3", of=Base.ENTITLED)),
    )
    officer, page = officer_of(poll), open_page(**WALL)
    sign_in(page, officer)
    page.goto(reverse("ballots:screen", args=[poll.public_id]))
    expect(page.get_by_text("还差6人到会")).to_be_visible()
    look(page, "screen-draft-1280")

    for elector in poll.electors.all()[:7]:
        services.check_in(poll, officer, elector)
    expect(page.get_by_text("已达到规定人数（需6人）")).to_be_visible()
    services.open_poll(poll, officer)
    expect(page.get_by_text("投票中")).to_be_visible()
    expect(page.get_by_text("距截止")).to_contain_text(":")
    assert page.evaluate("document.documentElement.scrollHeight <= window.innerHeight")
    look(page, "screen-open-1280")


def test_a_tick_at_the_door_changes_line_and_numbers_in_place(phone, sign_in, overflow):
    poll = PollFactory(voters=3)
    person = poll.electors.first()
    sign_in(phone, officer_of(poll))
    phone.goto(reverse("ballots:door", args=[poll.public_id]))
    assert overflow(phone) == 0

    phone.get_by_label("我在").select_option("branch")
    phone.get_by_role("button", name=f"{person.name}签到", exact=True).click()
    expect(phone.get_by_text("应到3人，实到1人")).to_be_visible()
    expect(phone.get_by_text("分会场1人")).to_be_visible()
    look(phone, "door-390")
    phone.get_by_role("button", name=f"撤回{person.name}的签到").click()
    expect(phone.get_by_text("应到3人，实到0人")).to_be_visible()


def test_a_person_scans_the_code_at_the_door_and_taps_once(open_page, phone, sign_in, overflow, barriers):
    poll = PollFactory(
        title="东部新区实验学校2026年中层干部选拔任用工作民主推荐",
        voters=9,
        counting=Counting(noun="推荐", opening=Bar.at_least("2/3", of=Base.ENTITLED)),
    )
    tablet = open_page(**WALL)
    sign_in(tablet, officer_of(poll))
    tablet.goto(reverse("ballots:door_code", args=[poll.public_id]))
    expect(tablet.get_by_alt_text("主会场签到码")).to_be_visible()
    assert tablet.evaluate("document.documentElement.scrollHeight <= window.innerHeight")
    look(tablet, "door-code-1280")

    sign_in(phone, voters_of(poll)[0])
    phone.goto(f"{reverse('ballots:here', args=[poll.public_id])}?at={arrivals.code(poll, 'main')}")
    look(phone, "here-390")
    assert (overflow(phone), barriers(phone)) == (0, [])
    phone.get_by_role("button", name="签到").click()
    expect(phone.get_by_text("您已签到（主会场）")).to_be_visible()
    look(phone, "here-done-390")
    assert "?" not in phone.url

    tablet.reload()
    expect(tablet.get_by_text("还差5人到会")).to_be_visible()
