"""Which cells does a table of a paper have, where do they stand, and how wide are its columns?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from lxml.html import HtmlElement

BLANKS = re.compile(r"[ \t\r\n\f]+")  # what HTML makes one blank of; a full-width one stays
NARROWEST, WIDEST, EVEN = 4, 40, 14  # half-width characters
ROOM = {"tall": 24, "opinion": 30, "career": 118}  # mm that a place to write in has at least, by its class


@dataclass(frozen=True)
class Cell:
    """One cell by its upper left corner, counted from nought, and how far it reaches."""

    row: int
    column: int
    rows: int
    columns: int
    text: str
    is_head: bool
    reads_left: bool
    room: int = 0


@dataclass(frozen=True)
class Grid:
    """A table with its merged cells; the first ``heads`` rows are repeated on every page."""

    cells: tuple[Cell, ...]
    heads: int
    is_even: bool = False
    is_on_new_page: bool = False

    @cached_property
    def rows(self) -> int:
        return max((cell.row + cell.rows for cell in self.cells), default=0)

    @cached_property
    def columns(self) -> int:
        return max((cell.column + cell.columns for cell in self.cells), default=0)

    @cached_property
    def widths(self) -> list[int]:
        """What each column wants, in half-width characters; a merged cell asks for nothing."""
        if self.is_even:
            return [EVEN] * self.columns
        found = [NARROWEST] * self.columns
        for cell in self.cells:
            if cell.columns == 1:
                wanted = max((width_of(line) for line in cell.text.splitlines()), default=0) + 2
                found[cell.column] = max(found[cell.column], min(wanted, WIDEST))
        return found

    @cached_property
    def heights(self) -> dict[int, int]:
        """Row → mm, where a cell of that row alone wants room to write."""
        return {cell.row: cell.room for cell in self.cells if cell.room and cell.rows == 1}


def width_of(text: str) -> int:
    """In half-width characters, of which a Chinese one takes two."""
    return sum(1 if ord(character) < 0x2E80 else 2 for character in text)


def text_of(element: HtmlElement) -> str:
    """What a reader sees of it, a line for each paragraph and each break."""
    return "\n".join(filter(None, (BLANKS.sub(" ", line).strip(" ") for line in _said(element).split("\v"))))


def _said(element: HtmlElement) -> str:
    parts = [element.text or ""]
    for child in element:
        if isinstance(child.tag, str):
            apart = "\v" if child.tag in ("br", "p", "div", "li") else ""
            parts += [apart, _said(child), apart]
        parts.append(child.tail or "")
    return "".join(parts)


def grid_of(table: HtmlElement) -> Grid:
    cells = tuple(_cells(table))
    classes = table.get("class", "").split()
    return Grid(cells, len(table.findall("thead/tr")), "fixed" in classes, "new-page" in classes)


def _cells(table: HtmlElement) -> Iterator[Cell]:
    """By the rule of HTML: a cell stands at the first place of its row that no cell above reaches into."""
    taken: set[tuple[int, int]] = set()
    for row, line in enumerate(table.iter("tr")):
        column = 0
        for each in line.iterchildren("th", "td"):
            while (row, column) in taken:
                column += 1
            rows, columns = int(each.get("rowspan", 1)), int(each.get("colspan", 1))
            taken |= {(row + down, column + across) for down in range(rows) for across in range(columns)}
            classes = each.get("class", "").split()
            yield Cell(
                row,
                column,
                rows,
                columns,
                text_of(each),
                each.tag == "th",
                {"text", "tall", "career"} & {*classes} != set(),
                max((ROOM.get(name, 0) for name in classes), default=0),
            )
