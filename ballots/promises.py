"""What may voters be told of the secret of their ballot, and which tests show it?"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FILE = Path(__file__).with_name("promises.toml")


@dataclass(frozen=True)
class Promise:
    """A sentence with the tests that show it, and beside it the limit with its own."""

    text: str
    tests: tuple[str, ...]
    limit: str = ""
    shown_by: tuple[str, ...] = ()


@cache
def promises() -> tuple[Promise, ...]:
    rows = tomllib.loads(FILE.read_text("utf-8"))["promise"]
    return tuple(
        Promise(row["text"], tuple(row["tests"]), row.get("limit", ""), tuple(row.get("shown_by", ())))
        for row in rows
    )
