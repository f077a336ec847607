"""How is a table drawn: as bars for the browser's chart, and as bars of a paper's own?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from reporting.tables import Table

Told = Table | Mapping[str, Any]  # as it is now, or as a paper holds it
WIDTH, LABEL, NUMBER = 420, 150, 30  # points: the whole, what the label and the number take of it
LINE, BAR = 20, 12


@dataclass(frozen=True)
class Bar:
    label: str
    number: int
    y: float
    length: float

    @property
    def end(self) -> float:
        """Where its number stands."""
        return LABEL + self.length + 4

    @property
    def base(self) -> float:
        """Of the line of its label."""
        return self.y + BAR - 2


@dataclass(frozen=True)
class Drawing:
    """Bars below one another, each with its label and number; lengths in points."""

    bars: list[Bar]
    width: int = WIDTH
    start: int = LABEL
    edge: int = LABEL - 6
    thickness: int = BAR

    @property
    def height(self) -> int:
        return LINE * len(self.bars)


def series(tables: Iterable[Told]) -> list[dict[str, Any]]:
    """For each drawn table its bands and, column by column, its numbers; the totals are not drawn."""
    return [_series(each) for each in map(_plain, tables) if _has_bars(each)]


def _has_bars(table: Mapping[str, Any]) -> bool:
    """One bar by itself says nothing."""
    return table["drawn"] > 0 and sum(1 for row in table["rows"][:-1] if row["cells"][-1]["number"]) > 1


def _series(table: Mapping[str, Any]) -> dict[str, Any]:
    rows = table["rows"][:-1]
    return {
        "title": table["title"],
        "labels": [row["label"] for row in rows],
        "series": [
            {"name": table["heads"][column + 1], "numbers": [row["cells"][column]["number"] for row in rows]}
            for column in range(table["drawn"])
        ],
    }


def drawing(table: Told) -> Drawing | None:
    """On paper a table is drawn by its first column."""
    told = _plain(table)
    if not _has_bars(told):
        return None
    rows = [(row["label"], row["cells"][0]["number"]) for row in told["rows"][:-1]]
    most = max(number for _, number in rows)
    room = WIDTH - LABEL - NUMBER
    return Drawing(
        [
            Bar(label, number, LINE * at + (LINE - BAR) / 2, round(room * number / most, 1))
            for at, (label, number) in enumerate(rows)
        ]
    )


def _plain(table: Told) -> Mapping[str, Any]:
    return asdict(table) if isinstance(table, Table) else table
