"""Does the clock close polls at their time, and only once?"""

from datetime import timedelta

import pytest
import time_machine

from ballots import deadlines, services
from ballots.models import Poll
from selection import clock
from selection import deadlines as registry
from tests.factories.ballots import PollFactory, officer_of

pytestmark = pytest.mark.django_db


def test_a_poll_whose_time_is_over_is_closed_as_of_its_deadline_and_only_once():
    poll = PollFactory(cast=2)

    with time_machine.travel(poll.closes_at + timedelta(days=3)):
        deadlines.tick()
        deadlines.tick()

    poll.refresh_from_db()
    assert (poll.state, poll.closed_at, poll.turnout["collected"]) == (Poll.State.CLOSED, poll.closes_at, 2)
    entries = [entry.content for entry in poll.ledger.entries.all() if entry.act == "截止投票"]
    assert [entry["happened_on"] for entry in entries] == [clock.local(poll.closes_at).date().isoformat()]
    assert [entry["by"] for entry in entries] == [None]


def test_a_poll_is_not_due_a_second_before_its_deadline_and_never_without_one():
    poll = PollFactory(is_open=True)
    PollFactory(is_open=True, closes_at=None)

    assert list(deadlines.due(poll.closes_at - timedelta(seconds=1))) == []
    assert list(deadlines.due(poll.closes_at)) == [poll]


def test_the_clock_closes_nothing_before_its_time():
    poll = PollFactory(is_open=True)

    services.close(poll)

    assert poll.state == Poll.State.OPEN


def test_the_end_of_an_open_poll_is_among_the_coming_deadlines():
    poll = PollFactory(is_open=True, title="民主测评")
    PollFactory()

    assert list(deadlines.upcoming()) == [(poll.closes_at, "民主测评截止")]
    assert deadlines.upcoming in registry.sources
    assert deadlines.tick in registry.works


def test_a_closed_poll_waits_for_nobody():
    poll = PollFactory(is_open=True)
    services.close(poll, officer_of(poll))

    assert list(deadlines.upcoming()) == []
