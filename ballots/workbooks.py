"""How does a counted result look as an Excel file? The same numbers and sentences as page and paper."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO

from django.http import FileResponse
from openpyxl import Workbook
from openpyxl.cell import Cell, MergedCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from ballots.results import Block, ResultTable
from selection import spreadsheet

HEAD = PatternFill("solid", fgColor="DCE6F5")
NUMBER = re.compile(r"(\d+)([人份张])")
SHARE = re.compile(r"(\d+\.\d)%")
SENTENCE = 60  # characters to a line of a verdict


def answer(table: ResultTable, mark: str = "") -> FileResponse:
    """The file for whom it was made, kept by nobody on the way."""
    return spreadsheet.download(BytesIO(workbook(table, mark=mark)), f"{table.title}-计票结果")


def workbook(*results: ResultTable, mark: str = "") -> bytes:
    """Of each result a sheet for who took part, and one for each table; ``mark`` says whose copy it is."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for place, result in enumerate(results, start=1):
        _add(book, result, mark, f"表{place}" if len(results) > 1 else "")
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def _add(book: Workbook, table: ResultTable, mark: str, which: str) -> None:
    sheets = [book.create_sheet(f"{which}参加情况")]
    _write_turnout(sheets[0], table, mark)
    for number, block in enumerate(table.blocks, start=1):
        sheets.append(book.create_sheet(_name(block, f"{which}-{number}" if which else str(number))))
        _write_block(sheets[-1], block)
    for sheet in sheets:
        head, foot = sheet.oddHeader, sheet.oddFooter
        assert head is not None
        assert foot is not None
        head.center.text, foot.center.text = table.title.replace("&", "&&"), "第&P页，共&N页"
        foot.left.text = mark.replace("&", "&&") or None
        sheet.page_setup.paperSize, sheet.page_setup.fitToHeight = sheet.PAPERSIZE_A4, 0
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def _name(block: Block, number: str) -> str:
    return spreadsheet.sheet_name(f"{number}{block.title or '计票结果'}")


def _write_turnout(page: Worksheet, table: ResultTable, mark: str) -> None:
    _write(page["A1"], table.title)
    told = [("是否有效", table.verdict.sentence)] if table.verdict else []
    told += [("本件", mark)] if mark else []
    for number, (label, text) in enumerate([("状态", table.state), *table.facts, *told], start=2):
        _write(page.cell(number, 1), label)
        _write_figure(page.cell(number, 2), text)
    page["A1"].font = Font(bold=True, size=14)
    page["A1"].alignment = Alignment(wrap_text=False)
    _widen(page, [14, SENTENCE])
    page.freeze_panes, page.print_title_rows = "A2", "1:1"


def _write_block(page: Worksheet, block: Block) -> None:
    lines = list(lines_of(block))
    share = lines[0].index(block.share)
    for number, line in enumerate(lines, start=1):
        for at, value in enumerate(line):
            (_write_figure if at == share else _write)(page.cell(number, at + 1), value)
    for cell in page[1]:
        cell.font, cell.fill = Font(bold=True), HEAD
    if block.tie:
        _write(page.cell(len(lines) + 1, 1), block.tie)
        page.cell(len(lines) + 1, 1).alignment = Alignment(wrap_text=False)
    page.page_setup.orientation = "landscape"
    _widen(page, [max(_width(line[at]) for line in lines) for at in range(len(lines[0]))])
    page.freeze_panes, page.print_title_rows = "B2", "1:1"


def lines_of(block: Block) -> Iterator[list[str | int]]:
    """The table's head and its rows as they stand in the sheet."""
    asks, judges = any(row.question for row in block.rows), any(row.verdict for row in block.rows)
    notes = any(row.note for row in block.rows)
    head = [block.head, "说明" * notes, block.question * asks, *block.columns, block.share]
    yield [*filter(None, head), *["名次"] * block.is_ranked, *["结论"] * judges]
    for row in block.rows:
        line: list[str | int] = [
            row.label,
            *[row.note] * notes,
            *[row.question] * asks,
            *row.cells,
            row.share,
        ]
        place = "—" if row.place is None else row.place
        sentence = row.verdict.sentence if row.verdict else ""
        yield [*line, *[place] * block.is_ranked, *[sentence] * judges]


def _write_figure(cell: Cell | MergedCell, value: str | int) -> None:
    """A figure that is told with its unit becomes a number that is shown with it."""
    if found := SHARE.fullmatch(str(value)):
        cell.value, cell.number_format = float(found[1]) / 100, "0.0%"
    elif found := NUMBER.fullmatch(str(value)):
        cell.value, cell.number_format = int(found[1]), f'0"{found[2]}"'
    else:
        _write(cell, value)


def _write(cell: Cell | MergedCell, value: str | int) -> None:
    """Numbers as numbers; all else as text, which no program takes for a formula or a number."""
    if isinstance(value, int):
        cell.value = value
    else:
        spreadsheet.write_text(cell, value)
        cell.alignment = Alignment(wrap_text=True, vertical="top")


def _width(value: str | int) -> int:
    """In columns of a digit: a Chinese character takes two."""
    text = str(value)
    return min(SENTENCE, sum(1 if character.isascii() else 2 for character in text) + 2)


def _widen(page: Worksheet, widths: list[int]) -> None:
    for number, width in enumerate(widths, start=1):
        page.column_dimensions[get_column_letter(number)].width = max(8, width)
