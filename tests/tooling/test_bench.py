"""Does the bench say what it found, and whether that is enough?"""

import json
from contextlib import contextmanager
from types import SimpleNamespace

import pytest

from tests.bench import __main__ as bench
from tests.bench.browsers import spread
from tests.bench.parts import goal


@pytest.fixture
def measured(monkeypatch):
    """A bench of one part that costs nothing, and whose goal is missed."""

    @contextmanager
    def stand():
        yield SimpleNamespace(redis_server=None)

    def part(_stand, quick):
        return {"quick": quick}, [goal("快", 3, False), goal("准", 1, True)]

    monkeypatch.setattr(bench, "set_up", stand)
    monkeypatch.setattr(bench, "PARTS", {"part": part})


@pytest.mark.parametrize(("options", "code"), [([], 0), (["--strict"], 1)])
def test_a_missed_goal_is_told_and_fails_only_if_asked(measured, tmp_path, options, code):
    file = tmp_path / "figures.json"

    assert bench.main(["--quick", *options, str(file)]) == code

    report = json.loads(file.read_text())
    assert report["part"] == {"quick": True}
    assert report["goals"] == [
        {"goal": "快", "measured": 3, "met": False},
        {"goal": "准", "measured": 1, "met": True},
    ]


def test_waiting_times_are_told_by_their_ranks():
    assert spread([each / 1000 for each in range(100, 0, -1)]) == {
        "p50": 51.0,
        "p95": 96.0,
        "p99": 100.0,
        "max": 100.0,
    }
