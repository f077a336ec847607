"""Does every act lock its ledger before anything else, as ``ledgers.hold`` asks? Watched in each test.

What the outermost transaction of the tested code locks is noted, on either database: rows that are read to be
changed, updated or deleted. Two acts that keep to one order can't wait for each other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from django.db import connection
from django.db.models.sql.compiler import SQLCompiler, SQLDeleteCompiler, SQLUpdateCompiler

from selection.records import ledgers
from selection.records.models import Ledger


class Watch:
    """``outer`` is the depth of the transactions that the test itself stands in."""

    def __init__(self) -> None:
        self.outer = len(connection.savepoint_ids)
        self.act: str | None = None
        self.rows: list[str] = []
        self.ledgers: list[Ledger] = []

    def _begin_anew(self) -> bool:
        """Whether an act is under way; of one that has just begun nothing is known yet."""
        acts = connection.savepoint_ids[self.outer :]
        if not acts or acts[0] != self.act:
            self.act, self.rows, self.ledgers = acts[0] if acts else None, [], []
        return bool(acts)

    def row(self, label: str) -> None:
        if self._begin_anew() and label != "records.Ledger":
            self.rows.append(label)

    def ledger(self, held: Ledger) -> None:
        if self._begin_anew() and held not in self.ledgers:
            assert self.ledgers or not self.rows, f"{self.rows} locked before the ledger of the act"
            later = [each for each in self.ledgers if ledgers.rank(each) > ledgers.rank(held)]
            assert not later, f"《{held}》 locked after 《{later}》"
            self.ledgers.append(held)


@contextmanager
def watched() -> Iterator[None]:
    watch, hold = Watch(), ledgers.hold

    def noting(execute: Callable[..., Any]) -> Callable[..., Any]:
        def executed(self: SQLCompiler, *given: Any, **also: Any) -> Any:
            done = execute(self, *given, **also)
            changes = isinstance(self, SQLUpdateCompiler | SQLDeleteCompiler)
            if self.query.select_for_update or (changes and done):
                watch.row(self.query.model._meta.label)
            return done

        return executed

    def held(pk: int) -> Ledger:
        found = hold(pk)
        watch.ledger(found)
        return found

    with (
        patch.object(SQLCompiler, "execute_sql", noting(SQLCompiler.execute_sql)),
        patch.object(SQLUpdateCompiler, "execute_sql", noting(SQLUpdateCompiler.execute_sql)),
        patch.object(ledgers, "hold", held),
    ):
        yield
