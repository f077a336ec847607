"""T1 to T3: does each timer act once, in order and as of its deadline, whatever becomes of beat and clock?"""

import signal

import pytest

from tests.proofs.guards import guarded

FRIDAY, MONDAY = "2026-03-13T12:00+08:00", "2026-03-16T12:00+08:00"
# The last as of 24:00 of the 14th, from when on it is late.
DONE = [["公示期满", "2026-03-13"], ["截止投票", "2026-03-14"], ["备案逾期", "2026-03-15"]]
SINCE = ["2026-03-14T00:00:00+08:00", "2026-03-14T17:00:00+08:00", "2026-03-15T00:00:00+08:00"]
TOLD = ["期满，请作出公示结论", "任职备案已逾期：应于2026年3月14日前报送"]


@pytest.fixture
def office(world):
    """A school on Friday noon, with what falls due until Monday."""
    world.acts = "tests.proofs.office"
    with world.redis():
        world.move_to(FRIDAY)
        world.stage("set_deadlines")
        yield world


def _told_to_the_officer(seen):
    return [sentence for is_officer, sentence in seen["told"] if is_officer]


@guarded(
    the_day_of_the_deadline="dated at the true deadline",
    the_order_of_deadlines="in the order of the deadlines",
    the_word_to_the_officer="the officer is told",
)
def test_t1_after_three_days_without_a_beat_each_timer_acts_once_as_of_its_deadline(office, without):
    with office.worker(), office.beat() as beat:
        office.await_ticks(2)
        beat.send_signal(signal.SIGKILL)
    before = office.stage("look_back")
    office.move_to(MONDAY)
    with office.worker(), office.beat():
        office.await_ticks(3)
    after = office.stage("look_back")

    assert (before["acts"], before["told"]) == ([], [])
    assert [name for name, _ in after["acts"]] == [name for name, _ in DONE], "in the order of the deadlines"
    assert (after["acts"], after["since"]) == (DONE, SINCE), "dated at the true deadline"
    told = _told_to_the_officer(after)
    assert len(told) == len(TOLD), "the officer is told"
    assert all(said in sentence for said, sentence in zip(TOLD, told, strict=True))
    assert after["broken"] == []


@guarded(the_second_look="one effect of each timer")
def test_t2_timers_delivered_five_times_and_by_two_beats_at_once_have_one_effect(office, without):
    office.move_to(MONDAY)
    office.stage("send_ticks", number=5)
    with office.worker(), office.beat(), office.beat("another"):
        office.await_ticks(5 + 4)
    after = office.stage("look_back")

    assert sorted(after["acts"]) == sorted(DONE), "one effect of each timer"
    assert len(_told_to_the_officer(after)) == len(TOLD)
    assert after["broken"] == []


@guarded(the_beat_of_a_clock_put_back="the ticks go on")
def test_t3_a_clock_that_jumps_ahead_and_back_undoes_and_repeats_nothing(office, without):
    for instant in (MONDAY, FRIDAY, MONDAY):
        office.move_to(instant)
        with office.worker(), office.beat():
            office.await_ticks(2)
    after = office.stage("look_back")

    assert (after["acts"], after["since"], after["broken"]) == (DONE, SINCE, [])
    assert len(_told_to_the_officer(after)) == len(TOLD)
