"""B1, B2, B4, B5: does anything that is left behind tell who cast which ballot?"""

import base64
import random
import re
import zlib
from pathlib import Path

import pytest

from tests.proofs.guards import guarded
from tests.proofs.leaks import Urn, Watcher, linked

VOTERS = 200
CANARY = "绝密金丝雀意见"


def unlike(world, clients):
    """A poll in which everybody gives another mark, the voters in an order of their own."""
    people = world.stage("people", number=VOTERS)
    [opened] = world.stage("open_poll", voters=[voter for voter, _ in people], grades=VOTERS)
    marks = [f"g{at:04d}x" for at in range(VOTERS)]
    chance = random.Random(clients)
    chance.shuffle(marks)
    chance.shuffle(people)
    truth = dict(zip([voter for voter, _ in people], marks, strict=True))
    jobs = [
        {"who": voter, "session": session, "form": {"a.p1.overall": truth[voter]}}
        for voter, session in people
    ]
    return opened["poll"], truth, [jobs[at::clients] for at in range(clients)]


@pytest.mark.parametrize("clients", [1, 8])
@guarded(the_shuffle="nothing tells who cast which ballot", one_row="nothing tells who cast which ballot")
def test_b1_ids_places_transactions_dumps_wal_and_logs_say_no_more_than_chance(
    world, cluster, clients, without
):
    poll, truth, crews = unlike(world, clients)
    watcher = Watcher(cluster, world.database)

    watcher.begin()
    with world.web():
        world.vote(poll, crews)
    world.stage("close", poll=poll)
    watcher.before_counting()
    assert world.stage("count", poll=poll) == []
    urn = watcher.after_counting()

    assert {len(order) for order in [*urn.voters.values(), *urn.marks.values()]} == {VOTERS}
    assert linked(urn, truth) == [], "nothing tells who cast which ballot"


@guarded(the_shuffle="nothing tells who cast which ballot")
def test_b1_a_file_of_sqlite_says_no_more_than_chance(make_world, without):
    world = make_world("sqlite")
    people = world.stage("people", number=VOTERS)
    [opened] = world.stage("open_poll", voters=[voter for voter, _ in people], grades=VOTERS)
    order = [voter for voter, _ in people]
    random.Random(3).shuffle(order)
    truth = {voter: f"g{at:04d}x" for at, voter in enumerate(order)}
    poll = opened["poll"]

    world.stage("cast", poll=poll, votes=list(truth.items()))
    world.stage("close", poll=poll)
    assert world.stage("count", poll=poll) == []
    rows = world.stage("rows", poll=poll)
    world.end()

    urn = Urn({"arrival": order, "account": sorted(order)})
    urn.marks["table"] = [mark for _, mark in rows]
    urn.marks["id"] = [mark for _, mark in sorted(rows)]
    content = b"".join(path.read_bytes() for path in sorted(world.folder.glob("*.sqlite3*")))
    named = re.findall(rb'"overall": ?"(g\w+)"', content)
    urn.marks["file"] = list(dict.fromkeys(mark.decode() for mark in named))
    assert {len(order) for order in urn.marks.values()} == {VOTERS}
    assert linked(urn, truth) == [], "nothing tells who cast which ballot"


def forms(secret: bytes) -> list[bytes]:
    """The ways in which a program may have written it down."""
    return [secret, secret.hex().encode(), secret.hex().upper().encode(), base64.b64encode(secret)]


@guarded(
    the_key_outside_the_database="neither backup nor WAL nor log holds the key",
    the_destruction_of_the_key="the key file is gone",
)
def test_b2_a_backup_made_while_people_vote_the_wal_and_the_environment_open_no_envelope(
    world, cluster, without
):
    people = world.stage("people", number=20)
    [opened] = world.stage("open_poll", voters=[voter for voter, _ in people])
    poll = opened["poll"]
    world.stage("cast", poll=poll, votes=[[voter, "agree"] for voter, _ in people])
    stolen = world.stage("key", poll=poll)
    sealed = world.stage("look", poll=poll)["sealed"]

    backup = cluster.base_backup()
    world.stage("close", poll=poll)
    assert world.stage("count", poll=poll) == []

    assert list((world.folder / "ballot-keys").iterdir()) == [], "the key file is gone"
    kept = everything_below(backup, cluster.data / "pg_wal", cluster.log, *world.folder.glob("*.log"))
    wanted = [form for secret in stolen.values() for form in forms(bytes.fromhex(secret))]
    assert [form for form in wanted if form in kept] == [], "neither backup nor WAL nor log holds the key"
    assert bytes.fromhex(sealed[0]) in kept, "the search would have found what is there"


def everything_below(*places: Path) -> bytes:
    files = [
        file
        for place in places
        for file in ([place] if place.is_file() else sorted(place.rglob("*")))
        if file.is_file()
    ]
    return b"".join(file.read_bytes() for file in files)


@guarded(
    the_silence_of_the_log="no log, cache, session or queue repeats a choice",
    choices_only_in_forms="no log, cache, session or queue repeats a choice",
    the_seal="the database holds no remark that can be read",
    the_blotting_of_addresses="no log names the address of a ballot",
)
def test_b4_a_canary_is_found_in_no_log_cache_session_or_queue(world, cluster, without):
    people = world.stage("people", number=4)
    [opened] = world.stage("open_poll", voters=[voter for voter, _ in people], grades=5, remarks=True)
    form = {"a.p1.overall": "g0003x", "r.p1": CANARY}
    address = f"/vote/{opened['poll']}/"
    faulty = cluster.log.stat().st_size

    with world.web():
        for _, session in people[:2]:
            browser = world.browser(session)
            browser.request("POST", address, form | {"act": "check"})
            browser.request("POST", address, form | {"act": "edit"})
            browser.cast(address, form)
            browser.cast(address, form)
        _forge(world, people[2][1], address, form)
        with cluster.connect(world.database) as server:
            server.execute("ALTER TABLE ballots_envelope RENAME TO away")
            world.browser(people[3][1]).cast(address, form)
            server.execute("ALTER TABLE away RENAME TO ballots_envelope")
            sessions = [row for (row,) in server.execute("SELECT session_data FROM django_session")]
    dump = cluster.dump(world.database)

    kept = everything_below(
        *world.folder.rglob("*.log"), world.folder / "cache", *world.folder.glob("queue*")
    )
    kept += cluster.log.read_bytes()[faulty:] + b"".join(map(unpacked, sessions))
    canaries = [CANARY.encode(), CANARY.encode("unicode_escape"), b"g0003x"]
    assert [each for each in canaries if each in kept] == [], (
        "no log, cache, session or queue repeats a choice"
    )
    assert not any(form in dump for form in (CANARY, CANARY.encode().hex())), (
        "the database holds no remark that can be read"
    )
    assert b"/vote/" not in everything_below(world.folder / "web.log"), "no log names the address of a ballot"


def _forge(world, session, address, form):
    """A paper that cannot be read, and one that is far too long."""
    world.browser(session).cast(address, form | {"a.p1.overall": "nothing"})
    world.browser(session).cast(address, form | {"r.p1": CANARY * 200})


def unpacked(session: str) -> bytes:
    """A session as it was before it was signed and packed."""
    text = session.split(":")[0].removeprefix(".")
    raw = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    return zlib.decompress(raw) if session.startswith(".") else raw
