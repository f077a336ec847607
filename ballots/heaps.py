"""How do torn-off sections lose the order in which they came, however many there are?

They wait in a temporary table, which no WAL and no backup holds, each as a line of JSON under a random
key, and leave it in the order of the keys. What is added at once is put in that order before the database
sees it: of an ordinary urn, then, it never knows another.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from django.db import connection

if TYPE_CHECKING:
    from django.db.models import Model

COLUMNS = {"postgresql": 'id uuid, line text COLLATE "C"', "sqlite": "id char(32), line text"}
TORN = {"postgresql": "line::jsonb", "sqlite": "line"}


@contextmanager
def heap(name: str) -> Iterator[Heap]:
    """One for the running transaction; where that fails, it is gone with it."""
    _run(f"CREATE TEMPORARY TABLE {name} ({COLUMNS[connection.vendor]})")
    yield Heap(name)
    _run(f"DROP TABLE {name}")


class Heap:
    def __init__(self, name: str) -> None:
        self.name = name

    def add(self, lines: Sequence[str]) -> None:
        rows = sorted(zip(_keys(len(lines)), lines, strict=True))
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                with cursor.copy(f"COPY {self.name} (id, line) FROM STDIN") as copy:
                    for row in rows:
                        copy.write_row(row)
            else:
                cursor.executemany(f"INSERT INTO {self.name} (id, line) VALUES (%s, %s)", rows)

    def lines(self) -> Iterator[tuple[str, int]]:
        """Each line that was added, in alphabetical order, and how often."""
        with connection.chunked_cursor() as cursor:
            cursor.execute(f"SELECT line, COUNT(*) FROM {self.name} GROUP BY line ORDER BY line")
            yield from cursor

    def pour(self, model: type[Model], **columns: str) -> None:
        """Turn the heap into rows of a table, their ids the random keys: column → its value in SQL.

        ``torn`` is the line, taken apart once.
        """
        _run(
            f"INSERT INTO {model._meta.db_table} (id, {', '.join(columns)})"
            f" SELECT id, {', '.join(columns.values())}"
            f" FROM (SELECT id, {TORN[connection.vendor]} AS torn FROM {self.name} ORDER BY id) AS lines"
        )


def _keys(number: int) -> list[str]:
    """So many random UUIDs, from the operating system's source."""
    digits = secrets.token_hex(16 * number)
    return [digits[at : at + 32] for at in range(0, len(digits), 32)]


def _run(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)
