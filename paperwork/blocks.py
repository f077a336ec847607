"""What is a sheet made of? Blocks of plain text, which one template sets and Word and Excel read again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

UNDATED = "　　年　　月　　日"
Groups = tuple[tuple[str, int], ...]
PER_LINE = 3  # short fields beside each other


@dataclass(frozen=True)
class Column:
    """One column of a list in print order: its head, and what it says of a row; ``is_long`` reads from the left."""

    head: str
    says: Callable[[Any], object]
    is_long: bool = False


@dataclass(frozen=True)
class Table:
    """A list under its heads; ``rows`` hold (text, is_long) for each column.

    ``groups`` may stand above the heads: (label, how many columns); one without a label leaves its heads alone.
    """

    heads: list[str]
    rows: list[list[tuple[str, bool]]]
    title: str = ""
    groups: Groups = ()
    template: str = field(default="papers/blocks/table.html", init=False)


@dataclass(frozen=True)
class Entry:
    """One labelled place of a card: ``tall`` leaves room to write, ``signed`` is an opinion with its signature."""

    label: str
    text: str
    tall: bool = False
    signed: str = ""


@dataclass(frozen=True)
class Card:
    """Labelled places in lines of one or of ``PER_LINE``."""

    lines: list[list[Entry]]
    template: str = field(default="papers/blocks/card.html", init=False)

    @property
    def rest(self) -> int:
        return 2 * PER_LINE - 1


class Square(NamedTuple):
    """One cell of a layout; ``kind``: label, upright (a label for a tall line), plain, text, tall, opinion, photo."""

    text: str
    kind: str = "plain"
    columns: int = 1
    rows: int = 1

    @property
    def is_head(self) -> bool:
        return self.kind in ("label", "upright")


@dataclass(frozen=True)
class Layout:
    """A table that is no list: every cell says how far it reaches. ``name`` is its class in the stylesheet."""

    name: str
    columns: int
    rows: list[list[Square]]
    template: str = field(default="papers/blocks/layout.html", init=False)

    @property
    def every_column(self) -> range:
        return range(self.columns)


@dataclass(frozen=True)
class Prose:
    """A heading and its paragraphs; without a heading the paragraphs alone."""

    heading: str
    paragraphs: list[str]
    template: str = field(default="papers/blocks/prose.html", init=False)


Block = Table | Card | Layout | Prose


def table(columns: Iterable[Column], items: Iterable[Any], *, title: str = "", groups: Groups = ()) -> Table:
    printed = tuple(columns)
    rows = [[(str(each.says(item)), each.is_long) for each in printed] for item in items]
    return Table([each.head for each in printed], rows, title, groups)


def empty_table(columns: Iterable[Column], rows: int, *, title: str = "", groups: Groups = ()) -> Table:
    printed = tuple(columns)
    heads = [each.head for each in printed]
    return Table(heads, [[("", each.is_long) for each in printed]] * rows, title, groups)


def numbered(items: Iterable[Any]) -> list[tuple[int, Any]]:
    return list(enumerate(items, start=1))


def short(fields: Mapping[str, object]) -> list[list[Entry]]:
    """Fields beside each other, the last line filled up with places that stay empty."""
    entries = [Entry(label, str(text)) for label, text in fields.items()]
    entries += [Entry("", "")] * (-len(entries) % PER_LINE)
    return [entries[at : at + PER_LINE] for at in range(0, len(entries), PER_LINE)]


def wide(label: str, text: str = "", *, tall: bool = False, signed: str = "") -> list[Entry]:
    """A field over the whole line."""
    return [Entry(label, text, tall, signed)]
