"""B4 for codes, B16: is it written down anywhere who held which slip?"""

import random

import psycopg

from tests.proofs.guards import guarded
from tests.proofs.test_leaks import everything_below, unpacked

PAGE = "/vote/slip/"
VOTERS = 12


def spellings(code: str) -> list[bytes]:
    """As it is printed, as people type it, and as a program might write it down."""
    plain = code.replace("-", "")
    return [
        form
        for text in (code, plain)
        for form in (text.encode(), text.lower().encode(), text.encode().hex().encode())
    ]


@guarded(
    the_digest_of_a_code="no code is kept anywhere",
    codes_only_in_forms="no code is kept anywhere",
    the_one_owner="no row can join a person and a slip",
)
def test_b16_neither_rows_dumps_wal_nor_logs_know_a_code_or_who_held_it(world, cluster, without):
    people = world.stage("people", number=VOTERS)
    [opened] = world.stage("open_poll", voters=[voter for voter, _ in people], channel="slip")
    poll = opened["poll"]
    codes = world.stage("print_slips", poll=poll, number=VOTERS)
    random.Random(16).shuffle(codes)

    with world.web():
        for (voter, _), code in zip(people, codes, strict=True):
            world.stage("hand_out", poll=poll, elector=opened["electors"][str(voter)])
            form = {"code": code, "paper": poll, "a.p1.consent": "agree"}
            browser = world.browser("")
            browser.request("POST", PAGE, {"code": code.lower()})
            browser.request("POST", PAGE, form | {"act": "check"})
            browser.cast(PAGE, form | {"a.p1.consent": "nothing"})
            browser.cast(PAGE, form)
            browser.cast(PAGE, form)
        with cluster.connect(world.database) as server:
            server.execute("ALTER TABLE ballots_slip RENAME TO away")
            browser.cast(PAGE, form)
            server.execute("ALTER TABLE away RENAME TO ballots_slip")
            [(cast,)] = server.execute("SELECT count(*) FROM ballots_envelope WHERE sealed IS NOT NULL")
            sessions = [row for (row,) in server.execute("SELECT session_data FROM django_session")]
            assert refuses_a_joint_row(server), "no row can join a person and a slip"
    assert cast == VOTERS
    kept = everything_below(*world.folder.rglob("*.log"), cluster.log, cluster.data / "pg_wal")
    kept += cluster.dump(world.database).encode() + b"".join(map(unpacked, sessions))
    assert [code for code in codes for form in spellings(code) if form in kept] == [], (
        "no code is kept anywhere"
    )
    assert poll.replace("-", "").encode() in kept or poll.encode() in kept, "the search finds what is there"


def refuses_a_joint_row(server: psycopg.Connection) -> bool:
    """The link that a careless program would store, tried by hand and taken back."""
    try:
        with server.transaction(force_rollback=True):
            server.execute("DELETE FROM ballots_envelope")
            server.execute(
                "INSERT INTO ballots_envelope (id, elector_id, slip_id, channel)"
                " SELECT gen_random_uuid(), e.id, s.id, 'slip' FROM ballots_elector e, ballots_slip s LIMIT 1"
            )
    except psycopg.errors.CheckViolation:
        return True
    return False
