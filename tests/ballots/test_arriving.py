"""Can people check themselves in by the code at the door, and only at the door?"""

import re
from datetime import timedelta
from html import unescape

import pytest
import time_machine
from django.urls import reverse

from ballots import arrivals, meetings, services
from ballots.models import CheckIn
from selection import clock
from tests.factories.accounts import TeacherFactory
from tests.factories.ballots import PacketFactory, PollFactory, officer_of, voters_of

pytestmark = pytest.mark.django_db

BRANCH = CheckIn.Venue.BRANCH


def here(poll):
    return reverse("ballots:here", args=[poll.public_id])


def scan(client, poll, venue="main", code=None):
    return client.get(here(poll), {"at": code or arrivals.code(poll, venue)}, follow=True)


def text_of(response):
    return re.sub(r"\s+", "", re.sub(r"<[^>]+>", "", unescape(response.content.decode())))


@pytest.fixture
def poll():
    return PollFactory(voters=3)


@pytest.fixture
def voter(poll, client):
    user = voters_of(poll)[0]
    client.force_login(user)
    return user


@pytest.fixture
def later():
    """Let so many seconds pass."""
    with time_machine.travel(clock.now()) as traveller:
        yield lambda seconds: traveller.shift(timedelta(seconds=seconds))


def test_a_scan_and_a_tap_check_a_person_in_at_that_door(client, poll, voter):
    assert "签到" in text_of(scan(client, poll, BRANCH))
    assert not CheckIn.objects.exists()

    page = client.post(here(poll), follow=True)

    assert "您已签到（分会场）" in text_of(page)
    assert meetings.attendance(poll).venues == (("主会场", 0), ("分会场", 1))
    assert CheckIn.objects.get().entered_by == voter


def test_who_is_not_signed_in_scans_signs_in_and_taps(client, poll):
    page = client.get(here(poll), {"at": arrivals.code(poll, "main")}, follow=True)
    assert page.redirect_chain[-1][0].startswith(reverse("account_login"))

    client.force_login(voters_of(poll)[0])
    client.post(here(poll))

    assert meetings.came(poll) == 1


@pytest.mark.parametrize("seconds", [arrivals.CODE_LASTS + 1, 3600])
def test_a_picture_sent_home_is_soon_worth_nothing(client, poll, voter, later, seconds):
    sent = arrivals.code(poll, "main")
    later(seconds)

    assert "请扫会场入口现在显示的签到码" in text_of(scan(client, poll, code=sent))
    assert "请扫会场入口现在显示的签到码" in text_of(client.post(here(poll)))
    assert meetings.came(poll) is None


def test_a_scan_is_good_for_a_while_only(client, poll, voter, later):
    scan(client, poll)
    later(arrivals.SCAN_LASTS + 1)

    client.post(here(poll))

    assert meetings.came(poll) is None


@pytest.mark.parametrize("forged", ["x", "main", "a.b:c", "é"])
def test_a_forged_code_is_no_code(client, poll, voter, forged):
    scan(client, poll, code=forged)
    client.post(here(poll))

    assert meetings.came(poll) is None


def test_the_code_of_another_meeting_is_no_code(client, poll, voter):
    scan(client, poll, code=arrivals.code(PollFactory(), "main"))
    client.post(here(poll))

    assert meetings.came(poll) is None


def test_it_serves_all_papers_of_the_meeting(client):
    packet = PacketFactory()
    polls = [PollFactory(organisation=packet.organisation, packet=packet, voters=1) for _ in range(2)]
    person = voters_of(polls[0])[0]
    polls[1].electors.update(user=person)
    client.force_login(person)

    scan(client, polls[0])
    client.post(here(polls[0]))

    assert [meetings.came(poll) for poll in polls] == [1, 1]


def test_who_is_not_on_the_roll_is_told_so_and_checks_nobody_in(client, poll):
    poll.roll_scope = "在编教职工"
    poll.save()
    client.force_login(TeacherFactory(organisation=poll.organisation))

    assert "您不在名册上" in text_of(scan(client, poll))
    assert "您不在名册上" in text_of(client.post(here(poll)))
    assert meetings.came(poll) is None


def test_a_stranger_finds_no_meeting(client, poll):
    client.force_login(TeacherFactory())

    assert scan(client, poll).status_code == 404


def test_whoever_watches_shows_a_code_that_is_soon_another_one(client, poll, later):
    client.force_login(officer_of(poll))
    address = reverse("ballots:door_code", args=[poll.public_id])
    first = client.get(address, {"venue": "branch"})
    assert "扫码签到（分会场）" in text_of(first)
    assert "no-store" in first["Cache-Control"]
    later(arrivals.SHOWN_ANEW)

    renewed = client.get(address, {"venue": "branch"}, headers={"HX-Request": "true"})

    assert "<header" not in renewed.content.decode()
    assert renewed.context["code"] != first.context["code"]


def test_the_roll_at_the_door_says_who_scanned_and_who_was_ticked(client, poll, voter):
    officer = officer_of(poll)
    services.check_in(poll, officer, poll.electors.last())
    scan(client, poll)
    client.post(here(poll))
    client.force_login(officer)

    said = text_of(client.get(reverse("ballots:door", args=[poll.public_id])))

    assert "主会场，本人扫码" in said
    assert f"主会场，{officer}登记" in said


def test_after_the_close_nobody_shows_a_code_or_comes(client, poll, voter):
    officer = officer_of(poll)
    services.open_poll(poll, officer)
    scan(client, poll)
    services.close(poll, officer)

    assert client.post(here(poll)).status_code == 404
    client.force_login(officer)
    assert client.get(reverse("ballots:door_code", args=[poll.public_id])).status_code == 404
