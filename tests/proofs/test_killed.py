"""K1, K2: whoever is killed at whatever moment of an act, is it done as a whole or not at all?

``KILL_STEP=1`` kills at every moment, which takes an hour; else it is a sample.
"""

import os
import signal
from itertools import count

import pytest

from tests.proofs import dying
from tests.proofs.guards import guarded

MONDAY = "2026-03-16T09:00+08:00"
STEP = int(os.environ.get("KILL_STEP", "8"))
OF_SEVERAL_STEPS = {"tick"}  # a transaction for each thing that is due
SHAPE = """
SELECT '{table}', md5(string_agg(regexp_replace(row::text, '[0-9a-f]{{32,}}', '', 'g'), '|' ORDER BY row::text))
FROM "{table}" AS row
"""
NEXT_NUMBER = """
SELECT setval(pg_get_serial_sequence('"{table}"', 'id'), coalesce(max(id), 1), max(id) IS NOT NULL) FROM "{table}"
"""
TABLES = "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'"
NUMBERED = (
    "SELECT table_name FROM information_schema.columns WHERE column_name = 'id' AND is_identity = 'YES'"
)


class Trial:
    """One deed, tried again and again on copies of one prepared database."""

    def __init__(self, office, cluster, deed, given):
        self.office, self.cluster = office, cluster
        self.deed, self.given = deed, given
        self.copies = 0
        self.database = ""
        self.begin_anew()
        self.before = self.state()
        assert self.do() == 0
        self.after = self.state()
        assert self.after != self.before
        self.begin_anew()

    def begin_anew(self):
        self.end()
        self.copies += 1
        self.database = f"{self.office.database}_{self.deed}_{self.copies}"
        self.cluster.create(self.database, like=self.office.database)

    def end(self):
        if self.database:
            self.cluster.drop(self.database)

    def do(self, **how):
        """Rows get the keys they would have got if nobody had died before."""
        self._of_each(NEXT_NUMBER, NUMBERED)
        return self.office.stage("do", deed=self.deed, given=self.given, database=self.database, **how)

    def state(self):
        """All that is stored, but for what is random: a digest a table."""
        return dict(self._of_each(SHAPE, TABLES))

    def _of_each(self, question, tables):
        with self.cluster.connect(self.database) as server:
            names = sorted(name for (name,) in server.execute(tables))
            return server.execute(
                " UNION ALL ".join(question.format(table=name) for name in names)
            ).fetchall()

    def judge(self, moment):
        """Nothing was done, or all of it; of several steps some, and when it is done again the others."""
        state = self.state()
        if state == self.before:
            return
        if self.deed in OF_SEVERAL_STEPS:
            assert self.do() == 0
            state = self.state()
        assert state == self.after, f"all or nothing of “{self.deed}”, killed at moment {moment}"
        self.begin_anew()


@pytest.fixture
def trials(world, cluster):
    world.acts = "tests.proofs.office"
    world.move_to(MONDAY)
    deeds = world.stage("prepare_deeds")
    world.end()

    def begin(*names):
        for deed in names or deeds:
            trial = Trial(world, cluster, deed, deeds[deed])
            yield trial
            trial.end()

    return begin


@guarded(one_transaction="all or nothing")
def test_k1_a_process_killed_at_any_moment_of_an_act_has_done_all_or_nothing(world, trials, without):
    moments = {}
    for trial in trials():
        for moment in count(1, STEP):
            killed = trial.do(moment=moment) == -signal.SIGKILL
            trial.judge(moment)
            if not killed:
                break
        moments[trial.deed] = moment

    assert min(moments.values()) > 2 * STEP, f"each act has many moments: {moments}"
    _strays_are_swept(world)


@pytest.mark.parametrize("victim", ["backend", "database"])
@guarded(one_transaction="all or nothing")
def test_k2_a_database_killed_at_any_moment_of_an_act_has_stored_all_or_nothing(
    trials, cluster, victim, without
):
    for trial in trials() if STEP == 1 else trials("void"):
        for moment in count(STEP, STEP * 2 if STEP > 1 else 1):
            with cluster.connect() as witness:
                ended = trial.do(moment=moment, victim=victim)
                if ended == 0:
                    break
                assert ended == dying.DATABASE_DIED
                cluster.recover(witness, is_down=victim == "database")
            trial.judge(moment)
        assert moment > 2 * STEP, "each act has many moments"


def _strays_are_swept(world):
    """What lies there without a row, of the dead and of the copies that are gone, is swept."""
    scans = list((world.folder / "files" / "attachments").iterdir())
    assert scans, "files were kept before their rows"
    for path in scans:
        os.utime(path, (0, 0))
    assert world.manage("sweep_files") == f"删除了{len(scans)}个没有记录指向的文件\n"
