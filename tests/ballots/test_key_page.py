"""Do officer and scrutineers find their way from the choice of holders to the count?"""

import sys

import pytest
from django.core.signals import got_request_exception
from django.urls import reverse
from django.views.debug import ExceptionReporter

from ballots import services, sharing, words
from ballots.models import Poll
from tests.ballots.test_holding_pages import act, page, text_of
from tests.factories.accounts import TeacherFactory
from tests.factories.ballots import (
    PacketFactory,
    PollFactory,
    agreeing,
    held_poll,
    officer_of,
    passphrase_of,
    rehearsed_poll,
    voters_of,
)

pytestmark = pytest.mark.django_db

WRONG = "忘记了的一句话是什么来着"


def entered(users, **others):
    return {f"passphrase_{user.pk}": passphrase_of(user) for user in users} | others


def test_a_shared_key_from_the_choice_of_holders_to_the_count(client, django_capture_on_commit_callbacks):
    poll = PollFactory()
    users = [TeacherFactory(organisation=poll.organisation) for _ in range(3)]
    services.appoint_scrutineers(poll, users)
    officer = officer_of(poll)

    client.force_login(officer)
    assert "启封密钥现由服务器保管" in text_of(page(client, poll, "key"))
    said = text_of(act(client, poll, "entrust", holders=[user.pk for user in users], threshold=2))
    assert "由3位监票人分持，到场2位才能启封" in said
    assert f"{users[0].name}、{users[1].name}、{users[2].name}还没有设定启封口令" in said
    assert "还没有设定启封口令" in text_of(act(client, poll, "open", present="3", closes_at=""))
    for user in users:
        client.force_login(user)
        own = passphrase_of(user)
        assert "启封口令已设定，请记牢" in text_of(
            act(client, poll, "set_passphrase", passphrase=own, again=own)
        )
    assert "试启封成功" in text_of(act(client, poll, "rehearse", **entered(users[1:])))

    client.force_login(officer)
    assert "投票已开始" in text_of(act(client, poll, "open", present="3", closes_at=""))
    for voter in voters_of(poll):
        services.cast(poll, voter, agreeing(poll))
    client.force_login(users[0])
    act(client, poll, "close")
    desk = text_of(page(client, poll))
    assert "至少2位，没有到场的空着" in desk
    with django_capture_on_commit_callbacks(execute=True):
        said = text_of(act(client, poll, "count", **entered(users[:2])))

    assert "已启封计票：有效票3张，废票0张" in said
    assert Poll.objects.get(pk=poll.pk).key_destroyed_at


def test_a_wrong_passphrase_is_named_and_shown_nowhere(client):
    poll, users = rehearsed_poll()
    services.open_poll(poll, officer_of(poll))
    services.cast(poll, voters_of(poll)[0], agreeing(poll))
    services.close(poll, users[0])
    client.force_login(users[0])

    answer = act(client, poll, "count", **entered(users[:1]), **{f"passphrase_{users[1].pk}": WRONG})

    assert f"{users[1].name}的口令不符，这次没有启封，请重新输入" in text_of(answer)
    assert WRONG not in answer.content.decode()
    assert passphrase_of(users[0]) not in answer.content.decode()


def test_where_too_few_remember_the_way_out_is_prepared(client, django_capture_on_commit_callbacks):
    poll, users = rehearsed_poll()
    services.open_poll(poll, officer_of(poll))
    services.cast(poll, voters_of(poll)[0], agreeing(poll))
    services.close(poll, users[0])
    client.force_login(officer_of(poll))

    answer = page(client, poll)
    reason = answer.context["void_form"]["reason"].value()
    assert reason == "到场并记得启封口令的分持人不足2位，密封票无法启封，本轮重新组织"
    with django_capture_on_commit_callbacks(execute=True):
        act(client, poll, "void", reason=reason)

    assert Poll.objects.get(pk=poll.pk).state == Poll.State.VOID


def test_passphrases_are_asked_of_scrutineers_and_in_fields_no_browser_fills(client):
    poll, users = held_poll()
    client.force_login(users[0])
    setting = page(client, poll, "key").content.decode()
    assert setting.count('autocomplete="new-password"') == 2
    assert setting.count('type="password"') == 2

    client.force_login(officer_of(poll))
    assert 'type="password"' not in page(client, poll, "key").content.decode()


@pytest.mark.parametrize(
    ("passphrase", "again", "reason"),
    [
        ("", "", "请填写启封口令"),
        ("银杏叶落满操场的秋天里", "银杏叶落满操场的秋天", "再输一次：两次输入的口令不一样，请重新输入"),
        ("银杏叶", "银杏叶", "口令太短，至少要12位"),
    ],
)
def test_what_is_wrong_with_a_passphrase_is_said(client, passphrase, again, reason):
    poll, users = held_poll()
    client.force_login(users[0])

    answer = act(client, poll, "set_passphrase", passphrase=passphrase, again=again)

    assert reason in text_of(answer)


@pytest.mark.parametrize("given", [{}, {"holders": ["x"], "threshold": "2"}, {"threshold": "viele"}])
def test_bad_input_chooses_nobody(client, given):
    poll = PollFactory()
    services.appoint_scrutineers(poll, [TeacherFactory(organisation=poll.organisation) for _ in range(2)])
    client.force_login(officer_of(poll))

    act(client, poll, "entrust", **given)

    assert not poll.key_holders.exists()


def test_with_one_scrutineer_the_page_says_what_is_missing(client):
    poll = PollFactory()
    services.appoint_scrutineers(poll, [TeacherFactory(organisation=poll.organisation)])
    client.force_login(officer_of(poll))

    assert "至少要有两位监票人，请先指定监票人" in text_of(page(client, poll, "key"))


def test_the_words_of_the_meeting_call_the_holders_to_the_count():
    poll, _ = rehearsed_poll()

    said = dict(words.script(poll))["截止和计票"]

    assert said.endswith("请至少2位分持密钥的监票人到计票台输入口令，启封计票。")


def test_of_a_packet_one_page_speaks_for_all_its_polls(client):
    packet = PacketFactory()
    polls = [PollFactory(packet=packet, organisation=packet.organisation) for _ in range(2)]
    client.force_login(officer_of(polls[0]))

    assert "对同一组的2张票" in text_of(page(client, polls[0], "key"))


def test_the_officer_can_take_the_key_back(client):
    poll, _ = rehearsed_poll()
    client.force_login(officer_of(poll))

    assert "启封密钥不再分持" in text_of(act(client, poll, "take_back_key"))
    assert "启封密钥现由服务器保管" in text_of(page(client, poll, "key"))


@pytest.mark.parametrize("holders", [2, 5])
def test_the_page_takes_as_many_queries_for_five_holders_as_for_two(
    client, django_assert_max_num_queries, holders
):
    poll, users = rehearsed_poll(holders=holders)
    client.force_login(users[0])

    with django_assert_max_num_queries(30):
        page(client, poll, "key")


@pytest.mark.parametrize("name", ["entrust", "take_back_key", "set_passphrase", "rehearse"])
def test_acts_on_the_key_are_done_by_buttons_only(client, name):
    poll, _ = held_poll()
    client.force_login(officer_of(poll))

    assert client.get(reverse(f"ballots:{name}", args=[poll.public_id])).status_code == 404


@pytest.mark.parametrize("name", ["set_passphrase", "rehearse", "count"])
def test_no_report_of_an_error_quotes_a_passphrase(client, monkeypatch, name):
    poll, users = rehearsed_poll()
    if name == "count":
        services.open_poll(poll, officer_of(poll))
        services.cast(poll, voters_of(poll)[0], agreeing(poll))
        services.close(poll, users[0])
    own, reports = passphrase_of(users[0]), []

    def report(sender, request, **_):
        reports.append(ExceptionReporter(request, *sys.exc_info()).get_traceback_text())

    def break_down(*given, **_):
        raise RuntimeError("out of memory")

    monkeypatch.setattr(sharing.argon2id, "kdf", break_down)
    got_request_exception.connect(report)
    client.raise_request_exception = False
    client.force_login(users[0])
    given = {"passphrase": own, "again": own, **entered(users)}
    answer = client.post(reverse(f"ballots:{name}", args=[poll.public_id]), given)
    got_request_exception.disconnect(report)

    assert "out of memory" in reports[0]
    assert own not in reports[0] + answer.content.decode()
