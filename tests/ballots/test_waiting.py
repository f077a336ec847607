"""Does the paper come with the answer to a waiting phone, and to nobody's else?"""

import gzip
import re

import pytest
from django.core.cache import cache
from django.urls import reverse

from ballots import services
from ballots.definitions import ElectorSpec
from ballots.models import Envelope
from tests.factories.accounts import TeacherFactory
from tests.factories.ballots import PacketFactory, PollFactory, officer_of, voters_of

pytestmark = pytest.mark.django_db

SLIP = reverse("ballots:slip")
PASS = re.compile(r'data-pass="([^"]*)"')


@pytest.fixture(autouse=True)
def nobody_asked_before():
    cache.clear()


def admission(client, poll, user):
    client.force_login(user)
    return PASS.search(client.get(poll.get_vote_url()).content.decode())[1]


def ask(client, poll, shown=""):
    answer = client.get(reverse("ballots:state", args=[poll.public_id]), headers={"X-Waiting-Pass": shown})
    packed = answer.headers.get("Content-Encoding") == "gzip"
    return (gzip.decompress(answer.content) if packed else answer.content).decode()


def begin(poll, capture):
    with capture(execute=True):
        services.open_poll(poll, officer_of(poll))


def test_with_a_pass_the_next_answer_is_the_paper(client, django_capture_on_commit_callbacks):
    poll = PollFactory()
    shown = admission(client, poll, voters_of(poll)[0])

    assert ask(client, poll, shown) == "draft"
    begin(poll, django_capture_on_commit_callbacks)

    assert "data-paper" in ask(client, poll, shown)
    assert "王一" in ask(client, poll, shown)


def test_without_a_pass_for_this_poll_the_answer_is_a_word(client, django_capture_on_commit_callbacks):
    poll, other = PollFactory(), PollFactory()
    elsewhere = admission(client, other, voters_of(other)[0])
    begin(poll, django_capture_on_commit_callbacks)

    shown = ("", elsewhere, f"{poll.public_id} 1", f"{poll.public_id} 1:{elsewhere.rpartition(':')[2]}")

    assert [ask(client, poll, each) for each in shown] == ["open"] * 4


def test_who_is_recused_or_votes_by_slip_gets_no_pass_by_the_account(client):
    poll = PollFactory(voters=2, recused=1)
    by_slip = PollFactory(by_slip=True)
    recused = poll.electors.get(is_recused=True).user
    client.force_login(voters_of(by_slip)[0])
    page = client.get(reverse("ballots:vote", args=[by_slip.public_id])).content.decode()

    assert (admission(client, poll, recused), PASS.search(page)[1]) == ("", "")


def test_a_hall_that_has_the_paper_costs_no_statement(
    client, django_assert_num_queries, django_capture_on_commit_callbacks
):
    poll = PollFactory()
    shown = admission(client, poll, voters_of(poll)[0])
    begin(poll, django_capture_on_commit_callbacks)
    ask(client, poll, shown)

    with django_assert_num_queries(0):
        assert "data-paper" in ask(client, poll, shown)


def test_the_paper_knows_nobody_and_is_kept_by_no_browser(client, django_capture_on_commit_callbacks):
    poll = PollFactory()
    shown = admission(client, poll, voters_of(poll)[0])
    begin(poll, django_capture_on_commit_callbacks)

    answer = client.get(reverse("ballots:state", args=[poll.public_id]), headers={"X-Waiting-Pass": shown})
    page = gzip.decompress(answer.content).decode()

    assert "csrfmiddlewaretoken" not in page
    assert "no-store" in answer["Cache-Control"]
    assert "Set-Cookie" not in answer


def test_of_two_papers_the_first_says_so(client, django_capture_on_commit_callbacks):
    packet = PacketFactory()
    person = TeacherFactory(organisation=packet.organisation)
    first, second = (PollFactory(organisation=packet.organisation, packet=packet) for _ in range(2))
    for poll in (first, second):
        services.enter_roll(poll, [ElectorSpec(person, person.name)])
    shown = admission(client, first, person)
    with django_capture_on_commit_callbacks(execute=True):
        services.open_packet(packet, officer_of(first))

    assert "这是第1张，共2张" in ask(client, first, shown)


def test_a_slip_that_waits_gets_its_paper_and_votes(client, django_capture_on_commit_callbacks):
    poll = PollFactory(by_slip=True)
    [sheet] = services.print_slips(poll, officer_of(poll), {"": 1})
    code = sheet.codes[0]
    shown = PASS.search(client.post(SLIP, {"code": code}).content.decode())[1]
    begin(poll, django_capture_on_commit_callbacks)

    page = ask(client, poll, shown)
    assert f'name="paper" value="{poll.public_id}"' in page
    assert code not in page
    client.post(SLIP, {"code": code, "paper": poll.public_id, "a.p1.consent": "agree", "act": "cast"})
    assert Envelope.objects.of(poll).count() == 1
