"""What if many submit at once, or at the moment of the close?"""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from ballots import services
from ballots.models import Envelope, Poll
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
