"""The attack on the secret: who reads everything that is left behind, can they tell who chose what?

An attacker lines up voters by whatever says when or where their envelope was, lines up ballots by
whatever says the same of them, and takes the k-th ballot for the k-th voter's. Pure chance hits one
voter on average, however many there are; nine or more happen to one attack in a million.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from math import sqrt

from tests.proofs.cluster import Cluster

INSERTED = re.compile(r"tx:\s*(\d+).* desc: INSERT(?:\+INIT)? off:? (\d+).* rel \d+/(\d+)/(\d+) blk (\d+)")
BY_CHANCE = 9
SIGMAS = 5


@dataclass
class Urn:
    """What was kept of one poll: each order of voters (accounts), each order of marks, and pairs."""

    voters: dict[str, list[int]] = field(default_factory=dict)
    marks: dict[str, list[str]] = field(default_factory=dict)
    pairs: dict[str, list[tuple[int, str]]] = field(default_factory=dict)


def linked(urn: Urn, truth: dict[int, str]) -> list[str]:
    """The attacks that do better than chance, in words; none if the secret is kept."""
    found = []
    for seen, voters in urn.voters.items():
        for kept, marks in urn.marks.items():
            guessed = list(zip(voters, marks, strict=True))
            hits = _hits(guessed, truth)
            if hits >= BY_CHANCE or abs(_correlation(guessed, truth)) > SIGMAS / sqrt(len(voters) - 1):
                found.append(f"{kept} by {seen} tells {hits} of {len(truth)}")
    for kept, guessed in urn.pairs.items():
        if _hits(guessed, truth) >= BY_CHANCE:
            found.append(f"{kept} tells {_hits(guessed, truth)} of {len(truth)}")
    return found


def _hits(guessed: Iterable[tuple[int, str]], truth: dict[int, str]) -> int:
    return sum(truth[voter] == mark for voter, mark in guessed)


def _correlation(guessed: list[tuple[int, str]], truth: dict[int, str]) -> float:
    """Of a ballot's place with its voter's place: shows an order that is kept but for a few steps."""
    place = {truth[voter]: at for at, (voter, _) in enumerate(guessed)}
    ranks = [place[mark] for _, mark in guessed]
    size = len(ranks)
    return 1 - 6 * sum((at - rank) ** 2 for at, rank in enumerate(ranks)) / (size * (size**2 - 1))


@dataclass
class Watcher:
    """Takes down, while people vote, what a base backup and the WAL will hold for ever."""

    cluster: Cluster
    database: str
    start: str = ""
    envelopes: list[tuple] = field(default_factory=list)

    def begin(self) -> None:
        with self.cluster.connect(self.database) as server:
            [(self.start,)] = server.execute("SELECT pg_current_wal_lsn()").fetchall()

    def before_counting(self) -> None:
        with self.cluster.connect(self.database) as server:
            self.envelopes = server.execute(
                "SELECT e.id::text, e.ctid::text, e.xmin::text::bigint, elector_id, user_id, e.sealed"
                " FROM ballots_envelope e JOIN ballots_elector ON elector_id = ballots_elector.id"
            ).fetchall()

    def after_counting(self) -> Urn:
        with self.cluster.connect(self.database) as server:
            ballots = server.execute(
                "SELECT id::text, ctid::text, xmin::text::bigint, content->>'overall' FROM ballots_ballot"
            ).fetchall()
            paths = [
                server.execute("SELECT pg_relation_filepath(%s)", [f"ballots_{name}"]).fetchone()[0]
                for name in ("envelope", "ballot")
            ]
            [(end,)] = server.execute("SELECT pg_current_wal_flush_lsn()").fetchall()
        envelopes_wal, ballots_wal = _inserted(self.cluster.wal(self.start, end), paths)
        return self._urn(ballots, envelopes_wal, ballots_wal)

    def _urn(self, ballots, envelopes_wal, ballots_wal) -> Urn:
        user_at = {ctid: user for _, ctid, _, _, user, _ in self.envelopes}
        mark_at = {ctid: mark for _, ctid, _, mark in ballots}
        urn = Urn()
        for at, name in enumerate(("id", "ctid", "xmin", "elector")):
            urn.voters[name] = [row[4] for row in sorted(self.envelopes, key=lambda row: _order(row[at]))]
        urn.voters["WAL"] = [user_at[ctid] for _, ctid in envelopes_wal]
        for at, name in enumerate(("id", "ctid", "xmin")):
            urn.marks[name] = [row[3] for row in sorted(ballots, key=lambda row: _order(row[at]))]
        urn.marks["WAL"] = [mark_at[ctid] for _, ctid in ballots_wal]
        urn.marks["dump"] = _dumped(self.cluster.dump(self.database, "--data-only", "-t", "ballots_ballot"))
        urn.marks["log"] = self._logged({mark for *_, mark in ballots})
        urn.pairs["xmin"] = _joined(
            [(row[2], row[4]) for row in self.envelopes], [row[2:] for row in ballots]
        )
        urn.pairs["WAL"] = _joined(
            [(tx, user_at[ctid]) for tx, ctid in envelopes_wal],
            [(tx, mark_at[ctid]) for tx, ctid in ballots_wal],
        )
        return urn

    def _logged(self, marks: set[str]) -> list[str]:
        """In which order the server's log, every statement and parameter in it, names the ballots."""
        text = self.cluster.log.read_text(errors="replace")
        start = text.rfind('INSERT INTO "ballots_envelope"')
        named = re.findall(r'overall\\*": \\*"(g\w+)', text[start:])
        order = list(dict.fromkeys(mark for mark in named if mark in marks))
        return order if len(order) == len(marks) else sorted(marks)


def _order(value):
    """Places in a table by block and line, all else as it is."""
    if isinstance(value, str) and value.startswith("("):
        return tuple(map(int, value.strip("()").split(",")))
    return value


def _inserted(wal: list[str], paths: list[str]) -> list[list[tuple[int, str]]]:
    """Transaction and place of every row that the WAL saw inserted into each of the tables."""
    places: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for line in wal:
        if found := INSERTED.search(line):
            tx, line_number, database, relation, block = found.groups()
            places[f"base/{database}/{relation}"].append((int(tx), f"({block},{line_number})"))
    return [places[path] for path in paths]


def _joined(voters: list[tuple[int, int]], marks: list[tuple[int, str]]) -> list[tuple[int, str]]:
    """Voter and ballot that one transaction wrote."""
    wrote = dict(marks)
    return [(user, wrote[tx]) for tx, user in voters if tx in wrote]


def _dumped(dump: str) -> list[str]:
    return re.findall(r'"overall": "(g\w+)"', dump)
