"""Does the tick at the door give 实到, from two doors at once, and become the poll's when it opens?"""

import re

import pytest
from django.urls import reverse

from ballots import meetings, services
from ballots.definitions import Counting, ElectorSpec
from ballots.forms import OpeningForm
from ballots.models import CheckIn, Elector
from ballots.verdicts import Bar, Base
from selection.reasons import Refused
from tests.factories.accounts import LeaderFactory, TeacherFactory
from tests.factories.ballots import PacketFactory, PollFactory, agreeing, officer_of, voters_of

pytestmark = pytest.mark.django_db

TWO_THIRDS = Counting(noun="测评", opening=Bar.at_least("2/3", of=Base.ENTITLED))
BRANCH = CheckIn.Venue.BRANCH


def text_of(response):
    return re.sub(r"\s+", "", re.sub(r"<[^>]+>", "", response.content.decode()))


def reason_of(act, *args, **kwargs):
    with pytest.raises(Refused) as refusal:
        act(*args, **kwargs)
    return "".join(refusal.value.reasons)


def tick(poll, number, by=None, **kwargs):
    by = by or officer_of(poll)
    for elector in poll.electors.all()[:number]:
        services.check_in(poll, by, elector, **kwargs)
    return by


def light_of(poll):
    return meetings.attendance(poll).quorum


def test_the_light_says_how_many_are_missing_and_turns_when_they_are_there():
    """应到9，三分之二需6人。"""
    poll = PollFactory(voters=9, counting=TWO_THIRDS)

    tick(poll, 3)
    assert light_of(poll).sentence == "还差3人到会"
    tick(poll, 5)
    assert light_of(poll).sentence == "还差1人到会"
    tick(poll, 6)
    assert light_of(poll).is_met
    assert light_of(poll).sentence == "已达到规定人数（需6人）"


def test_a_poll_without_a_bar_has_no_light():
    assert light_of(PollFactory()) is None


def test_a_recused_person_counts_among_those_who_came():
    poll = PollFactory(voters=3, recused=1, counting=TWO_THIRDS)

    tick(poll, 3)

    assert meetings.came(poll) == 3


def test_two_doors_tick_one_person_once_and_each_door_has_its_number():
    poll = PollFactory(voters=3)
    first, second = poll.electors.all()[:2]
    main, branch = officer_of(poll), officer_of(poll)

    assert services.check_in(poll, main, first)
    assert not services.check_in(poll, branch, first, BRANCH)
    assert services.check_in(poll, branch, second, BRANCH)

    assert meetings.attendance(poll).venues == (("主会场", 1), ("分会场", 1))
    assert CheckIn.objects.get(elector=first).entered_by == main


def test_a_tick_can_be_taken_back_and_twice_is_no_harm():
    poll = PollFactory(voters=2)
    by = tick(poll, 2)
    elector = poll.electors.first()

    services.take_back_check_in(poll, by, elector)
    services.take_back_check_in(poll, by, elector)

    assert meetings.came(poll) == 1


def test_one_tick_serves_all_papers_of_the_meeting():
    packet = PacketFactory()
    polls = [PollFactory(organisation=packet.organisation, packet=packet, voters=2) for _ in range(2)]
    users = voters_of(polls[0])
    services.enter_roll(polls[1], [ElectorSpec(user, user.name) for user in users])

    by = tick(polls[0], 1)
    assert [meetings.came(poll) for poll in polls] == [1, 1]

    services.take_back_check_in(polls[1], by, polls[1].electors.get(user=users[0]))
    assert [meetings.came(poll) for poll in polls] == [None, None]


def test_namesakes_are_ticked_apart():
    poll = PollFactory()
    users = [TeacherFactory(organisation=poll.organisation, name="王芳") for _ in range(2)]
    services.enter_roll(poll, [ElectorSpec(user, user.name) for user in users])

    tick(poll, 1)

    assert meetings.came(poll) == 1


def test_who_came_stays_ticked_on_a_roll_drawn_up_again():
    poll = PollFactory(voters=3)
    by = tick(poll, 2)
    stays, newcomer = voters_of(poll)[1], TeacherFactory(organisation=poll.organisation)

    services.enter_roll(poll, [ElectorSpec(newcomer, "新来"), ElectorSpec(stays, stays.name)])

    row = CheckIn.objects.get(elector__poll=poll)
    assert row.elector.user == stays
    assert row.entered_by == by


def test_the_ticks_become_the_polls_number_when_it_opens():
    poll = PollFactory(voters=9, counting=TWO_THIRDS)
    by = tick(poll, 5)

    assert "需6人" in reason_of(services.open_poll, poll, by)
    tick(poll, 6)
    services.open_poll(poll, by)

    assert poll.present == 6


def test_a_typed_number_that_differs_is_refused():
    poll = PollFactory(voters=9)
    by = tick(poll, 6)

    said = reason_of(services.open_poll, poll, by, 7)

    assert said == "实到按签到计，现为6人，与填写的7人不一致，请在签到页核对"
    services.open_poll(poll, by, 6)


def test_the_form_asks_for_no_number_where_people_were_ticked():
    poll = PollFactory(voters=3)
    assert not OpeningForm(poll=poll).fields["present"].disabled

    tick(poll, 2)
    form = OpeningForm({"present": "3", "closes_at": ""}, poll=poll)

    assert form.is_valid()
    assert form.cleaned_data["present"] == 2


def test_who_comes_late_is_ticked_and_counts_at_the_close():
    poll = PollFactory(voters=3)
    by = tick(poll, 2)
    services.open_poll(poll, by)
    tick(poll, 3)
    assert "请在签到页补签或撤回" in reason_of(services.correct_present, poll, by, 3)
    for user in voters_of(poll):
        services.cast(poll, user, agreeing(poll))

    services.close(poll, by)

    assert poll.present == 3
    assert "签到不能再改" in reason_of(tick, poll, 1, by)
    assert reason_of(services.correct_present, poll, by, 2) == "实到2人少于收回3份，请核对"


def test_a_poll_without_ticks_keeps_the_typed_number():
    poll = PollFactory(voters=3)
    by = officer_of(poll)
    services.open_poll(poll, by, 2)

    services.close(poll, by)

    assert poll.present == 2


def test_who_may_not_watch_the_poll_ticks_nobody():
    poll = PollFactory()
    leader = LeaderFactory(organisation=poll.organisation)

    assert "没有" in reason_of(services.check_in, poll, leader, poll.electors.first())
    assert not CheckIn.objects.exists()


def at_door(client, poll, by, **asked):
    client.force_login(by)
    return client.get(reverse("ballots:door", args=[poll.public_id]), asked)


def test_a_scrutineer_finds_a_person_by_name_or_number_and_ticks_them(client):
    poll = PollFactory(voters=3)
    scrutineer = TeacherFactory(organisation=poll.organisation)
    services.appoint_scrutineers(poll, [scrutineer])
    sought, other = poll.electors.all()[:2]
    Elector.objects.filter(pk=sought.pk).update(name="欧阳海燕")

    page = text_of(at_door(client, poll, scrutineer, q="海燕"))
    assert "欧阳海燕" in page
    assert other.user.username not in page
    assert "欧阳海燕" in text_of(at_door(client, poll, scrutineer, q=sought.user.username))

    address = reverse("ballots:door", args=[poll.public_id])
    answer = client.post(address, {"person": sought.pk, "at": "branch", "q": "海燕"}, follow=True)

    assert "应到3人，实到1人" in text_of(answer)
    assert "分会场1人" in text_of(answer)
    assert f"分会场，{scrutineer}登记" in text_of(answer)


def test_a_tick_on_a_phone_answers_the_line_and_the_numbers(client):
    poll = PollFactory(voters=3)
    client.force_login(officer_of(poll))
    address, elector = reverse("ballots:door", args=[poll.public_id]), poll.electors.first()

    said = client.post(address, {"person": elector.pk}, headers={"HX-Request": "true"})
    assert "已到，撤回" in text_of(said)
    assert 'hx-swap-oob="true"' in said.content.decode()
    said = client.post(address, {"person": elector.pk, "act": "undo"}, headers={"HX-Request": "true"})
    assert "实到0人" in text_of(said)


@pytest.mark.parametrize("person", ["", "x", "0", "-1", "²", "9" * 30])
def test_a_person_who_is_not_on_the_roll_is_not_found(client, person):
    poll = PollFactory(voters=1)
    client.force_login(officer_of(poll))

    answer = client.post(reverse("ballots:door", args=[poll.public_id]), {"person": person})

    assert answer.status_code == 404


def test_nobody_found_is_said_with_what_to_do(client):
    poll = PollFactory(voters=1)

    assert "名册上没有“李雷”，请核对姓名或工号" in text_of(at_door(client, poll, officer_of(poll), q="李雷"))


def test_the_numbers_are_asked_for_again_with_few_queries(client, django_assert_max_num_queries):
    poll = PollFactory(voters=30, counting=TWO_THIRDS)
    by = tick(poll, 20)
    client.force_login(by)

    with django_assert_max_num_queries(14):
        page = client.get(reverse("ballots:door_numbers", args=[poll.public_id]))

    assert "应到30人，实到20人" in text_of(page)


def test_the_list_costs_no_query_a_person(client, django_assert_max_num_queries):
    poll = PollFactory(voters=30)
    by = tick(poll, 20)

    with django_assert_max_num_queries(30):
        at_door(client, poll, by)
