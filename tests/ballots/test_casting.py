"""Whose ballot gets into the urn, how often, and until when?"""

from datetime import timedelta

import pytest
import time_machine

from ballots import demo, packets, services
from ballots.models import Envelope, Poll
from ballots.services import AlreadyVoted, Standing
from selection import clock
from selection.reasons import Refused
from tests.factories.accounts import TeacherFactory
from tests.factories.ballots import PacketFactory, PollFactory, agreeing, officer_of, voters_of

pytestmark = pytest.mark.django_db


def refusal_of(poll, user, choices=None):
    with pytest.raises(Refused) as refusal:
        services.cast(poll, user, choices or {})
    return refusal.value.reasons


def test_a_ballot_becomes_one_sealed_envelope_of_its_elector():
    poll = PollFactory(is_open=True)
    voter = voters_of(poll)[0]

    services.cast(poll, voter, agreeing(poll))

    envelope = Envelope.objects.get()
    assert (envelope.elector.user, envelope.slip, envelope.channel) == (voter, None, "online")
    assert services.standing(poll, voter) is Standing.VOTED


def test_a_second_ballot_changes_nothing_and_is_told_so():
    poll = PollFactory(voters=1, is_open=True)
    voter = voters_of(poll)[0]
    services.cast(poll, voter, {"p1": "agree"})
    first = Envelope.objects.values().get()

    with pytest.raises(AlreadyVoted) as refusal:
        services.cast(poll, voter, {"p1": "oppose"})

    assert refusal.value.reasons == ["您已投票，以首次提交为准"]
    assert Envelope.objects.values().get() == first


def test_a_recused_elector_stays_in_the_count_of_those_due_but_gets_no_ballot():
    poll = PollFactory(voters=3, recused=1, is_open=True)
    recused = poll.electors.get(is_recused=True).user

    assert refusal_of(poll, recused) == ["您在本次投票中回避，不参加投票"]
    assert poll.electors.count() == 3


def test_recusing_before_the_opening_takes_the_whole_ballot():
    poll = PollFactory(voters=2)
    voter = voters_of(poll)[0]

    services.recuse(poll, [voter])
    services.open_poll(poll, officer_of(poll))

    assert services.standing(poll, voter) is Standing.RECUSED


def test_nobody_votes_before_the_opening_or_without_standing_on_the_roll():
    poll = PollFactory()
    assert refusal_of(poll, voters_of(poll)[0]) == ["投票还没有开始，请等候通知"]

    services.open_poll(poll, officer_of(poll))
    stranger = TeacherFactory(organisation=poll.organisation)
    assert refusal_of(poll, stranger) == ["您不在本次投票的应到名册上，如有疑问请联系工作人员"]


def test_the_voters_of_a_void_round_are_told_so():
    poll = PollFactory(voters=1, cast=1)

    services.void(poll, officer_of(poll), "票样有误")

    assert services.standing(poll, voters_of(poll)[0]) is Standing.VOIDED
    assert refusal_of(poll, voters_of(poll)[0]) == ["本轮投票已作废，是否重新组织请等候通知"]


def test_a_ballot_after_the_deadline_is_late_even_if_the_clock_has_not_closed_the_poll_yet():
    poll = PollFactory(is_open=True)
    voter = voters_of(poll)[0]

    with time_machine.travel(poll.closes_at, tick=False):
        assert poll.state == Poll.State.OPEN
        assert refusal_of(poll, voter) == ["投票已截止，不再收票"]
    with time_machine.travel(poll.closes_at - timedelta(seconds=1), tick=False):
        services.cast(poll, voter, {})


def test_a_stale_page_cannot_vote_in_a_poll_that_has_been_closed_meanwhile():
    poll = PollFactory(is_open=True)
    stale = Poll.objects.get(pk=poll.pk)
    services.close(poll, officer_of(poll))

    assert refusal_of(stale, voters_of(poll)[0]) == ["投票已截止，不再收票"]
    assert not Envelope.objects.exists()


@pytest.mark.parametrize(
    ("choices", "sentence"),
    [
        ({"p1": "maybe"}, "票面内容有误，请刷新页面后重新填写"),
        ({"p9": "agree"}, "票面内容有误，请刷新页面后重新填写"),
        ({"p1": {"virtue": "excellent"}}, "票面内容有误，请刷新页面后重新填写"),
    ],
)
def test_what_the_paper_does_not_offer_is_refused_without_repeating_it(choices, sentence):
    poll = PollFactory(is_open=True)

    assert refusal_of(poll, voters_of(poll)[0], choices) == [sentence]


@pytest.mark.parametrize(
    ("choices", "sentence"),
    [
        ({"c1": ["p1", "p2", "p3"]}, "教务处主任最多选2人，现选3人"),
        ({"c1": ["p4"]}, "票面内容有误，请刷新页面后重新填写"),
        ({"c1": ["p1", "p1"]}, "票面内容有误，请刷新页面后重新填写"),
        ({"c1": "p1"}, "票面内容有误，请刷新页面后重新填写"),
    ],
)
def test_a_choice_keeps_to_the_listed_persons_and_their_number(choices, sentence):
    poll = PollFactory(choice=True, is_open=True)

    assert refusal_of(poll, voters_of(poll)[0], choices) == [sentence]


def test_a_remark_over_its_length_is_refused_and_one_nobody_asked_for_too():
    poll = PollFactory(is_open=True, asks_remarks=True)
    voter = voters_of(poll)[0]

    with pytest.raises(Refused, match="对王一的书面意见超过200字，请删减"):
        services.cast(poll, voter, {}, {"p1": "好" * 201})
    with pytest.raises(Refused, match="票面内容有误"):
        services.cast(poll, voter, {}, {"p9": "好"})
    services.cast(poll, voter, {}, {"p1": "好" * 200})


def test_the_remaining_staff_vote_in_the_demo_only(settings):
    poll = PollFactory(voters=5, recused=1, cast=1)

    with pytest.raises(Refused, match="只有演示环境可以代为投票"):
        services.cast_for_remaining(poll, lambda elector: {})

    settings.DEMO = True
    away = voters_of(poll)[-1]
    assert services.cast_for_remaining(poll, lambda e: None if e.user == away else ({}, None)) == 2
    assert Envelope.objects.count() == 3


@pytest.mark.parametrize("trait", [{}, {"grading": True}, {"choice": True}])
def test_the_demo_staff_fill_in_every_kind_of_paper_the_same_for_the_same_seed(settings, trait):
    settings.DEMO = True
    polls = [PollFactory(voters=12, is_open=True, **trait) for _ in range(2)]

    for poll in polls:
        services.cast_for_remaining(poll, demo.chooser(poll, seed=7))
        services.close(poll, officer_of(poll))
        services.count(poll, officer_of(poll))

    assert polls[0].tallies == polls[1].tallies
    assert polls[0].valid == polls[0].turnout["collected"] > 0


def test_after_one_paper_of_a_meeting_the_next_one_follows():
    packet = PacketFactory()
    first, second = (
        PollFactory(organisation=packet.organisation, packet=packet, voters=1, is_open=True) for _ in range(2)
    )
    voter = voters_of(first)[0]
    third = PollFactory(organisation=packet.organisation, packet=packet, voters=1, is_open=True)
    for poll in (second, third):
        poll.electors.update(user=voter)

    assert packets.progress(first, voter) == packets.Progress(cast=0, papers=3)
    services.cast(first, voter, {})
    assert packets.following(first, voter) == second
    services.cast(second, voter, {})
    assert packets.progress(second, voter) == packets.Progress(cast=2, papers=3)
    services.cast(third, voter, {})
    assert packets.following(third, voter) is None


def test_a_poll_by_itself_has_no_next_paper():
    poll = PollFactory(is_open=True)
    voter = voters_of(poll)[0]

    assert (packets.following(poll, voter), packets.progress(poll, voter)) == (None, None)


def test_polls_wait_for_those_who_have_a_ballot_left_to_cast():
    poll = PollFactory(voters=3, recused=1, cast=1)
    voted, waiting = voters_of(poll)
    recused = poll.electors.get(is_recused=True).user

    lists = {user: list(Poll.objects.waiting_for(user)) for user in (voted, waiting, recused)}
    handled = {user: [p.is_recused for p in packets.handled_by(user)] for user in (voted, waiting, recused)}

    assert lists == {voted: [], waiting: [poll], recused: []}
    assert handled == {voted: [False], waiting: [], recused: [True]}
    with time_machine.travel(clock.now() + timedelta(hours=3)):
        assert not Poll.objects.waiting_for(waiting).exists()
