"""Can anybody vote by a slip without an account, and does the code stay where it belongs?"""

import logging
import re

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from ballots import guesses, keys, services, slips
from ballots.definitions import ElectorSpec
from ballots.drawn import paper_of
from ballots.models import Envelope, Poll
from tests.factories.accounts import TeacherFactory
from tests.factories.ballots import PacketFactory, PollFactory, officer_of

pytestmark = pytest.mark.django_db

SLIP, DONE = reverse("ballots:slip"), reverse("ballots:slip_done")


@pytest.fixture(autouse=True)
def nobody_guessed():
    cache.clear()


@pytest.fixture
def poll():
    return PollFactory(by_slip=True, is_open=True)


@pytest.fixture
def code(poll):
    return printed(poll)


def printed(poll, number=1):
    [sheet] = services.print_slips(poll, officer_of(poll), {"": number})
    return sheet.codes[0]


def text_of(response):
    return re.sub(r"<[^>]+>", "", response.content.decode())


def on(poll, code, **given):
    return {"code": code, "paper": str(poll.public_id), **given}


def marks(poll):
    box, paper = keys.opener(poll), paper_of(poll)
    return [paper.decode(box.decrypt(bytes(each.sealed))).marks for each in Envelope.objects.of(poll)]


def pair():
    packet = PacketFactory()
    person = TeacherFactory(organisation=packet.organisation)
    drafts = [
        PollFactory(organisation=packet.organisation, packet=packet, by_slip=True, title=title, voters=0)
        for title in ("会议推荐", "民主测评")
    ]
    for draft in drafts:
        services.enter_roll(draft, [ElectorSpec(person, person.name)])
    services.open_packet(packet, officer_of(drafts[0]))
    return [Poll.objects.get(pk=draft.pk) for draft in drafts]


def test_whoever_types_the_code_gets_the_paper_checks_it_and_casts_it(client, poll, code):
    assert "码条上的码" in text_of(client.get(SLIP))

    paper = client.post(SLIP, {"code": code.replace("-", " ").lower()})
    assert 'name="a.p1.consent" value="agree"' in paper.content.decode()
    assert "checked" not in paper.content.decode().partition("<main")[2]
    checked = client.post(SLIP, on(poll, code, act="check", **{"a.p1.consent": "agree"}))
    assert "还有2人未选，将计为弃权" in text_of(checked)
    cast = client.post(SLIP, on(poll, code, act="cast", **{"a.p1.consent": "agree"}))

    assert cast.url == DONE
    assert "您的票已投出，可以关闭本页" in text_of(client.get(DONE))
    assert [mark["p1"] for mark in marks(poll)] == [{"consent": "agree"}]


def test_going_back_to_change_keeps_what_was_ticked(client, poll, code):
    page = client.post(SLIP, on(poll, code, act="edit", **{"a.p2.consent": "oppose"})).content.decode()

    assert re.findall(r'value="(\w+)" checked', page) == ["oppose"]


def test_a_used_slip_is_told_so_and_leads_to_the_next_person(client, poll, code):
    client.post(SLIP, on(poll, code, act="cast", **{"a.p1.consent": "agree"}))

    replayed = client.post(SLIP, on(poll, code, act="cast", **{"a.p1.consent": "oppose"}))
    typed = client.post(SLIP, {"code": code})

    for page in (replayed, typed):
        assert "您已投票，以首次提交为准" in text_of(page)
        assert "下一位投票" in text_of(page)
    assert [mark["p1"]["consent"] for mark in marks(poll)] == ["agree"]


@pytest.mark.parametrize("given", [{"code": "AB34CD-EF67GH-JK99MN"}, {}, {"code": "x" * 5000}])
def test_a_wrong_code_is_told_so_and_stays_in_the_field(client, given):
    page = client.post(SLIP, given)

    assert "没有这个码，请对照码条重新输入" in text_of(page)
    assert given.get("code", "")[:200] in page.content.decode()


@pytest.mark.parametrize("paper", ["", "x", "9a3b1c60-0000-4000-8000-000000000000"])
def test_a_forged_paper_opens_nothing(client, poll, code, paper):
    client.post(SLIP, {"code": code, "paper": paper, "act": "cast"})

    assert not Envelope.objects.exists()


def test_a_paper_needs_the_slip_of_its_own_poll(client, poll):
    other = printed(PollFactory(by_slip=True, is_open=True))

    page = client.post(SLIP, on(poll, other, act="cast"))

    assert "没有这个码" in text_of(page)
    assert not Envelope.objects.exists()


def test_void_slips_and_closed_polls_are_told_so(client, poll, code):
    services.void_codes(poll, officer_of(poll), [code], "污损")
    assert "已经作废，请向现场工作人员更换" in text_of(client.post(SLIP, {"code": code}))

    late = printed(poll)
    services.close(poll, officer_of(poll))
    assert "投票已截止，不再收票" in text_of(client.post(SLIP, {"code": late}))
    assert "投票已截止，不再收票" in text_of(client.post(SLIP, on(poll, late, act="cast")))
    assert not Envelope.objects.exists()


def test_a_slip_of_a_draft_waits(client):
    code = printed(PollFactory(by_slip=True))

    assert "投票还没有开始" in text_of(client.post(SLIP, {"code": code}))


def test_one_slip_brings_the_papers_of_a_meeting_one_after_the_other(client):
    first, second = pair()
    code = printed(first)

    assert "这是第1张，共2张" in text_of(client.post(SLIP, {"code": code}))
    led_on = client.post(SLIP, on(first, code, act="cast"))
    assert "已投出1张，这是第2张，共2张" in text_of(led_on)
    assert f'name="paper" value="{second.public_id}"' in led_on.content.decode()
    assert "填写下一张：民主测评" in text_of(client.post(SLIP, on(first, code, act="cast")))
    assert client.post(SLIP, on(second, code, act="cast")).url == DONE
    assert Envelope.objects.count() == 2


@pytest.mark.parametrize("papers", [1, 2])
def test_a_vote_takes_six_statements_at_most(client, papers):
    poll = pair()[0] if papers == 2 else PollFactory(by_slip=True, is_open=True)
    code = printed(poll)

    with CaptureQueriesContext(connection) as run:
        client.post(SLIP, on(poll, code, act="cast", **{"a.p1.consent": "agree"}))

    bounds = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE SAVEPOINT")
    asked = [query["sql"] for query in run.captured_queries if not query["sql"].startswith(bounds)]
    assert Envelope.objects.count() == 1
    assert len(asked) <= 6


def test_code_and_choices_are_in_no_address_log_session_cookie_or_cache(
    client, poll, code, caplog, monkeypatch
):
    kept = []
    for name in ("set", "add"):
        monkeypatch.setattr(cache, name, lambda *given, **named: kept.append(given) or True)
    caplog.set_level(logging.DEBUG)
    filled = {"a.p1.consent": "oppose"}

    answers = [
        client.get(SLIP),
        client.post(SLIP, {"code": code}),
        client.post(SLIP, on(poll, code, act="check", **filled)),
        client.post(SLIP, on(poll, code, act="cast", **filled)),
        client.post(SLIP, {"code": code[:-1]}),
        client.get(DONE),
    ]

    sessions = [session.get_decoded() for session in Session.objects.all()]
    traces = f"{caplog.text} {sessions} {client.cookies} {kept} {[a.headers for a in answers]}"
    assert code not in traces
    assert slips.plain(code) not in traces
    assert "oppose" not in traces
    assert code not in answers[-1].content.decode()
    assert all("no-store" in answer["Cache-Control"] for answer in answers)
    assert {answer["Referrer-Policy"] for answer in answers} == {"strict-origin"}


def test_a_code_in_the_query_is_not_read(client, poll, code):
    page = client.get(SLIP, {"code": code})

    assert code not in page.content.decode()


def test_wrong_codes_from_one_address_are_stopped_and_its_right_ones_are_not(client, poll, code):
    for _ in range(guesses.CODES.most):
        assert client.post(SLIP, {"code": "AB34CD"}).status_code == 200

    assert client.post(SLIP, {"code": "AB34CD"}).status_code == 429
    assert client.post(SLIP, {"code": "AB34CE"}).status_code == 429
    assert client.post(SLIP, {"code": code}).status_code == 200
    assert client.post(SLIP, {"code": "AB34CD"}, REMOTE_ADDR="10.1.2.3").status_code == 200


def test_right_codes_are_never_counted_as_guesses(client, poll, code):
    for _ in range(guesses.CODES.most + 1):
        assert client.post(SLIP, {"code": code}).status_code == 200


def test_a_ballot_that_could_not_be_stored_keeps_code_and_choices_on_the_page(client, poll, code):
    def lose_the_database(execute, sql, params, many, context):
        if sql.startswith("INSERT"):
            raise OperationalError("disk full")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(lose_the_database):
        page = client.post(SLIP, on(poll, code, act="cast", **{"a.p1.consent": "agree"}))

    assert page.status_code == 503
    assert "未保存，请重试" in text_of(page)
    assert f'name="code" value="{code}"' in page.content.decode()
    assert '<input type="hidden" name="a.p1.consent" value="agree">' in page.content.decode()


def test_the_account_of_whoever_holds_the_tablet_plays_no_part(client, poll, code):
    client.force_login(officer_of(poll))

    client.post(SLIP, on(poll, code, act="cast"))

    assert Envelope.objects.get().slip is not None


def test_the_list_says_that_a_poll_is_by_slip(client, poll):
    client.force_login(poll.electors.first().user)

    page = text_of(client.get(reverse("ballots:my")))

    assert "凭码条参加" in page
    assert "去投票" not in page
