"""A2, A5 to A8: is every ballot that was acknowledged in the urn, and nothing else?"""

import os
import signal
from itertools import islice

import psycopg
import pytest

from tests.proofs.cluster import children_of
from tests.proofs.guards import guarded

AGREE = {"a.p1.consent": "agree"}


def crews(people, number, **also):
    """The voters' jobs, dealt out to so many processes."""
    jobs = [{"who": voter, "session": session, "form": AGREE, **also} for voter, session in people]
    return [jobs[at::number] for at in range(number)]


def acknowledged(told):
    return sorted(who for who, words in told if words[-1] in ("thanks", "told"))


@guarded(the_unique_key="counted is acknowledged", thanks_after_the_commit="counted is acknowledged")
def test_a2_of_two_thousand_voters_some_lose_the_line_and_try_again(world, without):
    people = world.stage("people", number=2000 if not without else 400)
    [opened] = world.stage("open_poll", voters=[voter for voter, _ in people])
    dealt = crews(people, 8)
    for jobs in dealt:
        for job in jobs[::20]:
            job["cut"] = True

    with world.web():
        told = world.vote(opened["poll"], dealt)
        collected = world.stage("close", poll=opened["poll"])
    refused = world.stage("count", poll=opened["poll"])

    assert len(acknowledged(told)) == len(people)
    assert sum("cut" in words for _, words in told) >= len(people) // 20
    assert collected == len(people), "counted is acknowledged"
    assert refused == []
    counted = world.stage("look", poll=opened["poll"])
    assert (counted["valid"], counted["tallies"]["p1"]["agree"]) == (len(people), len(people))


@guarded(the_shared_lock="stored is what was acknowledged before the close")
def test_a5_two_hundred_polls_close_while_people_vote(world, without):
    people = world.stage("people", number=12)
    polls = world.stage("open_poll", voters=[voter for voter, _ in people], polls=200)

    rounds = world.stage("race", polls=polls, casters=4)

    late = [each for each in rounds if not each["acknowledged"] == each["stored"] == each["collected"]]
    assert late == [], "stored is what was acknowledged before the close"
    assert len({each["stored"] for each in rounds}) > 3, "the close came at many different moments"


@guarded(thanks_after_the_commit="acknowledged is stored")
def test_a6_the_power_of_the_database_fails_while_people_vote(world, cluster, without):
    people = world.stage("people", number=240)
    [opened] = world.stage("open_poll", voters=[voter for voter, _ in people])

    with world.web(), world.voting(opened["poll"], crews(people[:200], 4)) as voting:
        told = list(islice(voting, 80))
        cluster.kill()
        cluster.start()
        told += list(voting)
        stored = _who_voted(cluster, world.database)
        again = world.vote(opened["poll"], crews(people[:200], 4, until=30))

    assert set(acknowledged(told)) - set(stored) == set(), "acknowledged is stored"
    assert len(acknowledged(told)) < 200, "the power failed in the middle"
    assert acknowledged(again) == sorted(voter for voter, _ in people[:200])
    assert _who_voted(cluster, world.database) == acknowledged(again), "no ballot of those who sent none"


def _who_voted(cluster, database):
    with cluster.connect(database) as server:
        voted = server.execute(
            "SELECT user_id FROM ballots_envelope JOIN ballots_elector ON elector_id = ballots_elector.id"
        )
        return sorted(user for (user,) in voted)


@guarded(thanks_after_the_commit="acknowledged is stored")
def test_a7_web_workers_are_killed_while_people_vote(world, without):
    people = world.stage("people", number=240)
    [opened] = world.stage("open_poll", voters=[voter for voter, _ in people])

    with world.web() as server, world.voting(opened["poll"], crews(people[:200], 4)) as voting:
        told = []
        for _ in range(4):
            told += list(islice(voting, 30))
            for worker in children_of(server.pid):
                os.kill(worker, signal.SIGKILL)
        told += list(voting)
        stored = world.stage("look", poll=opened["poll"])["who"]
        again = world.vote(opened["poll"], crews(people[:200], 4, until=30))

    assert set(acknowledged(told)) - set(stored) == set(), "acknowledged is stored"
    assert acknowledged(again) == sorted(voter for voter, _ in people[:200])
    urn = world.stage("look", poll=opened["poll"])["who"]
    assert urn == acknowledged(again), "no ballot of those who sent none"


FULL = """
CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION USING ERRCODE = 'disk_full', MESSAGE = 'could not extend file: No space left on device'; END $$;
CREATE TRIGGER full_disk BEFORE INSERT ON ballots_envelope EXECUTE FUNCTION full_disk();
"""


class Full:
    """What PostgreSQL answers when its disk is full; a real one can't be had without being root."""

    def __init__(self, cluster, database):
        self.server = cluster.connect(database)

    def __enter__(self):
        self.server.execute(FULL)

    def __exit__(self, *_):
        self.server.execute("DROP FUNCTION full_disk CASCADE")
        self.server.close()


class ReadOnly(Full):
    def __enter__(self):
        self._set("on")

    def __exit__(self, *_):
        self._set("off")
        self.server.close()

    def _set(self, value):
        self.server.execute(f"ALTER SYSTEM SET default_transaction_read_only = {value}")
        self.server.execute("SELECT pg_reload_conf()")


class Exhausted(Full):
    """Somebody else holds every connection of the server."""

    def __init__(self, cluster, database):
        self.cluster, self.database = cluster, database

    def __enter__(self):
        with self.cluster.connect() as server:
            server.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [self.database]
            )
        self.held: list[psycopg.Connection] = []
        with pytest.raises(psycopg.OperationalError, match="too many clients"):
            self._hold_all()

    def _hold_all(self):
        while True:
            self.held.append(self.cluster.connect())

    def __exit__(self, *_):
        for connection in self.held:
            connection.close()


@pytest.mark.parametrize("trouble", [Full, ReadOnly], ids=["disk-full", "read-only"])
@guarded(the_word_of_failure="nobody is thanked for a ballot that is not stored")
def test_a8_what_cannot_be_stored_is_said_so_and_goes_by_itself(world, cluster, trouble, without):
    _in_trouble(world, cluster, trouble)


@guarded(the_word_of_a_busy_database="nobody is thanked for a ballot that is not stored")
def test_a8_where_no_connection_is_left_it_is_said_so_and_goes_by_itself(world, cluster, without):
    _in_trouble(world, cluster, Exhausted)


def _in_trouble(world, cluster, trouble):
    people = world.stage("people", number=8)
    [opened] = world.stage("open_poll", voters=[voter for voter, _ in people])

    with world.web():
        with trouble(cluster, world.database):
            during = world.vote(opened["poll"], crews(people, 4))
        stored = _who_voted(cluster, world.database)
        after = world.vote(opened["poll"], crews(people, 2, until=15))

    told = [words for _, words in during]
    assert told == [["unsaved"]] * 8, "nobody is thanked for a ballot that is not stored"
    assert stored == []
    assert acknowledged(after) == sorted(voter for voter, _ in people)
    assert _who_voted(cluster, world.database) == acknowledged(after)
