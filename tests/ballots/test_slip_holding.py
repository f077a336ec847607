"""Can the officer print, hand out and void slips, and does everybody who holds the poll see that they add up?"""

import re
import subprocess

import pytest
from django.urls import reverse

from ballots import printing, services, slips
from ballots.models import Envelope, Poll
from tests.factories.accounts import TeacherFactory
from tests.factories.ballots import PollFactory, officer_of

pytestmark = pytest.mark.django_db


class Desk:
    """The slips page of one poll, as somebody uses it."""

    def __init__(self, client, poll, user):
        client.force_login(user)
        self.client, self.poll = client, poll

    def see(self):
        return text_of(self.client.get(reverse("ballots:slips", args=[self.poll.public_id])))

    def do(self, act, **data):
        return self.client.post(reverse(f"ballots:{act}", args=[self.poll.public_id]), data, follow=True)


@pytest.fixture
def poll():
    return PollFactory(by_slip=True, is_open=True, voters=3)


@pytest.fixture
def desk(client, poll):
    return Desk(client, poll, officer_of(poll))


@pytest.fixture
def printed(monkeypatch):
    """What would have been laid out: the context of each sheet."""
    given = []
    monkeypatch.setattr(
        printing, "render_pile", lambda template, contexts, progress: given.extend(contexts) or b"%PDF"
    )
    return given


def text_of(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def figures(poll):
    [pile] = slips.balances(Poll.objects.get(pk=poll.pk))
    return pile.printed, pile.void, pile.handed, pile.left


def codes(printed):
    return [slip["code"] for context in printed for slip in context["page"]["slips"]]


def test_as_many_as_the_roll_needs_are_proposed_and_the_pdf_is_not_kept(desk, poll, printed):
    assert (
        'name="number_0" value="3"'
        in desk.client.get(reverse("ballots:slips", args=[poll.public_id])).content.decode()
    )

    answer = desk.do("print_slips", number_0=10)

    assert answer["Content-Type"] == "application/pdf"
    assert "no-store" in answer["Cache-Control"]
    assert [context["page"]["number"] for context in printed] == [1, 2]
    assert printed[0]["address"] == "http://testserver/vote/slip/"
    assert figures(poll) == (10, 0, 0, 10)
    assert (
        'name="number_0" value="0"'
        in desk.client.get(reverse("ballots:slips", args=[poll.public_id])).content.decode()
    )


def test_the_slips_are_laid_out_eight_to_a_page(desk, poll):
    answer = desk.do("print_slips", number_0=9)

    run = subprocess.run(
        ["pdftotext", "-layout", "-", "-"], input=answer.content, capture_output=True, check=True
    )
    first, second, _ = run.stdout.decode().split("\f")
    assert [page.count("http://testserver/vote/slip/") for page in (first, second)] == [8, 1]
    assert "第1页" in first
    found = re.findall(r"[0-9A-Z]{6}-[0-9A-Z]{6}-[0-9A-Z]{6}", first + second)
    assert {slips.digest(code) for code in found} == set(poll.slips.values_list("code_digest", flat=True))


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("http://192.168.1.5:8000/vote/slip/", True),
        ("http://xuanren/vote/slip/", True),
        ("http://xuanren.lan/vote/slip/", True),
        ("https://xuanren.pidu.gov.cn/vote/slip/", False),
        ("https://119.6.6.6/vote/slip/", False),
    ],
)
def test_the_slip_says_when_the_phone_must_be_in_the_schools_network(address, expected):
    assert printing.is_private(address) is expected


def test_persons_are_ticked_and_a_wrong_tick_is_taken_back(desk, poll, printed):
    desk.do("print_slips", number_0=3)
    one, two, _ = poll.electors.order_by("pk")

    assert "已登记2人领取" in text_of(desk.do("hand_out", elector=[one.pk, two.pk]))
    assert "已领取2人" in desk.see()
    assert "领取登记已撤回" in text_of(desk.do("take_back", elector=two.pk))
    assert figures(poll) == (3, 0, 1, 2)
    assert "请先勾选领取码条的人员" in text_of(desk.do("hand_out"))
    assert "没有领取登记" in text_of(desk.do("take_back", elector="x"))


def test_slips_are_void_by_page_or_by_code(desk, poll, printed):
    desk.do("print_slips", number_0=10)

    assert "已作废2张" in text_of(desk.do("void_slips", sheets="2", reason="没有发出"))
    lines = "\n".join([codes(printed)[0], f"http://testserver/vote/slip/#{codes(printed)[1]}"])
    assert "已作废2张" in text_of(desk.do("void_slips", codes=lines, reason="没有发出"))
    assert figures(poll) == (10, 4, 0, 6)


def test_a_refused_void_keeps_what_was_typed_on_this_page_only(desk, poll, printed):
    desk.do("print_slips", number_0=2)
    used, free = codes(printed)
    services.cast_by_slip(poll, used, {})

    page = desk.do("void_slips", codes=f"{free}\n{used}", reason="没有发出")

    assert "第2行：这张码条已经投出，不能作废" in text_of(page)
    assert free in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    assert free not in str(dict(desk.client.session)) + str(desk.client.cookies) + desk.see()
    assert figures(poll)[1] == 0


def test_a_spoilt_slip_is_replaced_by_a_printed_one(desk, poll, printed):
    desk.do("print_slips", number_0=1)
    [old] = codes(printed)

    desk.do("reissue_slip", code=old)

    assert figures(poll)[:2] == (2, 1)
    assert codes(printed)[1] != old
    assert "已经作废" in text_of(desk.do("reissue_slip", code=old))


def test_at_the_close_the_page_says_what_does_not_add_up(desk, poll, printed):
    desk.do("print_slips", number_0=3)
    services.close(poll, officer_of(poll))

    assert "相差3张，不能计票；没有发出的请作废" in desk.see()
    desk.do("void_slips", sheets="1", reason="没有发出")
    assert "相差" not in desk.see()


def test_a_scrutineer_sees_the_figures_and_no_button(client, poll):
    scrutineer = TeacherFactory(organisation=poll.organisation)
    services.appoint_scrutineers(poll, [scrutineer])
    desk = Desk(client, poll, scrutineer)

    page = desk.see()

    assert "登记领取" in page
    assert "印制码条" not in page
    assert "权限" in text_of(desk.do("print_slips", number_0=1))
    assert "投票已截止" in text_of(desk.do("close"))


def test_no_page_and_no_link_where_a_poll_is_by_account(client):
    poll = PollFactory(is_open=True)
    client.force_login(officer_of(poll))

    assert client.get(reverse("ballots:slips", args=[poll.public_id])).status_code == 404
    assert "码条" not in text_of(client.get(poll.get_absolute_url()))


def test_the_page_of_the_poll_leads_to_the_slips_and_tells_the_staff_how_to_vote(client, poll):
    client.force_login(officer_of(poll))

    page = client.get(poll.get_absolute_url())

    assert reverse("ballots:slips", args=[poll.public_id]) in page.content.decode()
    assert "领取码条" in text_of(page)
    assert "本人账号" not in text_of(page)


def test_the_demo_lets_the_others_draw_and_vote(client, poll, printed, settings):
    settings.DEMO = True
    desk = Desk(client, poll, officer_of(poll))
    desk.do("print_slips", number_0=2)

    desk.do("demo_vote")

    handed, used = figures(poll)[2], Envelope.objects.filter(slip__isnull=False).count()
    assert handed == used <= 2


def test_the_roll_does_not_tell_who_was_handed_a_slip_as_if_they_had_voted(client, poll, printed):
    desk = Desk(client, poll, officer_of(poll))
    desk.do("print_slips", number_0=3)
    desk.do("hand_out", elector=[poll.electors.first().pk])
    services.close(poll, officer_of(poll))

    assert "是否投票" not in text_of(client.get(reverse("ballots:roll", args=[poll.public_id])))
