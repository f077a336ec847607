"""Does the wall show numbers of people and nothing else, and what do waiting phones cost?"""

import re
import uuid
from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.urls import reverse

from ballots import pulse, services
from ballots.definitions import Counting
from ballots.verdicts import Bar, Base
from selection import clock
from tests.factories.accounts import TeacherFactory
from tests.factories.ballots import PacketFactory, PollFactory, officer_of, voters_of

pytestmark = pytest.mark.django_db

TWO_THIRDS = Counting(noun="测评", opening=Bar.at_least("2/3", of=Base.ENTITLED))


def text_of(response):
    return re.sub(r"\s+", "", re.sub(r"<[^>]+>", "", response.content.decode()))


def ask(client, poll, name="screen_numbers"):
    return client.get(reverse(f"ballots:{name}", args=[poll.public_id]))


def grow_stale(poll):
    pulse.forget(poll)


def test_before_the_opening_the_wall_shows_who_is_missing(client):
    poll = PollFactory(voters=9, counting=TWO_THIRDS)
    officer = officer_of(poll)
    for elector in poll.electors.all()[:3]:
        services.check_in(poll, officer, elector)

    said = text_of(ask(client, poll))

    assert "应到9实到3" in said
    assert "还差3人到会" in said
    assert "未开始" in said


def test_a_poll_without_a_meeting_speaks_of_nobody_present(client):
    assert "实到" not in text_of(ask(client, PollFactory()))


def test_while_open_the_wall_counts_envelopes_and_the_time_left(client):
    with time_machine.travel(clock.now(), tick=False):
        poll = PollFactory(voters=3, cast=2, closes_at=clock.now() + timedelta(minutes=5))

        page = ask(client, poll)

    assert "投票中收回2份" in text_of(page)
    assert 'data-left="300"' in page.content.decode()


def test_the_wall_is_the_same_whatever_was_chosen_and_never_shows_a_result(client):
    """B7 and the count after it: people's names and their votes are on no wall."""
    walls = []
    for choice in ("agree", "oppose"):
        poll = PollFactory(voters=3, is_open=True, closes_at=None)
        for user in voters_of(poll):
            services.cast(poll, user, dict.fromkeys(["p1", "p2", "p3"], choice), {})
        officer = officer_of(poll)
        client.force_login(officer)
        seen = [text_of(ask(client, poll)), text_of(ask(client, poll, "screen"))]
        services.close(poll, officer)
        services.count(poll, officer)
        services.release(poll, officer)
        grow_stale(poll)
        seen += [text_of(ask(client, poll)), text_of(ask(client, poll, "screen"))]
        walls.append(
            [text.replace(str(poll.public_id), "").replace(str(poll.organisation), "") for text in seen]
        )

    assert walls[0] == walls[1]
    assert "投票已截止收回3份" in walls[0][2]
    assert not any(word in text for text in walls[0] for word in ("王一", "同意", "有效", "已计票"))


def test_all_papers_of_a_meeting_stand_on_one_wall(client):
    packet = PacketFactory()
    polls = [
        PollFactory(organisation=packet.organisation, packet=packet, title=title, voters=2, cast=cast)
        for title, cast in (("会议推荐", 2), ("民主测评", 1))
    ]

    said = text_of(ask(client, polls[1]))

    assert "会议推荐投票中收回2份" in said
    assert "民主测评投票中收回1份" in said


def test_the_page_leads_to_the_papers_by_a_code(client):
    poll = PollFactory()
    client.force_login(officer_of(poll))

    page = ask(client, poll, "screen").content.decode()

    assert f"http://testserver{poll.get_vote_url()}" in page
    assert 'src="data:image/svg+xml' in page


@pytest.mark.parametrize("name", ["state", "screen_numbers"])
def test_all_watchers_together_cost_one_query_and_no_session(client, django_assert_num_queries, name):
    poll = PollFactory(voters=30, cast=5)
    client.force_login(voters_of(poll)[0])

    with django_assert_num_queries(1):
        ask(client, poll, name)
    with django_assert_num_queries(0):
        for _ in range(20):
            assert ask(client, poll, name).status_code == 200
    grow_stale(poll)
    with django_assert_num_queries(1):
        ask(client, poll, name)


def test_a_packet_too_is_read_in_one_query(client, django_assert_num_queries):
    packet = PacketFactory()
    polls = [PollFactory(organisation=packet.organisation, packet=packet, cast=1) for _ in range(3)]

    with django_assert_num_queries(1):
        assert len(pulse.glances(polls[0].public_id)) == 3


def test_whoever_comes_while_one_renews_takes_the_old_answer(client, django_assert_num_queries):
    poll = PollFactory()
    ask(client, poll, "state")
    services.open_poll(poll, officer_of(poll))

    with django_assert_num_queries(0):
        assert ask(client, poll, "state").content == b"draft"
    grow_stale(poll)
    assert ask(client, poll, "state").content == b"open"


@pytest.mark.parametrize("name", ["state", "screen_numbers"])
def test_an_unknown_poll_is_not_found_and_not_kept(client, name):
    unknown = uuid.uuid4()

    assert client.get(reverse(f"ballots:{name}", args=[unknown])).status_code == 404
    assert cache.get(f"pulse:{unknown}") is None


def test_the_answers_are_kept_by_no_browser(client):
    poll = PollFactory()

    for name in ("state", "screen_numbers"):
        answer = ask(client, poll, name)
        assert "no-store" in answer["Cache-Control"]
        assert "Set-Cookie" not in answer


def at_paper(client, poll, user):
    client.force_login(user)
    return client.get(poll.get_vote_url())


def test_a_phone_that_comes_early_waits_for_the_paper(client):
    poll = PollFactory()
    voter = voters_of(poll)[0]

    page = at_paper(client, poll, voter)

    assert "投票还没有开始开始后，本页自动打开选票，请不要关闭。" in text_of(page)
    assert reverse("ballots:state", args=[poll.public_id]) in page.content.decode()
    assert "王一" not in page.content.decode()
    services.open_poll(poll, officer_of(poll))
    assert "王一" in at_paper(client, poll, voter).content.decode()


def test_a_recused_person_who_waits_is_told_so(client):
    poll = PollFactory(voters=2, recused=1)
    recused = poll.electors.get(is_recused=True).user

    assert "因回避，不参加本次投票" in text_of(at_paper(client, poll, recused))


def test_who_is_not_on_the_roll_does_not_wait(client):
    poll = PollFactory()

    assert at_paper(client, poll, TeacherFactory(organisation=poll.organisation)).status_code == 404


def test_a_draft_that_was_voided_sends_the_phone_to_the_reason(client):
    poll = PollFactory()
    services.void(poll, officer_of(poll), "改期")

    assert ask(client, poll, "state").content == b"void"
    assert "已作废" in text_of(at_paper(client, poll, voters_of(poll)[0]))


def test_a_hall_of_watchers_costs_the_shared_cache_nothing(django_assert_num_queries, monkeypatch):
    poll = PollFactory()
    pulse.state_of(poll.public_id)
    monkeypatch.setattr(pulse, "cache", None)

    with django_assert_num_queries(0):
        assert {pulse.state_of(poll.public_id) for _ in range(50)} == {"draft"}


def test_an_opening_is_seen_at_once_by_whichever_paper_one_waits_for(django_capture_on_commit_callbacks):
    packet = PacketFactory()
    polls = [PollFactory(organisation=packet.organisation, packet=packet) for _ in range(2)]
    assert [pulse.state_of(poll.public_id) for poll in polls] == ["draft", "draft"]

    with django_capture_on_commit_callbacks(execute=True):
        services.open_packet(packet, officer_of(polls[0]))

    assert [pulse.state_of(poll.public_id) for poll in polls] == ["open", "open"]
