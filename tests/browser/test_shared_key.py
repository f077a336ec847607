"""Can officer and scrutineers share a key on a phone and on the desk's computer?"""

import pytest
from django.core.cache import cache
from django.urls import reverse
from playwright.sync_api import expect

from ballots import services
from ballots.models import Poll
from tests.browser.test_vote import look
from tests.factories.accounts import TeacherFactory
from tests.factories.ballots import PollFactory, agreeing, officer_of, passphrase_of, voters_of


@pytest.fixture(autouse=True)
def key_folder(settings, tmp_path):
    settings.BALLOT_KEY_DIR = tmp_path / "ballot-keys"
    cache.clear()


@pytest.fixture
def poll():
    poll = PollFactory(title="中层干部民主推荐（会议推荐）")
    names = ["王守正", "李明鉴", "欧阳清和"]
    services.appoint_scrutineers(
        poll, [TeacherFactory(organisation=poll.organisation, name=name) for name in names]
    )
    return poll


def seen(page, name, overflow, barriers):
    look(page, name)
    assert (overflow(page), barriers(page)) == (0, [])


def enter(page, users):
    for user in users:
        page.get_by_label(f"{user.name}的口令").fill(passphrase_of(user))


def test_from_the_choice_of_holders_to_the_count(desk, open_page, poll, sign_in, overflow, barriers):
    address, users = reverse("ballots:key", args=[poll.public_id]), list(poll.scrutineers.order_by("pk"))
    sign_in(desk, officer_of(poll))
    desk.goto(address)
    seen(desk, "key-choice", overflow, barriers)
    desk.get_by_role("button", name="由他们分持").click()
    expect(desk.get_by_text("启封密钥由3位监票人分持")).to_be_visible()
    seen(desk, "key-chosen", overflow, barriers)

    for user in users:
        phone = open_page(viewport={"width": 390, "height": 844})
        sign_in(phone, user)
        phone.goto(poll.get_absolute_url())
        phone.get_by_role("link", name="去办理").click()
        phone.get_by_label("启封口令").fill(passphrase_of(user))
        phone.get_by_label("再输一次").fill(passphrase_of(user))
        seen(phone, "key-passphrase", overflow, barriers)
        phone.get_by_role("button", name="设定口令").click()
        expect(phone.get_by_text("启封口令已设定")).to_be_visible()
    enter(phone, users)
    seen(phone, "key-rehearsal", overflow, barriers)
    phone.get_by_role("button", name="试启封").click()
    expect(phone.get_by_text("试启封成功：")).to_be_visible()
    seen(phone, "key-rehearsed", overflow, barriers)

    poll.refresh_from_db()
    services.open_poll(poll, officer_of(poll))
    for voter in voters_of(poll):
        services.cast(poll, voter, agreeing(poll))
    services.close(poll, users[0])
    phone.goto(poll.get_absolute_url())
    enter(phone, users[1:])
    seen(phone, "key-count", overflow, barriers)
    sign_in(desk, users[0])
    desk.goto(poll.get_absolute_url())
    enter(desk, users[:2])
    seen(desk, "key-count-desk", overflow, barriers)
    desk.get_by_role("button", name="启封计票").click()

    expect(desk.get_by_text("已启封计票：有效票3张，废票0张")).to_be_visible()
    assert Poll.objects.get(pk=poll.pk).key_destroyed_at
