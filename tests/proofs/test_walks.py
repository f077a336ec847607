"""W1: eight people at once do what they like to one selection; does all that must hold still hold?

``WALKS=500`` walks as often as is promised; each walk begins at a stage whose work is done.
"""

import logging
import os
import shutil
from collections import Counter

import pytest

from tests.proofs.guards import guarded

logger = logging.getLogger(__name__)
WALKS = int(os.environ.get("WALKS", "40"))
STAGES = {"non_competitive": 8, "direct": 4}


@pytest.fixture
def starts(make_world, cluster):
    """Copies of the database and the clock, one for each stage of either track."""
    found = []
    for track, number in STAGES.items():
        school = make_world()
        school.acts = "tests.proofs.walking"
        school.stage("begin", track=track)
        for at in range(number):
            stage = school.stage("play_on")
            copy = f"{school.database}_{at}"
            cluster.create(copy, like=school.database)
            shutil.copy(school.folder / "clock.json", school.folder / copy)
            found.append((school, copy))
            if at < number - 1:
                school.stage("step")
        assert stage == "file"
    yield found
    for _school, copy in found:
        cluster.drop(copy)


def _walk(cluster, start, seed):
    school, copy = start
    database, folder = f"{copy}_walk", school.folder / f"walk-{seed}"
    folder.mkdir()
    shutil.copy(school.folder / copy, folder / "clock.json")
    cluster.create(database, like=copy)
    try:
        return school.stage("walk", database=database, folder=str(folder), seed=seed)
    finally:
        cluster.drop(database)


@guarded(the_hold_of_a_selection="no step is skipped or taken twice")
def test_w1_of_eight_at_once_on_one_selection_nobody_breaks_what_must_hold(starts, cluster, without):
    said = []
    for seed in range(WALKS if not without else 12):
        told = _walk(cluster, starts[seed % len(starts)], seed)
        said += [(seed, kind, sentence) for kind, sentence in told]

    wrong = [f"walk {seed}: {sentence}" for seed, kind, sentence in said if kind == "wrong"]
    assert not wrong, "\n".join(wrong)
    did = Counter(sentence for _, kind, sentence in said if kind == "did")
    logger.info("%s walks: %s", WALKS, Counter(kind for _, kind, _ in said))
    stands = Counter(sentence for _, kind, sentence in said if kind == "stands")
    assert did["advance"] >= WALKS // 2, f"the walks lead on: {did} {stands}"
    assert len(did) > 15, f"much is done on the way: {did}"
