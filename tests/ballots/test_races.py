"""What if many submit at once, or at the moment of the close?"""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from ballots import services
from ballots.models import CheckIn, Envelope, Poll
from selection.reasons import Refused
from tests.factories.ballots import PollFactory, agreeing, officer_of, voters_of

pytestmark = pytest.mark.django_db(transaction=True)

CLIENTS = 6


def at_once(acts):
    """Run the acts in threads that start together; gives what each came to: None or the refusal."""
    start = Barrier(len(acts))

    def run(act):
        try:
            start.wait()
            act()
        except Refused as refusal:
            return refusal.reasons
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def casting(poll, user):
    return lambda: services.cast(Poll.objects.get(pk=poll.pk), user, agreeing(poll))


def test_of_many_submits_of_one_voter_one_is_stored_and_the_others_are_told():
    poll = PollFactory(voters=1, is_open=True)
    [voter] = voters_of(poll)

    answers = at_once([casting(poll, voter)] * CLIENTS)

    assert answers.count(None) == 1
    assert answers.count(["您已投票，以首次提交为准"]) == CLIENTS - 1
    assert Envelope.objects.count() == 1


@pytest.mark.parametrize("round_number", range(3))
def test_what_is_acknowledged_while_the_poll_closes_is_counted_and_nothing_else(round_number):
    poll = PollFactory(voters=CLIENTS, is_open=True)
    officer = officer_of(poll)
    acts = [casting(poll, voter) for voter in voters_of(poll)]
    acts.insert(round_number * 3, lambda: services.close(Poll.objects.get(pk=poll.pk), officer))

    answers = at_once(acts)
    closed = Poll.objects.get(pk=poll.pk)

    acknowledged = answers.count(None) - 1
    assert answers.count(["投票已截止，不再收票"]) == CLIENTS - acknowledged
    assert closed.turnout["collected"] == Envelope.objects.count() == acknowledged


def test_of_two_who_count_at_once_one_counts():
    poll = PollFactory(voters=3, cast=3, is_closed=True)
    officer = officer_of(poll)

    answers = at_once([lambda: services.count(Poll.objects.get(pk=poll.pk), officer)] * 2)

    assert sorted(answer is None for answer in answers) == [False, True]
    assert Poll.objects.get(pk=poll.pk).tallies["p1"] == {"agree": 3, "oppose": 0, "abstain": 0}


def ticking(poll, elector, by, venue):
    return lambda: services.check_in(Poll.objects.get(pk=poll.pk), by, elector, venue)


def test_two_doors_that_tick_the_same_person_at_once_tick_them_once():
    poll = PollFactory(voters=1)
    officer, elector = officer_of(poll), poll.electors.get()

    answers = at_once([ticking(poll, elector, officer, venue) for venue in CheckIn.Venue] * 3)

    assert answers == [None] * 6
    assert CheckIn.objects.count() == 1


def test_who_is_ticked_while_the_poll_closes_is_counted_or_told():
    """实到 stands still from the moment a poll closes."""
    poll = PollFactory(voters=CLIENTS)
    officer = officer_of(poll)
    services.check_in(poll, officer, poll.electors.first())
    services.open_poll(poll, officer)
    acts = [ticking(poll, elector, officer, "main") for elector in poll.electors.all()]

    at_once([*acts, lambda: services.close(Poll.objects.get(pk=poll.pk), officer)])

    assert Poll.objects.get(pk=poll.pk).present == CheckIn.objects.count()
