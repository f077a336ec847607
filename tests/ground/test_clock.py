"""The one clock: real time, and the demo time that every process reads."""

import json
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from selection import clock
from selection.reasons import Refused

REAL = datetime(2030, 5, 1, 12, 0, tzinfo=UTC)
LATER = datetime(2026, 3, 9, 17, 30, tzinfo=clock.ZONE)


@pytest.fixture
def service(settings, tmp_path):
    settings.DEMO = False
    settings.VAR_DIR = tmp_path
    return tmp_path


@pytest.fixture
def demo(settings, tmp_path):
    settings.DEMO = True
    settings.VAR_DIR = tmp_path / "var"
    return settings.VAR_DIR


@time_machine.travel(datetime(2026, 3, 2, 17, 0, tzinfo=UTC), tick=False)
def test_it_is_already_tomorrow_in_shanghai(service):
    assert clock.now().isoformat() == "2026-03-03T01:00:00+08:00"
    assert clock.today() == date(2026, 3, 3)


def test_a_day_ends_at_24_o_clock_in_shanghai():
    assert clock.end_of(date(2026, 12, 31)).isoformat() == "2027-01-01T00:00:00+08:00"


@time_machine.travel(REAL, tick=False)
def test_in_service_mode_a_clock_file_is_not_even_read(service):
    (service / "clock.json").write_text("not json")

    assert clock.now() == REAL


@pytest.mark.parametrize("act", [clock.start_demo, clock.stamp, lambda: clock.move_to(LATER)])
def test_in_service_mode_nobody_sets_the_clock(service, act):
    with pytest.raises(Refused) as refusal:
        act()

    assert refusal.value.reasons == ["只有演示环境的时间可以调整"]


@time_machine.travel(REAL, tick=False)
def test_a_demo_that_was_never_started_shows_the_real_time(demo):
    clock.stamp()

    assert clock.now() == REAL


def test_the_demo_starts_on_the_second_of_march_2026_and_runs(demo):
    with time_machine.travel(REAL, tick=False) as traveller:
        clock.start_demo()
        traveller.shift(timedelta(minutes=90))

        assert clock.now().isoformat() == "2026-03-02T09:30:00+08:00"


def test_the_demo_clock_moves_forward_and_runs_on_from_there(demo):
    with time_machine.travel(REAL, tick=False) as traveller:
        clock.start_demo()
        clock.move_to(LATER)
        traveller.shift(60)

        assert clock.now() == LATER + timedelta(minutes=1)


@time_machine.travel(REAL, tick=False)
def test_the_demo_clock_refuses_to_go_back(demo):
    clock.start_demo()
    clock.move_to(LATER)

    with pytest.raises(Refused) as refusal:
        clock.move_to(LATER - timedelta(seconds=1))

    assert refusal.value.reasons == ["演示时间只能往前调，不能往回调"]
    assert clock.now() == LATER


def test_the_demo_clock_stands_still_while_the_demo_is_off(demo):
    with time_machine.travel(REAL, tick=False) as traveller:
        clock.start_demo()
        traveller.shift(timedelta(hours=2))
        clock.stamp()
        traveller.shift(timedelta(days=30))
        clock.start_demo()
        traveller.shift(timedelta(minutes=5))

        assert clock.now().isoformat() == "2026-03-02T10:05:00+08:00"


@time_machine.travel(REAL, tick=False)
def test_a_demo_may_start_on_another_day(demo):
    clock.start_demo(datetime(2026, 9, 1, tzinfo=UTC))

    assert json.loads((demo / "clock.json").read_text()) == {
        "at": "2026-09-01T08:00:00+08:00",
        "since": "2030-05-01T12:00:00+00:00",
    }
    assert sorted(path.name for path in demo.iterdir()) == ["clock.json", "clock.lock"]
