"""What do officers and scrutineers see of a poll, and what does nobody see while it is open?"""

import re

import pytest
from django.urls import reverse

from ballots import services
from ballots.definitions import Counting
from ballots.models import Envelope, Poll
from ballots.verdicts import Bar, Base
from tests.factories.accounts import LeaderFactory, OfficerFactory, TeacherFactory
from tests.factories.ballots import PacketFactory, PollFactory, agreeing, officer_of, voters_of

pytestmark = pytest.mark.django_db

ACTS = ["open", "close", "present", "count", "release", "void", "demo_vote"]


def page(client, poll, name="poll"):
    return client.get(reverse(f"ballots:{name}", args=[poll.public_id]))


def act(client, poll, name, **data):
    return client.post(reverse(f"ballots:{name}", args=[poll.public_id]), data, follow=True)


def text_of(response):
    return re.sub(r"\s+", "", re.sub(r"<[^>]+>", "", response.content.decode()))


def state_of(poll):
    return Poll.objects.get(pk=poll.pk).state


def test_an_officer_takes_a_poll_from_draft_to_result_on_its_page(client):
    poll = PollFactory(voters=3)
    client.force_login(officer_of(poll))

    assert "开始后，应到名册和票样即封存" in text_of(page(client, poll))
    assert "投票已开始" in text_of(act(client, poll, "open", present="3", closes_at=""))
    for user in voters_of(poll):
        services.cast(poll, user, agreeing(poll))
    assert "已收回3份" in text_of(page(client, poll))
    assert "投票已截止，收回3份，尚未启封" in text_of(act(client, poll, "close"))
    assert "已启封计票：有效票3张，废票0张" in text_of(act(client, poll, "count"))
    assert "100.0%" in text_of(page(client, poll))
    assert "结果已提供给有权知悉的人员" in text_of(act(client, poll, "release"))
    assert state_of(poll) == Poll.State.RELEASED


def test_while_a_poll_is_open_its_page_is_the_same_whatever_was_chosen(client):
    """B7: only the number of envelopes is seen."""
    pages = []
    for choice in ("agree", "oppose"):
        poll = PollFactory(voters=3, is_open=True)
        for user in voters_of(poll):
            services.cast(poll, user, dict.fromkeys(["p1", "p2", "p3"], choice), {})
        client.force_login(officer_of(poll))
        pages.append([text_of(page(client, poll)), text_of(page(client, poll, "roll"))])

    assert all("agree" not in text and "oppose" not in text for pair in pages for text in pair)
    assert "已收回3份" in pages[0][0]
    assert "有效票" not in pages[0][0]
    assert "已投" not in pages[0][1]


def test_who_has_voted_is_seen_by_the_officer_between_close_and_count_only(client):
    poll = PollFactory(voters=2, cast=1)
    scrutineer = TeacherFactory(organisation=poll.organisation)
    services.appoint_scrutineers(poll, [scrutineer])
    officer = officer_of(poll)
    seen = []
    for step in (
        lambda: None,
        lambda: services.close(poll, officer),
        lambda: services.count(poll, scrutineer),
    ):
        step()
        for user in (officer, scrutineer):
            client.force_login(user)
            seen.append("未投" in text_of(page(client, poll, "roll")))

    assert seen == [False, False, True, False, False, False]


def test_the_roll_shows_register_less_deductions_and_who_is_recused(client):
    poll = PollFactory(voters=3, recused=1)
    poll.deductions.create(name="陈五", reason="产假")
    poll.electors.filter(is_recused=False).first()
    client.force_login(officer_of(poll))

    text = text_of(page(client, poll, "roll"))

    assert "在册4人－扣除1人＝应到3人，其中回避1人" in text
    assert "回避，不参加投票" in text
    assert "陈五产假" in text


def test_a_round_without_quorum_offers_no_count_but_says_why_and_can_be_voided(client):
    counting = Counting(noun="测评", validity=Bar.at_least("2/3", of=Base.ENTITLED))
    poll = PollFactory(voters=3, counting=counting, cast=1, is_closed=True)
    client.force_login(officer_of(poll))

    text = text_of(page(client, poll))
    assert "应到3人，收回1份，未达2/3（需2份），测评无效，不得启封；请作废本轮，重新组织" in text
    assert reverse("ballots:count", args=[poll.public_id]) not in page(client, poll).content.decode()
    assert "请填写作废原因" in text_of(act(client, poll, "void", reason=""))
    act(client, poll, "void", reason="人数不足")

    assert state_of(poll) == Poll.State.VOID
    assert "人数不足" in text_of(page(client, poll))


def test_a_refused_step_is_said_on_the_page_of_the_poll(client):
    poll = PollFactory(is_open=True)
    client.force_login(officer_of(poll))

    assert "现为“投票中”，不能做这一步" in text_of(act(client, poll, "count"))
    assert "实到人数：请填整数" in text_of(act(client, poll, "present", present="许多"))
    assert "实到人数已记为2人" in text_of(act(client, poll, "present", present="2"))


def test_a_scrutineer_closes_and_counts_but_is_offered_neither_release_nor_void(client):
    poll = PollFactory(voters=1, cast=1)
    scrutineer = TeacherFactory(organisation=poll.organisation)
    services.appoint_scrutineers(poll, [scrutineer])
    client.force_login(scrutineer)

    act(client, poll, "close")
    act(client, poll, "count")
    offered = page(client, poll).content.decode()

    assert state_of(poll) == Poll.State.COUNTED
    assert reverse("ballots:release", args=[poll.public_id]) not in offered
    assert reverse("ballots:void", args=[poll.public_id]) not in offered


def test_written_opinions_are_shown_after_the_release_and_to_the_officer(client):
    poll = PollFactory(voters=1, asks_remarks=True, is_open=True)
    services.cast(poll, voters_of(poll)[0], {}, {"p1": "工作踏实"})
    officer = officer_of(poll)
    services.close(poll, officer)
    services.count(poll, officer)
    client.force_login(officer)

    assert "工作踏实" not in text_of(page(client, poll))
    services.release(poll, officer)
    assert "工作踏实" in text_of(page(client, poll))


@pytest.mark.parametrize("make", [TeacherFactory, LeaderFactory, lambda **_: OfficerFactory()])
@pytest.mark.parametrize("name", ["poll", "roll", *ACTS])
def test_for_whom_it_is_not_a_poll_does_not_exist(client, settings, make, name):
    settings.DEMO = True
    poll = PollFactory(is_open=True)
    client.force_login(make(organisation=poll.organisation))
    answer = act(client, poll, name) if name in ACTS else page(client, poll, name)

    assert answer.status_code == 404


@pytest.mark.parametrize("name", ACTS)
def test_acts_are_done_by_buttons_only(client, name):
    poll = PollFactory()
    client.force_login(officer_of(poll))

    assert page(client, poll, name).status_code == 404


def test_the_demo_button_lets_the_others_vote_and_exists_in_the_demo_only(client, settings):
    poll = PollFactory(voters=20, is_open=True)
    client.force_login(officer_of(poll))
    assert act(client, poll, "demo_vote").status_code == 404
    assert "演示：其余人员投票" not in text_of(page(client, poll))

    settings.DEMO = True
    assert "演示：其余人员投票" in text_of(page(client, poll))
    act(client, poll, "demo_vote")
    assert Envelope.objects.of(poll).count() > 10


@pytest.mark.parametrize("trait", [{}, {"grading": True}, {"choice": True}])
def test_every_kind_of_poll_shows_its_result(client, trait):
    counting = {} if trait else {"counting": Counting(approval=Bar.more_than("1/2", of=Base.COLLECTED))}
    poll = PollFactory(voters=2, cast=2, is_counted=True, **trait, **counting)
    client.force_login(officer_of(poll))

    text = text_of(page(client, poll))

    assert "计票结果" in text
    assert ("收回2份，同意2票，超过1/2（需2票），通过" in text) is not bool(trait)


@pytest.mark.parametrize("voters", [1, 30])
def test_the_roll_takes_as_many_queries_for_thirty_as_for_one(client, django_assert_max_num_queries, voters):
    poll = PollFactory(voters=voters, cast=1, is_closed=True)
    client.force_login(officer_of(poll))

    with django_assert_max_num_queries(14):
        page(client, poll, "roll")


def test_people_of_one_name_are_told_apart_on_the_roll(client):
    poll = PollFactory(voters=2)
    poll.electors.update(name="王一")
    client.force_login(officer_of(poll))

    text = text_of(page(client, poll, "roll"))

    assert all(elector.user.username in text for elector in poll.electors.all())


def test_the_papers_of_one_meeting_are_opened_together_from_the_page_of_any(client):
    packet = PacketFactory()
    first, second = (
        PollFactory(organisation=packet.organisation, packet=packet, title=title)
        for title in ("工作评议", "干部评议")
    )
    client.force_login(officer_of(first))
    assert "同一次会的“干部评议”一起开始" in client.get(first.get_absolute_url()).content.decode()

    client.post(reverse("ballots:open", args=[first.public_id]), {})

    assert list(packet.polls.values_list("state", flat=True)) == ["open", "open"]
