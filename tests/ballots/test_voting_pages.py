"""What does a voter see, and where do the choices go?"""

import logging
import re

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from ballots import keys, services
from ballots.drawn import paper_of
from ballots.models import Envelope
from tests.factories.accounts import TeacherFactory
from tests.factories.ballots import PacketFactory, PollFactory, officer_of, voters_of

pytestmark = pytest.mark.django_db

CANARY = "绝密金丝雀意见"


def vote_url(poll):
    return reverse("ballots:vote", args=[poll.public_id])


@pytest.fixture
def poll():
    return PollFactory(voters=2, is_open=True)


@pytest.fixture
def voter(poll, client):
    user = voters_of(poll)[0]
    client.force_login(user)
    return user


def statements(run):
    """What was asked of the database, but for where the transaction begins and ends."""
    bounds = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE SAVEPOINT")
    return [query["sql"] for query in run.captured_queries if not query["sql"].startswith(bounds)]


def text_of(response):
    return re.sub(r"<[^>]+>", "", response.content.decode())


def opened(poll):
    """What lies in the urn, read with the key as the count will do."""
    box, paper = keys.opener(poll), paper_of(poll)
    return [paper.decode(box.decrypt(bytes(envelope.sealed))) for envelope in Envelope.objects.of(poll)]


def test_the_page_shows_every_person_with_three_buttons_and_nothing_ticked(client, poll, voter):
    page = client.get(vote_url(poll)).content.decode()

    assert re.findall(r'name="(a\.p1\.consent)" value="(\w+)"', page) == [
        ("a.p1.consent", "agree"),
        ("a.p1.consent", "oppose"),
        ("a.p1.consent", "abstain"),
    ]
    assert all(name in page for name in ("王一", "李二", "张三", "年级组长"))
    assert "checked" not in page


def test_the_check_page_says_what_was_left_out_and_asks_once_more(client, poll, voter):
    page = client.post(vote_url(poll), {"a.p1.consent": "agree", "act": "check"})

    assert "还有2人未选，将计为弃权" in text_of(page)
    assert '<input type="hidden" name="a.p1.consent" value="agree">' in page.content.decode()
    assert not Envelope.objects.exists()


def test_a_complete_paper_gets_no_warning(client, poll, voter):
    filled = {f"a.p{n}.consent": "abstain" for n in (1, 2, 3)}

    page = client.post(vote_url(poll), filled | {"act": "check"})

    assert "将计为弃权" not in text_of(page)


def test_going_back_keeps_what_was_ticked(client, poll, voter):
    page = client.post(vote_url(poll), {"a.p2.consent": "oppose", "act": "edit"}).content.decode()

    assert re.findall(r'value="(\w+)" checked', page) == ["oppose"]


def test_a_confirmed_ballot_lies_in_the_urn_and_the_voter_may_close_the_page(client, poll, voter):
    page = client.post(vote_url(poll), {"a.p1.consent": "oppose", "act": "cast"}, follow=True)

    assert "您的票已投出，可以关闭本页" in text_of(page)
    [sheet] = opened(poll)
    assert sheet.marks == {
        "p1": {"consent": "oppose"},
        "p2": {"consent": "abstain"},
        "p3": {"consent": "abstain"},
    }


def test_double_click_reload_and_replay_leave_the_first_ballot(client, poll, voter):
    """A4, in one browser."""
    client.post(vote_url(poll), {"a.p1.consent": "agree", "act": "cast"})

    replayed = client.post(vote_url(poll), {"a.p1.consent": "oppose", "act": "cast"}, follow=True)
    reloaded = client.get(vote_url(poll))

    assert "您已投票，以首次提交为准" in text_of(replayed)
    assert "您已投票，以首次提交为准" in text_of(reloaded)
    assert [sheet.marks["p1"]["consent"] for sheet in opened(poll)] == ["agree"]


def test_the_loser_of_a_race_of_two_submits_is_told_that_the_first_one_counts(
    client, poll, voter, monkeypatch
):
    def lose(*args, **kwargs):
        monkeypatch.undo()
        services.cast(poll, voter, {})
        raise services.AlreadyVoted

    monkeypatch.setattr(services, "cast", lose)
    page = client.post(vote_url(poll), {"act": "cast"}, follow=True)

    assert "您已投票，以首次提交为准" in text_of(page)


def test_a_ballot_that_could_not_be_stored_keeps_its_choices_on_the_page(client, poll, voter, caplog):
    """From the moment of the insert on, the database answers nothing at all."""
    is_gone = False

    def lose_the_database(execute, sql, params, many, context):
        nonlocal is_gone
        is_gone = is_gone or sql.startswith("INSERT")
        if is_gone:
            raise OperationalError(f"disk full near {CANARY}")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(lose_the_database):
        page = client.post(vote_url(poll), {"a.p1.consent": "agree", "act": "cast"})

    assert page.status_code == 503
    assert "未保存，请重试" in text_of(page)
    assert '<input type="hidden" name="a.p1.consent" value="agree">' in page.content.decode()
    assert CANARY not in caplog.text


def test_a_fault_of_the_program_writes_no_choice_into_a_log(client, poll, voter, monkeypatch, caplog):
    def fail(*args):
        raise RuntimeError

    monkeypatch.setattr(services, "cast", fail)
    client.raise_request_exception = False
    caplog.set_level(logging.DEBUG)
    page = client.post(vote_url(poll), {"a.p1.consent": "oppose", "r.p1": CANARY, "act": "cast"})

    assert page.status_code == 500
    assert CANARY not in caplog.text + page.content.decode()
    assert "oppose" not in caplog.text


def test_choices_are_in_no_session_cache_log_or_address(client, caplog, monkeypatch):
    """B4, within one process."""
    kept = {}
    monkeypatch.setattr(cache, "set", lambda key, value, *args, **kwargs: kept.update({key: value}))
    caplog.set_level(logging.DEBUG)
    poll = PollFactory(asks_remarks=True, is_open=True)
    client.force_login(voters_of(poll)[0])
    filled = {"a.p1.consent": "oppose", "r.p1": CANARY}

    checked = client.post(vote_url(poll), filled | {"act": "check"})
    client.post(vote_url(poll), filled | {"act": "edit"})
    voted = client.post(vote_url(poll), filled | {"act": "cast"})

    sessions = "".join(str(session.get_decoded()) for session in Session.objects.all())
    assert CANARY in checked.content.decode()
    assert CANARY not in sessions + caplog.text + str(kept) + voted.url + str(client.cookies)
    assert "oppose" not in sessions + caplog.text + str(kept) + voted.url


@pytest.mark.parametrize("act", ["check", "edit", "cast"])
def test_no_answer_of_the_vote_page_may_be_kept_by_a_browser_or_named_to_the_next_page(
    client, poll, voter, act
):
    """B15."""
    answers = [
        client.get(vote_url(poll)),
        client.post(vote_url(poll), {"act": act}),
        client.get(reverse("ballots:done", args=[poll.public_id])),
        client.get(reverse("ballots:my")),
    ]

    assert all("no-store" in answer["Cache-Control"] for answer in answers)
    assert {answer["Referrer-Policy"] for answer in answers} == {"strict-origin"}


def test_a_forged_paper_is_refused_with_a_sentence(client, poll, voter):
    page = client.post(vote_url(poll), {"a.p1.consent": "maybe", "act": "cast"})

    assert "票面内容有误，请刷新页面后重新填写" in text_of(page)
    assert not Envelope.objects.exists()


def test_a_choice_of_too_many_is_told_and_comes_back_with_what_was_ticked(client):
    poll = PollFactory(choice=True, is_open=True)
    client.force_login(voters_of(poll)[0])

    ticked = {"a.c1.chosen": ["p1", "p2", "p3"]}

    told = "".join(text_of(client.post(vote_url(poll), ticked | {"act": "check"})).split())
    page = client.post(vote_url(poll), ticked | {"act": "edit"})

    assert "教务处主任最多选2人，现选3人照此提交，整张票作废。请返回修改。" in told
    assert re.findall(r'value="(\w+)" checked', page.content.decode()) == ["p1", "p2", "p3"]


@pytest.mark.parametrize(
    ("trait", "filled", "warning"),
    [
        ({"choice": True}, {"a.c2.chosen": ["p4"]}, "还有1个岗位未选，将计为弃权"),
        ({"grading": True}, {"a.p1.virtue": "excellent"}, "还有3人的20项未评，将计为弃权"),
    ],
)
def test_the_warning_speaks_of_what_the_paper_asks(client, trait, filled, warning):
    poll = PollFactory(is_open=True, **trait)
    client.force_login(voters_of(poll)[0])

    page = client.post(vote_url(poll), filled | {"act": "check"})

    assert warning in text_of(page)


def test_a_choice_tells_how_many_may_be_chosen_and_takes_remarks_on_each_person(client):
    poll = PollFactory(choice=True, is_open=True, asks_remarks=True)
    client.force_login(voters_of(poll)[0])

    page = text_of(client.get(vote_url(poll)))

    assert "最多选2人" in page
    assert "请选1人" in page
    assert "对李二的书面意见（可不填，200字以内）" in page


def test_who_does_not_stand_on_the_roll_finds_no_such_page(client, poll):
    client.force_login(TeacherFactory(organisation=poll.organisation))

    assert client.get(vote_url(poll)).status_code == 404
    assert client.post(vote_url(poll), {"act": "cast"}).status_code == 404
    assert client.get(reverse("ballots:done", args=[poll.public_id])).status_code == 404


def test_a_draft_takes_no_ballot_yet(client):
    poll = PollFactory()
    client.force_login(voters_of(poll)[0])

    assert client.post(vote_url(poll), {"act": "cast"}).status_code == 404
    assert not Envelope.objects.exists()


def test_who_has_not_signed_in_is_asked_to(client, poll):
    assert client.get(vote_url(poll)).url.startswith(reverse("account_login"))


def test_a_recused_person_is_told_so(client):
    poll = PollFactory(recused=1, is_open=True)
    client.force_login(poll.electors.get(is_recused=True).user)

    assert "您在本次投票中回避，不参加投票" in text_of(client.get(vote_url(poll)))


def test_a_late_ballot_is_told_so_and_not_stored(client, poll, voter):
    with time_machine.travel(poll.closes_at):
        client.force_login(voter)
        page = client.post(vote_url(poll), {"a.p1.consent": "agree", "act": "cast"})

    assert "投票已截止，不再收票" in text_of(page)
    assert not Envelope.objects.exists()


def test_a_poll_that_closes_between_check_and_cast_refuses_on_the_page(client, poll, voter, monkeypatch):
    seal = services.cast

    def close_first(*args, **kwargs):
        services.close(poll, officer_of(poll))
        return seal(*args, **kwargs)

    monkeypatch.setattr(services, "cast", close_first)
    page = client.post(vote_url(poll), {"a.p1.consent": "agree", "act": "cast"})

    assert "投票已截止，不再收票" in text_of(page)
    assert not Envelope.objects.exists()


def test_the_word_of_thanks_is_for_those_who_voted(client, poll, voter):
    assert client.get(reverse("ballots:done", args=[poll.public_id])).url == vote_url(poll)


def test_papers_of_one_meeting_are_filled_in_one_after_the_other(client):
    packet = PacketFactory()
    first, second = (
        PollFactory(organisation=packet.organisation, packet=packet, voters=1, is_open=True) for _ in range(2)
    )
    voter = voters_of(first)[0]
    second.electors.update(user=voter)
    client.force_login(voter)

    assert "这是第1张，共2张" in text_of(client.get(vote_url(first)))
    led_on = client.post(vote_url(first), {"act": "cast"}, follow=True)
    assert led_on.redirect_chain[-1][0] == vote_url(second)
    assert "已投出1张，这是第2张，共2张" in text_of(led_on)
    assert f"填写下一张：{second.title}" in text_of(client.get(vote_url(first)))
    last = client.post(vote_url(second), {"act": "cast"}, follow=True)
    assert "您的票已投出，可以关闭本页" in text_of(last)


def test_the_list_names_what_waits_what_is_done_and_what_one_watches(client):
    poll = PollFactory(voters=2, is_open=True, title="民主推荐")
    voter = voters_of(poll)[0]
    watched = PollFactory(organisation=poll.organisation, title="民主测评")
    services.appoint_scrutineers(watched, [voter])
    client.force_login(voter)
    before = text_of(client.get(reverse("ballots:my")))
    services.cast(poll, voter, {})

    after = text_of(client.get(reverse("ballots:my")))

    assert "去投票" in before
    assert "民主测评" in before
    assert "去投票" not in after
    assert "已投票" in after


@pytest.mark.parametrize("polls", [1, 3])
def test_the_list_takes_as_many_queries_for_three_polls_as_for_one(
    client, django_assert_max_num_queries, polls
):
    first = PollFactory(voters=1, is_open=True)
    voter = voters_of(first)[0]
    for _ in range(polls - 1):
        PollFactory(organisation=first.organisation, voters=1, is_open=True).electors.update(user=voter)
    client.force_login(voter)

    with django_assert_max_num_queries(10):
        client.get(reverse("ballots:my"))


@pytest.mark.parametrize("end", [services.close, lambda *given: services.void(*given, "名册有误")])
def test_the_paper_that_a_server_keeps_says_nothing_of_state_and_roll(client, poll, end):
    """The first vote lets the process keep the paper; whoever comes later meets the poll as it is."""
    first, second = voters_of(poll)
    form = {"a.p1.consent": "agree", "act": "cast"}
    client.force_login(first)
    assert client.post(vote_url(poll), form).status_code == 302
    client.force_login(TeacherFactory(organisation=poll.organisation))
    assert client.post(vote_url(poll), form).status_code == 404

    end(poll, officer_of(poll))
    client.force_login(second)
    answer = text_of(client.post(vote_url(poll), form))

    assert "投票已截止，不再收票" in answer or "本轮投票已作废" in answer
    assert Envelope.objects.of(poll).count() <= 1


@pytest.mark.parametrize("papers", [1, 2])
def test_a_vote_takes_six_statements(client, papers):
    """Session, user, lock, elector with the state, envelope; and the paper, once in each process.

    SQLite's transaction is the lock.
    """
    packet = PacketFactory()
    polls = [
        PollFactory(organisation=packet.organisation, packet=packet, voters=1, is_open=True)
        for _ in range(papers)
    ]
    voter = voters_of(polls[0])[0]
    polls[-1].electors.update(user=voter)
    client.force_login(voter)

    with CaptureQueriesContext(connection) as run:
        client.post(vote_url(polls[0]), {"a.p1.consent": "agree", "act": "cast"})

    assert Envelope.objects.count() == 1
    assert len(statements(run)) <= 6
