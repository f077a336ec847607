"""K3 to K5: a web server or a worker is killed at work; is it all or nothing, and is what was lost made up for?

``KILL_STEP=1`` kills at every moment after the first row is written; else it is a sample.
"""

import os
from contextlib import suppress
from http.client import HTTPException
from itertools import count

import pytest

from tests.proofs.guards import guarded
from tests.proofs.test_full_disk import entry
from tests.proofs.test_timers import DONE

MONDAY = "2026-03-16T12:00+08:00"
STEP = int(os.environ.get("KILL_STEP", "8"))
WRITTEN = 'INSERT INTO "records_attachment"'


@pytest.fixture
def office(world):
    world.acts = "tests.proofs.office"
    with world.redis():
        world.move_to(MONDAY)
        yield world


def _enter(office, desk, number):
    """What the answer was; none where the line broke. Sent again, the same act is not another one."""
    with suppress(OSError, HTTPException):
        return office.browser(desk["session"]).upload(desk["page"], entry(f"第{number}件。"))[0]
    return None


@pytest.mark.parametrize("victim", ["process", "master"])
@guarded(one_transaction="all or nothing")
def test_k3_a_web_server_killed_while_it_serves_an_act_has_done_all_or_nothing(office, victim, without):
    desk = office.stage("open_desk")
    for number, moment in enumerate(count(2, 2 if without else STEP), start=1):
        with office.web():
            if number > 1:
                assert _enter(office, desk, number - 1) == 302
                once_each = {"acts": number - 1, "told": number - 1, "flaws": []}
                assert office.stage("entered") == once_each, "all or nothing"
            office.die_in_the_next(moment, victim, WRITTEN)
            status = _enter(office, desk, number)
        if status is not None:
            break

    assert status == 302
    assert number > 2, "the act has many moments"


@guarded(the_second_rendering="made up for at the next tick")
def test_k4_a_worker_killed_while_it_makes_a_document_is_made_up_for_at_the_next_tick(office, without):
    office.stage("sign_document")
    office.die_in_the_next(moment=2, victim="master", after="FOR NO KEY UPDATE")
    with office.worker() as worker:
        worker.wait(timeout=120)
    lost = office.stage("documents_made")
    with office.worker(), office.beat():
        office.await_ticks(2)

    assert lost == {"papers": [["issued", False]], "flaws": []}
    made = office.stage("documents_made")
    assert made == {"papers": [["rendered", True]], "flaws": []}, "made up for at the next tick"


@guarded(one_transaction="each timer acts once")
def test_k5_a_worker_killed_in_the_middle_of_a_tick_is_made_up_for_at_the_next(office, without):
    office.move_to("2026-03-13T12:00+08:00")
    office.stage("set_deadlines")
    office.move_to(MONDAY)
    office.die_in_the_next(moment=1, victim="master", after='UPDATE "campaigns_publicity"')
    office.stage("send_ticks", number=1)
    with office.worker() as worker:
        worker.wait(timeout=120)
    with office.worker(), office.beat():
        office.await_ticks(2)
    after = office.stage("look_back")

    assert sorted(after["acts"]) == sorted(DONE), "each timer acts once"
    assert after["broken"] == []
